import 'dart:async';
import 'dart:convert';
import 'dart:io' show Cookie, Platform;

import 'package:oche/oche.dart';

import '../support/cases.dart';

/// A whole process with the handlers of the shared cases, and some that only a process can show.
Future<void> main() => serve(() {
  if (Platform.environment['INITIALISATION'] == 'never') {
    return Completer<Map<String, LambdaHandler>>().future;
  }
  return _handlers;
}, onShutdown: _shutDown);

final Map<String, LambdaHandler> _handlers = {
  ...caseHandlers,
  'stream': (event, context) => StreamedResult(_numbers()),
  'tornStream': (event, context) =>
      StreamedResult(_numbers(tornAt: 2), contentType: 'text/plain'),
  'httpStream': onHttp(
    (event, context) => HttpStream(
      _numbers(),
      statusCode: 201,
      contentType: 'text/plain',
      cookies: [Cookie('a', '1'), Cookie('b', '2')],
    ),
  ),
  'httpReply': onHttp(
    (event, context) => HttpReply.json({'a': 'ü'}, statusCode: 201),
  ),
  'print': (event, context) {
    print('printed');
    context.log.info('logged');
    return null;
  },
  'kind': (event, context) => '${LambdaEvent.fromJson(event).runtimeType}',
  'length': (event, context) => '$event'.length,
  'never': (event, context) => Completer<void>().future,
  'servesAgain': (event, context) => serve((_, _) => null),
  'leftBehind': (event, context) {
    unawaited(Future<void>.error(StateError('left behind')));
    return null;
  },
};

void _shutDown() {
  print('shut down');
  if (Platform.environment['SHUTDOWN'] == 'fails') throw StateError('in use');
}

Stream<List<int>> _numbers({int? tornAt}) async* {
  for (var number = 1; number <= 3; number++) {
    yield utf8.encode('$number');
    if (number == tornAt) throw StateError('torn');
  }
}
