import 'dart:convert';
import 'dart:io' show Cookie;
import 'dart:typed_data';

import 'body_text.dart';
import 'encode_json.dart';

/// An HTTP response that a handler returns: an [HttpReply] or an [HttpStream].
///
/// ```dart
/// HttpResult answer(bool isLarge) => isLarge
///     ? HttpStream(File('/tmp/report.csv').openRead(), contentType: 'text/csv')
///     : HttpReply.text('a,b');
/// ```
sealed class HttpResult {
  /// `headersAll` and `headers` add up, with `cookies` as `set-cookie` lines; `contentType` counts
  /// where they name no type.
  HttpResult({
    required this.statusCode,
    Map<String, String> headers = const {},
    Map<String, List<String>> headersAll = const {},
    List<Cookie> cookies = const [],
    String? contentType,
  }) : headersAll = _lines(headers, headersAll, cookies, contentType);

  /// The HTTP status.
  final int statusCode;

  /// Every header line; names in lower case, `set-cookie` included, without those of the connection.
  final Map<String, List<String>> headersAll;

  /// Headers by their names in lower case, without cookies; lines of one name are joined by commas.
  Map<String, String> get headers => {
    for (final MapEntry(:key, :value) in headersAll.entries)
      if (key != 'set-cookie') key: value.join(', '),
  };

  /// The `set-cookie` lines.
  List<String> get cookies => headersAll['set-cookie'] ?? const [];

  /// These describe the connection between function and endpoint, which sets its own.
  static const _ofConnection = {
    'connection',
    'content-length',
    'keep-alive',
    'transfer-encoding',
  };

  static Map<String, List<String>> _lines(
    Map<String, String> headers,
    Map<String, List<String>> headersAll,
    List<Cookie> cookies,
    String? contentType,
  ) {
    final lines = <String, List<String>>{};
    void add(String name, Iterable<String> values) {
      final key = name.toLowerCase();
      if (values.isEmpty || _ofConnection.contains(key)) return;
      (lines[key] ??= []).addAll(values);
    }

    headersAll.forEach(add);
    headers.forEach((name, value) => add(name, [value]));
    add('set-cookie', cookies.map((cookie) => cookie.toString()));
    if (contentType != null) {
      lines.putIfAbsent('content-type', () => [contentType]);
    }
    return lines;
  }
}

/// An HTTP response, for every endpoint alike.
///
/// How headers, cookies and body stand in the function's result is decided by the event they
/// answer.
///
/// ```dart
/// HttpReply.json(
///   {'id': 42},
///   statusCode: 201,
///   headers: {'location': '/orders/42'},
///   cookies: [Cookie('seen', 'yes')..httpOnly = true],
/// );
/// ```
final class HttpReply extends HttpResult {
  /// A response without a body.
  HttpReply(int statusCode, {super.headers, super.headersAll, super.cookies})
    : _text = '',
      _bytes = null,
      super(statusCode: statusCode);

  /// [value] as JSON: whatever `jsonEncode` takes. What it does not take fails the invocation, with
  /// the place in [value].
  HttpReply.json(
    Object? value, {
    super.statusCode = 200,
    super.headers,
    super.headersAll,
    super.cookies,
  }) : _text = utf8.decode(encodeJson(value, 'body')),
       _bytes = null,
       super(contentType: 'application/json');

  /// [text] of any type, as UTF-8.
  HttpReply.text(
    String text, {
    super.statusCode = 200,
    super.contentType = 'text/plain; charset=utf-8',
    super.headers,
    super.headersAll,
    super.cookies,
  }) : _text = text,
       _bytes = null;

  /// [bytes] of any type; `contentType: null` leaves the type to the endpoint.
  HttpReply.bytes(
    List<int> bytes, {
    super.statusCode = 200,
    super.contentType = 'application/octet-stream',
    super.headers,
    super.headersAll,
    super.cookies,
  }) : _text = null,
       _bytes = bytes is Uint8List ? bytes : Uint8List.fromList(bytes);

  /// Sends the client to [location]; 303 makes it a GET, 307 and 308 keep the method.
  HttpReply.redirect(
    Uri location, {
    super.statusCode = 302,
    Map<String, String> headers = const {},
    super.headersAll,
    super.cookies,
  }) : _text = '',
       _bytes = null,
       super(headers: {...headers, 'location': '$location'});

  final String? _text;
  final Uint8List? _bytes;

  /// The body as bytes.
  Uint8List get bodyBytes => _bytes ?? utf8.encode(_text ?? '');

  /// The body as text. Throws a [FormatException] where it is not UTF-8.
  String get body => _text ?? utf8.decode(_bytes ?? const []);

  /// The body, decoded. Throws a [FormatException] where it is not JSON.
  Object? get bodyJson => jsonDecode(body);

  /// The body as it travels: as text where it may, otherwise as base64.
  ({String body, bool isBase64Encoded}) get encodedBody {
    final bytes = _bytes;
    final asText = travelsAsText(
      contentType: headersAll['content-type']?.first,
      contentEncoding: headersAll['content-encoding']?.first,
    );
    final text = _text ?? (bytes == null || bytes.isEmpty ? '' : null);
    if (text != null && (asText || text.isEmpty)) {
      return (body: text, isBase64Encoded: false);
    }
    final decoded = asText && bytes != null ? decodeText(bytes) : null;
    if (decoded != null) return (body: decoded, isBase64Encoded: false);
    return (
      body: base64.encode(bytes ?? utf8.encode(text ?? '')),
      isBase64Encoded: true,
    );
  }
}

/// An HTTP response whose body goes out as it comes.
///
/// That takes an endpoint which streams: `streaming: true` of a Function URL or a REST API in
/// `oche.yaml`, which Oche tells the function by the variable `OCHE_RESPONSE_STREAMING`. Elsewhere the
/// body is sent whole.
///
/// ```dart
/// Stream<List<int>> ticks() async* {
///   for (var tick = 1; tick <= 3; tick++) {
///     yield utf8.encode('data: $tick\n\n');
///   }
/// }
///
/// onHttp((event, context) => HttpStream(ticks(), contentType: 'text/event-stream'));
/// ```
final class HttpStream extends HttpResult {
  /// Sends [body] piece by piece; a failure of it ends the invocation as failed.
  HttpStream(
    this.body, {
    super.statusCode = 200,
    super.contentType = 'application/octet-stream',
    super.headers,
    super.headersAll,
    super.cookies,
  });

  /// The bytes to send. The next piece is asked for once the last one is written.
  final Stream<List<int>> body;
}
