import 'dart:async';
import 'dart:typed_data';

import 'context.dart';
import 'events/json.dart';
import 'events/lambda_event.dart';
import 'function_error.dart';
import 'handler.dart';
import 'response/api_gateway_response.dart';
import 'response/http_result.dart';

/// Handles requests over HTTP: of an API Gateway of any kind, a Function URL, a load balancer.
LambdaHandler apiGateway(
  FutureOr<ApiGatewayResult> Function(HttpEvent event, LambdaContext context)
  handle,
) => (event, context) async {
  final request = event is JsonMap ? HttpEvent.tryFromJson(event) : null;
  if (request == null) throw _notHttp(event);
  return await _encoded(request, await handle(request, context));
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
  final result = await handle(known, context);
  return known is HttpEvent && result is ApiGatewayResult
      ? await _encoded(known, result)
      : result;
};

FutureOr<Object> _encoded(HttpEvent event, ApiGatewayResult result) =>
    switch (result) {
      ApiGatewayResponse() => httpResult(event, result),
      ApiGatewayStream() when _mayStream(event) => httpStream(event, result),
      ApiGatewayStream() => _gathered(event, result),
    };

/// HTTP APIs and load balancers cannot; a Function URL behind a domain of the user's own may look like
/// an HTTP API, but has one route only.
bool _mayStream(HttpEvent event) => switch (event) {
  FunctionUrlEvent() || RestApiEvent() => true,
  HttpApiEvent(:final routeKey, :final requestContext) =>
    routeKey == r'$default' &&
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
