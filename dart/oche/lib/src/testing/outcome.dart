import 'dart:convert';
import 'dart:typed_data';

/// What came of an invocation, as whoever invoked the function gets it.
///
/// ```dart
/// final outcome = await invoke(handler, HttpEvent.post('/orders', json: {'total': 3}));
/// expect(outcome.statusCode, 201);
/// expect(outcome.headers['location'], '/orders/42');
/// expect(outcome.logs, isEmpty);
/// ```
final class InvocationOutcome {
  /// Made by `invoke`.
  InvocationOutcome({
    required this.payload,
    required this.isStreamed,
    this.error,
    this.logs = const [],
  });

  /// The bytes of the result; of a stream what was sent of it.
  final Uint8List payload;

  /// Whether the result went out as it came.
  final bool isStreamed;

  /// Why the invocation failed, null where it did not.
  final InvocationError? error;

  /// The lines that were logged and printed.
  final List<String> logs;

  /// The result, decoded. Throws a [StateError] where the invocation failed.
  Object? get result => jsonDecode(utf8.decode(_succeeded()));

  /// Status of an HTTP response.
  int get statusCode => (_http['statusCode'] as num).toInt();

  /// Headers of an HTTP response, names in lower case, without cookies.
  Map<String, String> get headers {
    final lines = <String, String>{};
    void add(String name, String value) {
      final key = name.toLowerCase();
      if (key != 'set-cookie') lines[key] = value;
    }

    _each('headers', (name, value) => add(name, '$value'));
    _each(
      'multiValueHeaders',
      (name, values) => add(name, (values as List<Object?>).join(', ')),
    );
    return lines;
  }

  /// The `set-cookie` lines of an HTTP response.
  List<String> get cookies {
    final all = <String>[
      for (final cookie in (_http['cookies'] as List<Object?>?) ?? const [])
        '$cookie',
    ];
    void add(String name, Object? value) {
      if (name.toLowerCase() != 'set-cookie') return;
      all.addAll([
        for (final one in value is List<Object?> ? value : [value]) '$one',
      ]);
    }

    _each('headers', add);
    _each('multiValueHeaders', add);
    return all;
  }

  /// The body of an HTTP response, decoded from base64 where it is.
  late final Uint8List bodyBytes = switch ((_streamedBody, _http)) {
    (final Uint8List body?, _) => body,
    (_, {'body': final String body, 'isBase64Encoded': true}) => base64.decode(
      body,
    ),
    (_, final http) => utf8.encode('${http['body'] ?? ''}'),
  };

  /// The body of an HTTP response as text.
  String get body => utf8.decode(bodyBytes);

  /// The body of an HTTP response, decoded.
  Object? get json => jsonDecode(body);

  /// A stream's metadata ends with eight of these.
  late final int _endOfMetadata = isStreamed ? payload.indexOf(0) : -1;

  Uint8List? get _streamedBody => _endOfMetadata < 0
      ? null
      : Uint8List.sublistView(payload, _endOfMetadata + 8);

  late final Map<String, Object?> _http = switch (_endOfMetadata < 0
      ? result
      : jsonDecode(utf8.decode(_succeeded().sublist(0, _endOfMetadata)))) {
    final Map<String, Object?> http when http['statusCode'] is num => http,
    final other => throw StateError('The result is no HTTP response: $other'),
  };

  void _each(String name, void Function(String name, Object? value) visit) =>
      (_http[name] as Map<String, Object?>? ?? const {}).forEach(visit);

  Uint8List _succeeded() => error == null
      ? payload
      : throw StateError('The invocation failed: $error');
}

/// Why an invocation failed, as whoever invoked the function is told.
///
/// ```dart
/// final outcome = await invoke(handler, 'no event of mine');
/// expect(outcome.error?.type, 'FormatException');
/// ```
final class InvocationError {
  /// Made by `invoke`.
  const InvocationError(this.type, this.message, this.stackTrace);

  /// For example `StateError`, or `Runtime.MarshalError`.
  final String type;

  /// What the error says.
  final String message;

  /// The stack, line by line.
  final List<String> stackTrace;

  @override
  String toString() => '$type: $message';
}
