import 'dart:async';
import 'dart:convert';
import 'dart:io';
import 'dart:math';
import 'dart:typed_data';

import 'package:oche/src/runtime/http/socket_transport.dart';
import 'package:oche/src/runtime/transport.dart';
import 'package:test/test.dart';

import 'support/raw_server.dart';

void main() {
  test(
    'whatever becomes of a connection, an answer is whole and one’s own, or there is none',
    () async {
      final seed = DateTime.now().microsecondsSinceEpoch;
      final random = Random(seed);
      final server = await RawServer.start(random);
      final transport = SocketTransport(server.address);
      addTearDown(() {
        transport.close();
        return server.close();
      });
      var mayBeClosed = false;
      final seen = <(Fate, bool)>{};
      for (var round = 0; round < 300; round++) {
        final fate = Fate.values[random.nextInt(Fate.values.length)];
        server.fate = fate;
        final reason = 'seed $seed, round $round, $fate';
        final path = '/request-$round';
        try {
          final answer = await _send(
            transport,
            path,
            random,
          ).timeout(const Duration(seconds: 20));
          expect(fate.answersWhole, isTrue, reason: reason);
          expect(answer.headers['x-path'], path, reason: reason);
          final rest = latin1.decode(answer.body).replaceAll(path, '');
          expect(rest, '', reason: reason);
          expect(answer.body.length % path.length, 0, reason: reason);
          seen.add((fate, true));
        } on TimeoutException {
          throw StateError('neither an answer nor an error: $reason');
        } on Exception catch (error) {
          expect(
            !fate.answersWhole || mayBeClosed,
            isTrue,
            reason: '$reason: $error',
          );
          seen.add((fate, false));
        }
        mayBeClosed = !fate.keepsConnection;
      }
      for (final fate in Fate.values) {
        expect(seen, contains((fate, fate.answersWhole)), reason: 'seed $seed');
      }
    },
  );
}

Future<TransportResponse> _send(
  Transport transport,
  String path,
  Random random,
) {
  final body = Uint8List(random.nextInt(3000));
  return switch (random.nextInt(3)) {
    0 => transport.get(path),
    1 => transport.post(path, headers: const {}, body: body),
    _ => transport.postStream(
      path,
      headers: const {},
      body: Stream.fromIterable([body, body]),
      trailers: () => const {},
    ),
  };
}
