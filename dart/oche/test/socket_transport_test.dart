import 'dart:async';
import 'dart:convert';
import 'dart:io';
import 'dart:typed_data';

import 'package:oche/src/runtime/http/socket_transport.dart';
import 'package:test/test.dart';

/// Serves by [handle]; [connections] are the ports that clients came from.
Future<SocketTransport> _serving(
  FutureOr<void> Function(HttpRequest request) handle, {
  Set<int>? connections,
}) async {
  final server = await HttpServer.bind(InternetAddress.loopbackIPv4, 0);
  server.listen((request) async {
    connections?.add(request.connectionInfo?.remotePort ?? 0);
    await handle(request);
    await request.response.close();
  });
  final transport = SocketTransport('127.0.0.1:${server.port}');
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
    final transport = SocketTransport('127.0.0.1:${server.port}');
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

    final answer = await SocketTransport('127.0.0.1:${server.port}').postStream(
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
    final answer = await SocketTransport('127.0.0.1:${server.port}').postStream(
      '/id/response',
      headers: const {},
      body: body.stream,
      trailers: () => const {},
    );
    expect(answer.statusCode, 410);
    await cancelled.future;
  });

  test('a stream goes over the connection that is there', () async {
    final connections = <int>{};
    final bodies = <String>[];
    final transport = await _serving(connections: connections, (request) async {
      bodies.add(await utf8.decoder.bind(request).join());
    });
    await transport.get('/next');
    await transport.postStream(
      '/id/response',
      headers: const {},
      body: Stream.fromIterable([utf8.encode('a'), utf8.encode('b')]),
      trailers: () => const {},
    );
    await transport.get('/next');
    expect(bodies, ['', 'ab', '']);
    expect(connections, hasLength(1));
  });

  test('a large result goes out whole to a server that is slow', () async {
    final body = Uint8List.fromList([
      for (var at = 0; at < 6 * 1024 * 1024; at++) at & 0xff,
    ]);
    var received = 0;
    var isSame = true;
    final transport = await _serving((request) async {
      await for (final bytes in request) {
        for (final byte in bytes) {
          isSame = isSame && byte == received & 0xff;
          received++;
        }
        await Future<void>.delayed(Duration.zero);
      }
    });
    await transport.post('/id/response', headers: const {}, body: body);
    expect(received, body.length);
    expect(isSame, isTrue);
  });

  test(
    'a large result that is refused at once is not sent to its end',
    () async {
      final server = await ServerSocket.bind(InternetAddress.loopbackIPv4, 0);
      addTearDown(server.close);
      server.listen((socket) {
        // It reads nothing.
        socket.write('HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n');
        socket.listen((_) {}).pause();
      });
      final transport = SocketTransport('127.0.0.1:${server.port}');
      addTearDown(transport.close);
      final answer = await transport.post(
        '/id/response',
        headers: const {},
        body: Uint8List(32 * 1024 * 1024),
      );
      expect(answer.statusCode, 413);
    },
  );

  test('requests at the same time have connections of their own', () async {
    final connections = <int>{};
    final all = Completer<void>();
    var waiting = 0;
    final transport = await _serving(connections: connections, (request) async {
      if (++waiting == 3) all.complete();
      await all.future;
    });
    for (var round = 0; round < 2; round++) {
      await Future.wait([
        for (var loop = 0; loop < 3; loop++) transport.get('/next'),
      ]);
    }
    expect(connections, hasLength(3));
  });

  test('after a connection that was closed comes a new one', () async {
    final connections = <int>{};
    final transport = await _serving(connections: connections, (request) {
      request.response.persistentConnection = false;
    });
    for (var round = 0; round < 3; round++) {
      expect((await transport.get('/next')).statusCode, 200);
    }
    expect(connections, hasLength(3));
  });

  test('no override of a zone sees these connections', () async {
    final transport = await _serving((request) {});
    await IOOverrides.runZoned(
      () => transport.get('/next'),
      socketConnect: (host, port, {sourceAddress, sourcePort = 0, timeout}) =>
          throw StateError('asked'),
    );
  });

  test('a server that goes away is an error', () async {
    final server = await ServerSocket.bind(InternetAddress.loopbackIPv4, 0);
    addTearDown(server.close);
    server.listen((socket) => socket.destroy());
    final transport = SocketTransport('127.0.0.1:${server.port}');
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
