import 'dart:async';

import 'context.dart';
import 'events/lambda_event.dart';
import 'function_error.dart';
import 'handler.dart';
import 'runtime/environment.dart';

/// The handler that answers in this [environment], of what was given to `serve`.
///
/// Throws a [RuntimeFault] where there is none, with the names there are.
Future<LambdaHandler> resolveHandler(
  Object given,
  LambdaEnvironment environment,
) async {
  final made = given is! LambdaHandler && given is FutureOr<Object?> Function()
      ? await given()
      : given;
  return made is Map<Object?, Object?>
      ? _handler(_pick(made, environment), of: 'the map')
      : _handler(made);
}

/// Settings that say "the handler" to whoever deploys, rather than one of several.
final _placeholder = RegExp(r'^(|bootstrap|provided|(.*\.)?handler)$');

Object? _pick(Map<Object?, Object?> handlers, LambdaEnvironment environment) {
  final name = environment.handler;
  if (handlers.containsKey(name)) return handlers[name];
  final chosen = !_placeholder.hasMatch(name);
  final functionName = environment.functionName;
  if (!chosen && handlers.containsKey(functionName)) {
    return handlers[functionName];
  }
  if (!chosen && handlers.length == 1) return handlers.values.single;
  final problem = switch (chosen) {
    true => 'No handler is called "$name"',
    false when handlers.isEmpty => 'There is no handler',
    false => 'Several handlers, and none is chosen',
  };
  final names = handlers.isEmpty ? 'nothing' : handlers.keys.join(', ');
  throw RuntimeFault.handlerNotFound(
    "$problem: set the function's handler (_HANDLER) to one of $names",
  );
}

LambdaHandler _handler(Object? value, {String of = 'serve'}) {
  if (value is LambdaHandler) return value;
  final wrapper = _wrapperOf(value);
  throw RuntimeFault.handlerNotFound(
    wrapper == null
        ? '$of has ${value == null ? 'null' : 'a ${value.runtimeType}'} where a handler '
              'belongs: (event, context) => …, or what onHttp and its like make'
        : '$of has a function of one kind of event where a handler belongs: '
              'put it into $wrapper(…)',
  );
}

/// What makes a handler of a function that takes a typed event.
String? _wrapperOf(Object? value) => switch (value) {
  _ when value is Object? Function(LambdaEvent, LambdaContext) => 'onEvent',
  _ when value is Object? Function(HttpEvent, LambdaContext) => 'onHttp',
  _ when value is Object? Function(SqsEvent, LambdaContext) => 'onSqs',
  _ when value is Object? Function(SnsEvent, LambdaContext) => 'onSns',
  _ when value is Object? Function(S3Event, LambdaContext) => 'onS3',
  _ when value is Object? Function(DynamoDbEvent, LambdaContext) =>
    'onDynamoDb',
  _ when value is Object? Function(KinesisEvent, LambdaContext) => 'onKinesis',
  _ when value is Object? Function(ScheduledEvent, LambdaContext) =>
    'onSchedule',
  _ when value is Object? Function(EventBridgeEvent, LambdaContext) =>
    'onEventBridge',
  _ when value is Object? Function(WebSocketEvent, LambdaContext) =>
    'onWebSocket',
  _ when value is Object? Function(CloudWatchLogsEvent, LambdaContext) =>
    'onCloudWatchLogs',
  _ when value is Object? Function(AuthorizerEvent, LambdaContext) =>
    'onAuthorizer',
  _ when value is Object? Function(CognitoEvent, LambdaContext) => 'onCognito',
  _ => null,
};
