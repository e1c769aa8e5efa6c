import 'dart:async';

import '../context.dart';
import '../events/bad_request.dart';
import '../events/lambda_event.dart';
import '../handler.dart';
import '../response/http_reply.dart';
import 'http.dart';
import 'read_event.dart';

/// Handles a WebSocket API: `switch` over the event.
///
/// Null answers with status 200: a client that connects is let in, and nothing is sent. The body of an
/// [HttpReply] is sent where the route has a route response; a status of 400 or more refuses who connects.
/// An [HttpBadRequest], such as that of `message.bodyAs`, is answered with status 400.
///
/// ```dart
/// onWebSocket((event, context) => switch (event) {
///   WebSocketConnect() => event.queryParameters['room'] == null ? HttpReply(400) : null,
///   WebSocketMessage() => HttpReply.json(event.bodyJson),
///   WebSocketDisconnect() => null,
/// });
/// ```
LambdaHandler onWebSocket(
  FutureOr<HttpReply?> Function(WebSocketEvent event, LambdaContext context)
  handle,
) =>
    (event, context) => answerWebSocket(
      readEvent(event, WebSocketEvent.fromJson, 'onWebSocket'),
      context,
      handle,
    );

/// What [handle] makes of [event], as API Gateway takes it.
Future<Object> answerWebSocket(
  WebSocketEvent event,
  LambdaContext context,
  FutureOr<HttpReply?> Function(WebSocketEvent event, LambdaContext context)
  handle,
) async {
  HttpReply? reply;
  try {
    reply = await handle(event, context);
  } on HttpBadRequest catch (error) {
    reply = badRequest(error, context);
  }
  if (reply == null) return const {'statusCode': 200};
  final (:body, :isBase64Encoded) = reply.encodedBody;
  return {
    'statusCode': reply.statusCode,
    'headers': reply.headers,
    'body': body,
    'isBase64Encoded': isBase64Encoded,
  };
}
