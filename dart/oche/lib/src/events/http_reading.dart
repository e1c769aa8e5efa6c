part of 'lambda_event.dart';

Map<String, List<String>> _v2Headers(JsonMap json) {
  final lines = {
    for (final MapEntry(:key, :value) in strings(json, 'headers').entries)
      key.toLowerCase(): [value],
  };
  // HTTP API gives cookies as a list only, Function URLs give them twice.
  final cookies = stringList(json, 'cookies');
  if (cookies.isNotEmpty) lines['cookie'] = [cookies.join('; ')];
  return lines;
}

Map<String, List<String>> _v1Headers(JsonMap json) {
  final all = _single(strings(json, 'headers'));
  final lines = <String, List<String>>{};
  (stringLists(json, 'multiValueHeaders') ?? all).forEach((name, values) {
    (lines[name.toLowerCase()] ??= []).addAll(values);
  });
  // HTTP/2 clients may send a line for each cookie; they mean one.
  final cookies = lines['cookie'];
  if (cookies != null) lines['cookie'] = [cookies.join('; ')];
  return lines;
}

/// The query of format 1.0 and of ALB, which come as maps.
String _joinedQuery(JsonMap json, String Function(String text) encode) {
  final all =
      stringLists(json, 'multiValueQueryStringParameters') ??
      _single(strings(json, 'queryStringParameters'));
  return [
    for (final MapEntry(:key, :value) in all.entries)
      for (final one in value) '${encode(key)}=${encode(one)}',
  ].join('&');
}

Map<String, List<String>> _single(Map<String, String> values) => {
  for (final MapEntry(:key, :value) in values.entries) key: [value],
};

/// Names and values of a form-encoded text. What is not encoded well stays as it is.
Iterable<(String, String)> _parameters(String text) sync* {
  for (final pair in text.split('&')) {
    if (pair.isEmpty) continue;
    final equals = pair.indexOf('=');
    yield equals < 0
        ? (_decoded(pair), '')
        : (
            _decoded(pair.substring(0, equals)),
            _decoded(pair.substring(equals + 1)),
          );
  }
}

String _decoded(String text) {
  try {
    return Uri.decodeQueryComponent(text);
  } on ArgumentError {
    return text;
  } on FormatException {
    return text;
  }
}

/// A named stage of an HTTP API stands in front of the path; routes do not know it.
String _withoutStage(String path, JsonMap json) {
  final stage = optional<String>(required(json, 'requestContext'), 'stage');
  final prefix = '/$stage';
  if (stage == null || stage == r'$default' || !path.startsWith(prefix)) {
    return path;
  }
  final rest = path.substring(prefix.length);
  if (rest.isEmpty) return '/';
  return rest.startsWith('/') ? rest : path;
}

final _notInPath = RegExp(r"[^\w\-.~!$&'()*+,;=:@/]+");

String _encodePath(String path) => path.replaceAllMapped(
  _notInPath,
  (match) => Uri.encodeComponent(match.group(0) ?? ''),
);
