import 'dart:convert';

import '../handler.dart';
import '../log.dart';
import '../runtime/environment.dart';
import '../runtime/loop.dart';
import '../runtime/runtime_api.dart';
import 'outcome.dart';
import 'recorder.dart';

/// Invokes [handler] with [event] as Lambda would, without a socket: the event goes through JSON,
/// the handler runs in a zone of its own, its result is encoded or its error reported.
///
/// [event] is JSON or has a `toJson`, such as `HttpEvent.get('/')`. Nothing is thrown where the
/// invocation fails: see [InvocationOutcome.error]. [headers] are further ones of the Runtime API;
/// [variables] stand for those of the process that say what the context tells.
///
/// ```dart
/// final outcome = await invoke(onHttp(greet), HttpEvent.get('/?name=Ada'));
/// expect(outcome.statusCode, 200);
/// expect(outcome.json, {'message': 'Hello, Ada!'});
/// ```
Future<InvocationOutcome> invoke(
  LambdaHandler handler,
  Object? event, {
  Map<String, String> headers = const {},
  Map<String, String> variables = const {},
}) async {
  final logs = <String>[];
  final environment = LambdaEnvironment.from(variables);
  final logger = LambdaLogger(
    format: environment.logFormat,
    level: environment.logLevel,
    write: logs.add,
  );
  final recorder = Recorder();
  final invoker = Invoker(handler, environment: environment, logger: logger);
  await invoker.answer(
    RuntimeApi(recorder, onTrouble: logger.error),
    Invocation(
      requestId: 'test',
      headers: headers,
      payload: utf8.encode(jsonEncode(event)),
    ),
  );
  return InvocationOutcome(
    payload: recorder.payload,
    isStreamed: recorder.isStreamed,
    error: recorder.error,
    logs: logs,
  );
}
