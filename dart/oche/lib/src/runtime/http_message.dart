import 'dart:convert';
import 'dart:typed_data';

import 'transport.dart';

/// The head of a request whose body follows in chunks. One exchange a connection.
Uint8List chunkedRequestHead(
  String path, {
  required String host,
  required Map<String, String> headers,
}) => latin1.encode(
  [
    'POST $path HTTP/1.1',
    'Host: $host',
    'Connection: close',
    'Transfer-Encoding: chunked',
    for (final MapEntry(:key, :value) in headers.entries) '$key: $value',
    '\r\n',
  ].join('\r\n'),
);

/// One chunk. [bytes] must not be empty: an empty chunk ends the body.
Uint8List encodeChunk(List<int> bytes) =>
    (BytesBuilder(copy: false)
          ..add(latin1.encode('${bytes.length.toRadixString(16)}\r\n'))
          ..add(bytes)
          ..add(const [13, 10]))
        .takeBytes();

/// What follows the last chunk.
Uint8List encodeTrailers(Map<String, String> trailers) => latin1.encode(
  [
    '0',
    for (final MapEntry(:key, :value) in trailers.entries) '$key: $value',
    '\r\n',
  ].join('\r\n'),
);

/// The response in [bytes], null where it is not whole yet.
///
/// [ended] says that no more will come. Throws a [FormatException] where this is not HTTP.
TransportResponse? parseResponse(Uint8List bytes, {required bool ended}) {
  final text = latin1.decode(bytes);
  final end = text.indexOf('\r\n\r\n');
  if (end < 0) return null;
  final lines = text.substring(0, end).split('\r\n');
  final status = RegExp(r'^HTTP/1\.\d (\d{3})').firstMatch(lines.first);
  if (status == null) throw const FormatException('the answer is not HTTP/1.1');
  final headers = <String, String>{};
  for (final line in lines.skip(1)) {
    final colon = line.indexOf(':');
    if (colon < 0) continue;
    headers[line.substring(0, colon).toLowerCase()] = line
        .substring(colon + 1)
        .trim();
  }
  final body = Uint8List.sublistView(bytes, end + 4);
  final length = int.tryParse(headers['content-length'] ?? '');
  final whole = length == null ? ended : body.length >= length;
  if (!whole) return null;
  return TransportResponse(
    int.parse(status.group(1) ?? ''),
    headers: headers,
    body: body,
  );
}
