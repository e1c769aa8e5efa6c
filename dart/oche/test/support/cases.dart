import 'dart:convert';
import 'dart:io';

import 'package:oche/oche.dart';

/// The cases in a folder of tests/conformance, which the runtimes of every language share. They
/// stand in the repository, not in the published package.
List<Map<String, Object?>> readCases(String folder) {
  final files = [
    for (final entry
        in _conformance(folder)?.listSync() ?? <FileSystemEntity>[])
      if (entry is File && entry.path.endsWith('.json')) entry,
  ]..sort((a, b) => a.path.compareTo(b.path));
  return [
    for (final file in files)
      jsonDecode(file.readAsStringSync()) as Map<String, Object?>,
  ];
}

/// The folder, looked for from the current one upwards.
Directory? _conformance(String folder) {
  var at = Directory.current.absolute;
  while (true) {
    final found = Directory('${at.path}/tests/conformance/$folder');
    if (found.existsSync()) return found;
    if (at.path == at.parent.path) return null;
    at = at.parent;
  }
}

/// The bytes that a case gives as `body` or `bodyBase64`.
List<int> bytesOf(Map<String, Object?> json) => switch (json) {
  {'bodyBase64': final String text} => base64.decode(text),
  {'body': final String text} => utf8.encode(text),
  _ => const [],
};

class Boom implements Exception {
  @override
  String toString() => 'it went wrong: Ü';
}

/// The handlers that tests/conformance/runtime/README.md describes.
final Map<String, LambdaHandler> caseHandlers = {
  'echo': (event, context) => event,
  'context': (event, context) => {
    'functionName': context.functionName,
    'functionVersion': context.functionVersion,
    'memoryLimitInMB': '${context.memoryLimitInMB}',
    'logGroupName': context.logGroupName,
    'logStreamName': context.logStreamName,
    'invokedFunctionArn': context.invokedFunctionArn,
    'requestId': context.requestId,
    'deadlineMs': context.deadline.millisecondsSinceEpoch,
    'clientContext': context.clientContext,
    'identity': context.identity,
    'tenantId': context.tenantId,
    'traceId': context.traceId,
  },
  'string': (event, context) => 'text',
  'number': (event, context) => 42.5,
  'boolean': (event, context) => false,
  'list': (event, context) => [1, 'two', null],
  'null': (event, context) => null,
  'nothing': (event, context) {
    return null;
  },
  'later': (event, context) async {
    await Future<void>.delayed(const Duration(milliseconds: 1));
    return 'later';
  },
  'throws': (event, context) => throw Boom(),
  'throwsLater': (event, context) async {
    await Future<void>.delayed(const Duration(milliseconds: 1));
    throw Boom();
  },
  'unencodable': (event, context) => Object(),
};
