import 'dart:async';
import 'dart:convert';
import 'dart:io';
import 'dart:typed_data';

import 'package:oche/src/runtime/io_transport.dart';
import 'package:test/test.dart';

/// Serves by [handle]; [connections] are the ports that clients came from.
Future<IoTransport> _serving(
  FutureOr<void> Function(HttpRequest request) handle, {
  Set<int>? connections,
}) async {
  final server = await HttpServer.bind(InternetAddress.loopbackIPv4, 0);
  server.listen((request) async {
    connections?.add(request.connectionInfo?.remotePort ?? 0);
    await handle(request);
    await request.response.close();
  });
  final transport = IoTransport('127.0.0.1:${server.port}');
  addTearDown(() {
    transport.close();
    return server.close(force: true);
  });
  return transport;
}

void main() {
  test(
    'requests go over one connection, without what nobody asked for',
    () async {
      final connections = <int>{};
      final heads = <String>[];
      final transport = await _serving(connections: connections, (
        request,
      ) async {
        heads.add('${request.method} ${request.uri} ${request.contentLength}');
        expect(request.headers['accept-encoding'], isNull);
        final body = await utf8.decoder.bind(request).join();
        request.response
          ..headers.set('X-Mixed', 'Value')
          ..write(body);
      });
      final next = await transport.get('/next');
      expect(next.statusCode, 200);
      expect(next.headers['x-mixed'], 'Value');
      for (var round = 0; round < 3; round++) {
        final posted = await transport.post(
          '/id/response',
          headers: {'content-type': 'application/json'},
          body: utf8.encode('"ü"'),
        );
        expect(utf8.decode(posted.body), '"ü"');
      }
      expect(heads.first, 'GET /next -1');
      expect(heads.last, 'POST /id/response 4');
      expect(connections, hasLength(1));
    },
  );

  test('a large event arrives whole', () async {
    final transport = await _serving((request) async {
      for (var chunk = 0; chunk < 64; chunk++) {
        request.response.add(Uint8List(100 * 1024));
        await request.response.flush();
      }
    });
    expect((await transport.get('/next')).body, hasLength(64 * 100 * 1024));
  });

  test('a stream goes out in chunks, with trailers', () async {
    final server = await ServerSocket.bind(InternetAddress.loopbackIPv4, 0);
    addTearDown(server.close);
    final received = Completer<String>();
    server.listen((socket) {
      final bytes = BytesBuilder();
      socket.listen((data) {
        bytes.add(data);
        final text = latin1.decode(bytes.toBytes());
        if (!text.endsWith('x: y\r\n\r\n')) return;
        received.complete(text);
        socket.write('HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\nOK');
      });
    });
    final transport = IoTransport('127.0.0.1:${server.port}');
    final answer = await transport.postStream(
      '/id/response',
      headers: {'trailer': 'x'},
      body: Stream.fromIterable([
        utf8.encode('ab'),
        const [],
        utf8.encode('c'),
      ]),
      trailers: () => {'x': 'y'},
    );
    expect(answer.statusCode, 202);
    expect(latin1.decode(answer.body), 'OK');
    final [head, body, ...] = (await received.future).split('\r\n\r\n');
    expect(head, startsWith('POST /id/response HTTP/1.1\r\nHost: 127.0.0.1:'));
    expect(body, '2\r\nab\r\n1\r\nc\r\n0\r\nx: y');
  });

  test('an answer in the middle of a stream stops it', () async {
    final server = await ServerSocket.bind(InternetAddress.loopbackIPv4, 0);
    addTearDown(server.close);
    server.listen((socket) {
      var answered = false;
      socket.listen((data) {
        if (answered) return;
        answered = true;
        socket.write('HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n');
      });
    });
    // Without an end: only the answer stops it.
    Stream<List<int>> body() async* {
      while (true) {
        yield Uint8List(64 * 1024);
      }
    }

    final answer = await IoTransport('127.0.0.1:${server.port}').postStream(
      '/id/response',
      headers: const {},
      body: body(),
      trailers: () => const {},
    );
    expect(answer.statusCode, 413);
  });

  test('an answer stops a stream that has nothing to send', () async {
    final server = await ServerSocket.bind(InternetAddress.loopbackIPv4, 0);
    addTearDown(server.close);
    server.listen((socket) {
      socket.write('HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n');
    });
    final cancelled = Completer<void>();
    final body = StreamController<List<int>>(onCancel: cancelled.complete);
    final answer = await IoTransport('127.0.0.1:${server.port}').postStream(
      '/id/response',
      headers: const {},
      body: body.stream,
      trailers: () => const {},
    );
    expect(answer.statusCode, 410);
    await cancelled.future;
  });

  test('a server that goes away is an error', () async {
    final server = await ServerSocket.bind(InternetAddress.loopbackIPv4, 0);
    addTearDown(server.close);
    server.listen((socket) => socket.destroy());
    final transport = IoTransport('127.0.0.1:${server.port}');
    await expectLater(transport.get('/next'), throwsA(isA<Exception>()));
    await expectLater(
      transport.postStream(
        '/id/response',
        headers: const {},
        body: Stream.value([1]),
        trailers: () => const {},
      ),
      throwsA(isA<Exception>()),
    );
  });
}
