import 'dart:async';
import 'dart:io';

import 'http_message.dart';
import 'transport.dart';

/// The Runtime API over sockets.
final class IoTransport implements Transport {
  /// [api] is host and port, as in `AWS_LAMBDA_RUNTIME_API`.
  IoTransport(String api) : _base = Uri.parse('http://$api') {
    // By default HTTP_PROXY of the function's environment would be asked.
    _client.findProxy = null;
    _client.userAgent = 'oche-dart';
  }

  final Uri _base;
  final HttpClient _client = HttpClient();

  @override
  Future<TransportResponse> get(String path) async =>
      _send(await _open('GET', path));

  @override
  Future<TransportResponse> post(
    String path, {
    required Map<String, String> headers,
    required List<int> body,
  }) async {
    final request = await _open('POST', path);
    headers.forEach(request.headers.set);
    // Without a length the body would go out in chunks.
    request.contentLength = body.length;
    request.add(body);
    return _send(request);
  }

  /// A raw socket: `HttpClient` cannot send trailers.
  @override
  Future<TransportResponse> postStream(
    String path, {
    required Map<String, String> headers,
    required Stream<List<int>> body,
    required Map<String, String> Function() trailers,
  }) async {
    final socket = await Socket.connect(_base.host, _base.port);
    final chunks = StreamIterator(body);
    var isAnswered = false;
    final answer = _readAnswer(socket).whenComplete(() {
      isAnswered = true;
      // Refused in the middle: nobody reads the rest, however long it lets wait for itself.
      chunks.cancel().ignore();
    });
    // Looked at below; its failure before that is not an unhandled one.
    answer.ignore();
    try {
      socket.setOption(SocketOption.tcpNoDelay, true);
      socket.add(
        chunkedRequestHead(path, host: _base.authority, headers: headers),
      );
      await socket.flush();
      while (await chunks.moveNext()) {
        if (chunks.current.isEmpty) continue;
        socket.add(encodeChunk(chunks.current));
        await socket.flush();
      }
      if (!isAnswered) {
        socket.add(encodeTrailers(trailers()));
        await socket.flush();
      }
      return await answer;
    } on SocketException {
      // The connection was closed in the middle: the answer says why, if it came.
      return await answer;
    } finally {
      socket.destroy();
    }
  }

  /// Drops what is under way.
  void close() => _client.close(force: true);

  Future<HttpClientRequest> _open(String method, String path) async {
    final request = await _client.openUrl(method, _base.resolve(path));
    request.followRedirects = false;
    request.headers.removeAll(HttpHeaders.acceptEncodingHeader);
    return request;
  }

  static Future<TransportResponse> _send(HttpClientRequest request) async {
    final response = await request.close();
    final body = BytesBuilder(copy: false);
    // Read to its end: only then does the connection carry the next request.
    await response.forEach(body.add);
    final headers = <String, String>{};
    response.headers.forEach((name, values) {
      headers[name.toLowerCase()] = values.join(', ');
    });
    return TransportResponse(
      response.statusCode,
      headers: headers,
      body: body.takeBytes(),
    );
  }

  static Future<TransportResponse> _readAnswer(Socket socket) async {
    final received = BytesBuilder();
    await for (final bytes in socket) {
      received.add(bytes);
      final response = parseResponse(received.toBytes(), ended: false);
      if (response != null) return response;
    }
    final response = parseResponse(received.takeBytes(), ended: true);
    if (response != null) return response;
    throw const HttpException('the connection was closed without an answer');
  }
}
