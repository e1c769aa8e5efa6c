part of 'lambda_event.dart';

/// What a request says beside its body: headers, query, cookies, the URL.
///
/// ```dart
/// onHttp((event, context) => {
///   'language': event.header('accept-language'),
///   'tags': event.queryParametersAll['tag'],
///   'session': event.cookies['session'],
/// });
/// ```
mixin RequestMessage on ClientBody {
  /// The path that routes are written for, percent-encoded: without the name of a stage.
  String get path;

  /// The query as it was sent, without `?`.
  String get rawQuery;

  /// Every header line; names in lower case.
  Map<String, List<String>> get headersAll;

  /// What the endpoint knows of the request beside its message.
  RequestContext get requestContext;

  /// Values of the header [name], in any case, joined by commas; null where it was not sent.
  String? header(String name) => headersAll[name.toLowerCase()]?.join(', ');

  /// Every value of every parameter of the query.
  Map<String, List<String>> get queryParametersAll {
    final all = <String, List<String>>{};
    for (final (name, value) in _parameters(rawQuery)) {
      (all[name] ??= []).add(value);
    }
    return all;
  }

  /// The last value of every parameter of the query.
  Map<String, String> get queryParameters => {
    for (final (name, value) in _parameters(rawQuery)) name: value,
  };

  /// The cookies of the request by their names.
  Map<String, String> get cookies {
    final all = <String, String>{};
    for (final pair in (header('cookie') ?? '').split(';')) {
      final equals = pair.indexOf('=');
      if (equals < 0) continue;
      // The first of a name is the one of the most specific path.
      all.putIfAbsent(
        pair.substring(0, equals).trim(),
        () => pair.substring(equals + 1).trim(),
      );
    }
    return all;
  }

  /// The fields of a body that is `application/x-www-form-urlencoded`.
  Map<String, String> get formFields => {
    for (final (name, value) in _parameters(body)) name: value,
  };

  /// The whole URL that was asked for. Throws an [HttpBadRequest] where there is none.
  Uri get requestedUri {
    final scheme = header('x-forwarded-proto') == 'http' ? 'http' : 'https';
    final host = header('host') ?? requestContext.domainName ?? 'localhost';
    final query = rawQuery;
    return readOrRefuse(
      'the URL cannot be read',
      () => Uri.parse('$scheme://$host$path${query.isEmpty ? '' : '?$query'}'),
    );
  }

  /// Whether [path] has `.` or `..` as a part, which a URL takes away.
  ///
  /// `/open/..%2Fclosed`, as an HTTP API decodes it, would reach the application as `/closed`, past
  /// what the endpoint lets through to that route.
  bool get hasDotSegments => _dotSegment.hasMatch(path);

  static final _dotSegment = RegExp(
    r'[/\\](\.|%2e){1,2}(?![^/\\])',
    caseSensitive: false,
  );
}
