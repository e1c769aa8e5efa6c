import 'dart:convert';
import 'dart:typed_data';

/// A request without a body.
Uint8List getRequest(String path, {required String host}) =>
    _head('GET $path', host, const {}, const {});

/// The head of a request whose body has [length] bytes.
Uint8List requestHead(
  String path, {
  required String host,
  required Map<String, String> headers,
  required int length,
}) => _head('POST $path', host, headers, {'Content-Length': '$length'});

/// The head of a request whose body follows in chunks.
Uint8List chunkedRequestHead(
  String path, {
  required String host,
  required Map<String, String> headers,
}) => _head('POST $path', host, headers, {'Transfer-Encoding': 'chunked'});

/// One chunk. [bytes] must not be empty: an empty chunk ends the body.
Uint8List encodeChunk(List<int> bytes) =>
    (BytesBuilder(copy: false)
          ..add(latin1.encode('${bytes.length.toRadixString(16)}\r\n'))
          ..add(bytes)
          ..add(const [13, 10]))
        .takeBytes();

/// What follows the last chunk.
Uint8List encodeTrailers(Map<String, String> trailers) =>
    latin1.encode('0\r\n${_lines(trailers)}\r\n');

Uint8List _head(
  String start,
  String host,
  Map<String, String> headers,
  Map<String, String> framing,
) => latin1.encode(
  '$start HTTP/1.1\r\nHost: $host\r\nUser-Agent: oche-dart\r\n'
  '${_lines(framing)}${_lines(headers)}\r\n',
);

String _lines(Map<String, String> headers) => [
  for (final MapEntry(:key, :value) in headers.entries) '$key: $value\r\n',
].join();
