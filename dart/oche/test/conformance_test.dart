import 'dart:convert';
import 'dart:typed_data';

import 'package:oche/src/runtime/transport.dart';
import 'package:test/test.dart';

import 'support/cases.dart';
import 'support/fake_transport.dart';
import 'support/run.dart';

/// The same cases as the TypeScript runtime's.
void main() {
  final cases = readCases('runtime');
  for (final it in cases) {
    test('${it['name']}', () async {
      final transport = FakeTransport();
      if (it['next'] case final Map<String, Object?> next) {
        final sent = next['headers'] as Map<String, Object?>;
        transport.respond(
          () => TransportResponse(
            200,
            headers: {
              for (final MapEntry(:key, :value) in sent.entries)
                // As dart:io has them: names in lower case, bytes as latin1.
                key.toLowerCase(): latin1.decode(utf8.encode('$value')),
            },
            body: Uint8List.fromList(bytesOf(next)),
          ),
        );
      }
      final environment = it['environment'] as Map<String, Object?>? ?? {};
      final ran = await run(
        transport,
        caseHandlers,
        variables: {
          ...environment.cast<String, String>(),
          '_HANDLER': '${it['handler']}',
        },
      );
      expectPosted(ran.posts.single, it['posted'] as Map<String, Object?>);
    });
  }
  test(
    'there are cases',
    () => expect(cases, isNotEmpty),
    skip: cases.isEmpty ? 'they stand in the repository only' : null,
  );
}

void expectPosted(Posted actual, Map<String, Object?> expected) {
  expect(actual.path, expected['path']);
  final headers = expected['headers'] as Map<String, Object?>? ?? {};
  for (final MapEntry(:key, :value) in headers.entries) {
    expect(actual.headers[key], value, reason: key);
  }
  for (final name in expected['absentHeaders'] as List<Object?>? ?? []) {
    expect(actual.headers.containsKey(name), isFalse, reason: '$name');
  }
  final body = actual.json;
  if (expected.containsKey('json')) {
    expect(body, expected['json']);
  } else {
    expect(body, {
      'errorType': expected['errorType'] ?? isA<String>(),
      'errorMessage': expected['errorMessage'] ?? isA<String>(),
      'stackTrace': everyElement(isA<String>()),
    });
  }
}
