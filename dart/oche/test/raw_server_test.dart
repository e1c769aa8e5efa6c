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
        final answer = await _send(transport, path, random).timeout(
          const Duration(seconds: 20),
          onTimeout: () =>
              throw StateError('neither an answer nor an error: $reason'),
        );
        if (answer == null) {
          expect(fate.answersWhole && !mayBeClosed, isFalse, reason: reason);
        } else {
          expect(fate.answersWhole, isTrue, reason: reason);
          expect(answer.headers['x-path'], path, reason: reason);
          final body = latin1.decode(answer.body);
          expect(body, isNotEmpty, reason: reason);
          expect(body.replaceAll(path, ''), '', reason: reason);
        }
        seen.add((fate, answer != null));
        mayBeClosed = !fate.keepsConnection;
      }
      for (final fate in Fate.values) {
        expect(seen, contains((fate, fate.answersWhole)), reason: 'seed $seed');
      }
    },
  );
}

/// Null where no whole answer came.
Future<TransportResponse?> _send(
  Transport transport,
  String path,
  Random random,
) async {
  final body = Uint8List(random.nextInt(3000));
  try {
    return await switch (random.nextInt(3)) {
      0 => transport.get(path),
      1 => transport.post(path, headers: const {}, body: body),
      _ => transport.postStream(
        path,
        headers: const {},
        body: _twice(body),
        trailers: () => const {},
      ),
    };
  } on IOException {
    return null;
  } on FormatException {
    return null;
  }
}

/// With a pause, in which an answer may come.
Stream<List<int>> _twice(Uint8List body) async* {
  yield body;
  await Future<void>.delayed(const Duration(milliseconds: 2));
  yield body;
}
