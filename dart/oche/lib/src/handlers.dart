import 'dart:async';
import 'dart:io' show Platform;
import 'dart:typed_data';

import 'context.dart';
import 'events/bad_request.dart';
import 'events/json.dart';
import 'events/lambda_event.dart';
import 'function_error.dart';
import 'handler.dart';
import 'response/api_gateway_response.dart';
import 'response/http_result.dart';
import 'runtime/environment.dart';

/// Handles requests over HTTP: of an API Gateway of any kind, a Function URL, a load balancer.
///
/// A [BadRequestException] that [handle] lets through, such as that of `event.bodyJson`, is answered
/// with status 400, and so is a path with dot segments. [streaming] says whether the endpoint sends an
/// [ApiGatewayStream] as it comes; by default it follows `streaming:` of `oche.yaml`.
LambdaHandler apiGateway(
  FutureOr<ApiGatewayResult> Function(HttpEvent event, LambdaContext context)
  handle, {
  bool? streaming,
}) => (event, context) async {
  final request = event is JsonMap ? HttpEvent.tryFromJson(event) : null;
  if (request == null) throw _notHttp(event);
  final result = await _answer(request, context, handle);
  return await _encoded(request, result, streaming ?? _endpointStreams);
};

/// Handles batches of SQS messages.
LambdaHandler sqs(
  FutureOr<SqsBatchResponse?> Function(SqsEvent event, LambdaContext context)
  handle,
) =>
    (event, context) => handle(SqsEvent.fromJson(_object(event)), context);

/// Handles notifications of S3. The result reaches nobody.
LambdaHandler s3(
  FutureOr<void> Function(S3Event event, LambdaContext context) handle,
) => (event, context) async {
  await handle(S3Event.fromJson(_object(event)), context);
  return null;
};

/// Handles a schedule of EventBridge. The result reaches nobody.
LambdaHandler scheduled(
  FutureOr<void> Function(ScheduledEvent event, LambdaContext context) handle,
) => (event, context) async {
  await handle(ScheduledEvent.fromJson(_object(event)), context);
  return null;
};

/// Handles events of several sources: `switch` over the event.
///
/// Where it is an [HttpEvent], the result may be an [ApiGatewayResult].
LambdaHandler onEvent(
  FutureOr<Object?> Function(LambdaEvent event, LambdaContext context) handle,
) => (event, context) async {
  final known = LambdaEvent.fromJson(event);
  if (known is! HttpEvent) return handle(known, context);
  final result = await _answer<Object?>(known, context, handle);
  return result is ApiGatewayResult
      ? await _encoded(known, result, _endpointStreams)
      : result;
};

/// What [handle] makes of a request that can be read; status 400 where the client is to blame.
Future<T> _answer<T extends Object?>(
  HttpEvent event,
  LambdaContext context,
  FutureOr<T> Function(HttpEvent event, LambdaContext context) handle,
) async {
  try {
    if (event.hasDotSegments) {
      throw const BadRequestException('the path has dot segments');
    }
    return await handle(event, context);
  } on BadRequestException catch (error) {
    context.log.warn('Bad Request: ${error.message}', error: error.cause);
    return ApiGatewayResponse.json({'message': error.message}, statusCode: 400)
        as T;
  }
}

/// Events do not tell whether the endpoint streams; the configuration does, by this variable.
bool get _endpointStreams =>
    Platform.environment[LambdaEnvironment.responseStreamingName] == 'true';

FutureOr<Object> _encoded(
  HttpEvent event,
  ApiGatewayResult result,
  bool streams,
) => switch (result) {
  ApiGatewayResponse() => httpResult(event, result),
  ApiGatewayStream() when streams && _mayStream(event) => httpStream(
    event,
    result,
  ),
  ApiGatewayStream() => _gathered(event, result),
};

/// Whether an endpoint that is set to stream may have sent this: HTTP APIs and load balancers cannot. A
/// Function URL behind a domain of the user's own looks like an HTTP API.
bool _mayStream(HttpEvent event) => switch (event) {
  FunctionUrlEvent() || RestApiEvent() => true,
  HttpApiEvent(:final requestContext) =>
    !(requestContext.domainName ?? '').contains('.execute-api.'),
  HttpApiV1Event() || AlbEvent() => false,
};

/// An endpoint that cannot stream would take metadata and body for one text.
Future<Object> _gathered(HttpEvent event, ApiGatewayStream stream) async {
  final body = BytesBuilder(copy: false);
  await stream.body.forEach(body.add);
  return httpResult(
    event,
    ApiGatewayResponse.bytes(
      body.takeBytes(),
      statusCode: stream.statusCode,
      contentType: null,
      headersAll: stream.headersAll,
    ),
  );
}

JsonMap _object(Object? event) => event is JsonMap
    ? event
    : throw FormatException('the event is ${event.runtimeType}, not an object');

RuntimeFault _notHttp(Object? event) {
  final got = event is JsonMap && event.isNotEmpty
      ? 'an event with ${event.keys.take(8).join(', ')}'
      : 'the event $event';
  return RuntimeFault.notHttp(
    'The handler takes HTTP requests only, and got $got: '
    'use serveAny or onEvent for other events',
  );
}
