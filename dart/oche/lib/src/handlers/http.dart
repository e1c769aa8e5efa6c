import 'dart:async';

import '../context.dart';
import '../events/bad_request.dart';
import '../events/json.dart';
import '../events/lambda_event.dart';
import '../function_error.dart';
import '../handler.dart';
import '../response/http_encoding.dart';
import '../response/http_reply.dart';

/// Handles requests over HTTP: of an API Gateway of any kind, a Function URL, a load balancer.
///
/// The result is an [HttpReply] or an [HttpStream]; a `Stream<List<int>>` is sent as the second, null as
/// status 204, anything else as JSON. An [HttpBadRequest] that [handle] lets through, such as that of
/// `event.bodyJson`, is answered with status 400, and so is a path with dot segments. [streaming] says
/// whether the endpoint streams, which hands an [HttpStream] on as it comes; by default it follows `streaming:` of `oche.yaml`.
///
/// ```dart
/// onHttp((event, context) => HttpReply.json(
///   {'id': event.pathParameters['id']},
///   headers: {'cache-control': 'no-store'},
/// ));
/// ```
LambdaHandler onHttp(
  FutureOr<Object?> Function(HttpEvent event, LambdaContext context) handle, {
  bool? streaming,
}) => (event, context) async {
  final request = event is JsonMap ? HttpEvent.tryFromJson(event) : null;
  if (request == null) throw _notHttp(event);
  return answerHttp(request, context, handle, streaming: streaming);
};

/// What [handle] makes of [request], as its endpoint takes it; status 400 where the client is to blame.
Future<Object?> answerHttp(
  HttpEvent request,
  LambdaContext context,
  FutureOr<Object?> Function(HttpEvent event, LambdaContext context) handle, {
  bool? streaming,
}) async => await encodedFor(
  request,
  await _resultOf(request, context, handle),
  streaming: streaming,
);

Future<HttpResult> _resultOf(
  HttpEvent request,
  LambdaContext context,
  FutureOr<Object?> Function(HttpEvent event, LambdaContext context) handle,
) async {
  try {
    if (request.hasDotSegments) {
      throw const HttpBadRequest('the path has dot segments');
    }
    return httpResultOf(await handle(request, context));
  } on HttpBadRequest catch (error) {
    return badRequest(error, context);
  }
}

/// Tells the client what was wrong, and the log why.
HttpReply badRequest(HttpBadRequest error, LambdaContext context) {
  context.log.warn('Bad Request: ${error.message}', error: error.cause);
  return HttpReply.json({'message': error.message}, statusCode: 400);
}

RuntimeFault _notHttp(Object? event) {
  final got = event is JsonMap && event.isNotEmpty
      ? 'an event with ${event.keys.take(8).join(', ')}'
      : 'the event $event';
  return RuntimeFault.notHttp(
    'The handler takes HTTP requests only, and got $got: '
    'use onEvent, or a handler without onHttp, for other events',
  );
}
