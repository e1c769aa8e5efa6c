import 'dart:async';

import '../context.dart';
import '../events/lambda_event.dart';
import '../handler.dart';
import '../response/http_reply.dart';
import 'authorizer.dart';
import 'http.dart';
import 'web_socket.dart';

/// Handles events of several sources: `switch` over the event, whose class is sealed.
///
/// The result counts as that of the event's own `on…`: of an [HttpEvent] as that of `onHttp`, and so on. What
/// was set on a [CognitoEvent] is answered where [handle] returns null.
///
/// ```dart
/// onEvent((event, context) => switch (event) {
///   HttpEvent(:final path) => {'path': path},
///   SqsEvent(:final records) => BatchResponse.each(records, (message) async {
///     await save(message.bodyAs(Order.fromJson));
///   }),
///   _ => throw UnsupportedError('${event.runtimeType}'),
/// });
/// ```
LambdaHandler onEvent(
  FutureOr<Object?> Function(LambdaEvent event, LambdaContext context) handle,
) => (event, context) async {
  final known = LambdaEvent.fromJson(event);
  return switch (known) {
    HttpEvent() => answerHttp(known, context, handle),
    WebSocketEvent() => answerWebSocket(
      known,
      context,
      (event, context) async => switch (await handle(event, context)) {
        final HttpReply? reply => reply,
        final other => HttpReply.json(other),
      },
    ),
    AuthorizerEvent() => switch (await handle(known, context)) {
      final AuthorizerDecision decision => authorizerAnswer(known, decision),
      final other => other,
    },
    CognitoEvent() => await handle(known, context) ?? known,
    _ => handle(known, context),
  };
};
