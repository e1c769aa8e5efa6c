part of 'lambda_event.dart';

/// Payload format 2.0.
///
/// ```dart
/// onHttp((event, context) => switch (event) {
///   PayloadV2Event(:final routeKey) => {'route': routeKey},
///   _ => HttpReply(404),
/// });
/// ```
sealed class PayloadV2Event extends HttpEvent {
  PayloadV2Event._(super.json, {required super.path})
    : routeKey = optional(json, 'routeKey') ?? r'$default',
      super._(
        method: required(_http(json), 'method'),
        rawQuery: optional(json, 'rawQueryString') ?? '',
        headersAll: _v2Headers(json),
      );

  /// The route that matched, for example `GET /items/{id}`.
  final String routeKey;

  static JsonMap _http(JsonMap json) =>
      required(required<JsonMap>(json, 'requestContext'), 'http');
}

/// An HTTP API with payload format 2.0, its default.
///
/// ```dart
/// HttpEvent.get('/items', claims: {'sub': 'ada'}, endpoint: LambdaEndpoint.httpApi);
/// ```
final class HttpApiEvent extends PayloadV2Event {
  /// Throws a [FormatException] where [json] is another event.
  HttpApiEvent.fromJson(super.json)
    : super._(
        // Handed over decoded, and behind the name of a stage that has one.
        path: _withoutStage(_encodePath(required(json, 'rawPath')), json),
      );
}

/// A Function URL.
///
/// ```dart
/// HttpEvent.get('/items', endpoint: LambdaEndpoint.functionUrl);
/// ```
final class FunctionUrlEvent extends PayloadV2Event {
  /// Throws a [FormatException] where [json] is another event.
  FunctionUrlEvent.fromJson(super.json)
    : super._(path: required(json, 'rawPath'));
}

/// Payload format 1.0 and what REST APIs send, which look alike.
///
/// ```dart
/// onHttp((event, context) => switch (event) {
///   PayloadV1Event(:final resource) => {'resource': resource},
///   _ => HttpReply(404),
/// });
/// ```
sealed class PayloadV1Event extends HttpEvent {
  PayloadV1Event._(super.json, {required super.path})
    : resource = optional(json, 'resource'),
      super._(
        method: required(json, 'httpMethod'),
        rawQuery: _joinedQuery(json, Uri.encodeComponent),
        headersAll: _v1Headers(json),
      );

  /// The path of the route that matched, for example `/items/{id}`.
  final String? resource;
}

/// An HTTP API with payload format 1.0.
///
/// ```dart
/// HttpEvent.get('/items', endpoint: LambdaEndpoint.httpApiV1);
/// ```
final class HttpApiV1Event extends PayloadV1Event {
  /// Throws a [FormatException] where [json] is another event.
  HttpApiV1Event.fromJson(super.json)
    : super._(path: _withoutStage(required(json, 'path'), json));
}

/// A REST API with Lambda proxy integration.
///
/// ```dart
/// HttpEvent.get('/items/1', pathParameters: {'id': '1'}, endpoint: LambdaEndpoint.restApi);
/// ```
final class RestApiEvent extends PayloadV1Event {
  /// Throws a [FormatException] where [json] is another event.
  RestApiEvent.fromJson(super.json) : super._(path: required(json, 'path'));
}

/// An Application Load Balancer.
///
/// ```dart
/// onHttp((event, context) => switch (event) {
///   AlbEvent(:final targetGroupArn) => {'group': targetGroupArn},
///   _ => HttpReply(404),
/// });
/// ```
final class AlbEvent extends HttpEvent {
  /// Throws a [FormatException] where [json] is another event.
  AlbEvent.fromJson(super.json)
    : isMultiValue = json['multiValueHeaders'] != null,
      super._(
        method: required(json, 'httpMethod'),
        path: required(json, 'path'),
        // Handed over as it was sent; API Gateway decodes it.
        rawQuery: _joinedQuery(json, (text) => text),
        headersAll: _v1Headers(json),
      );

  /// Whether the target group has multi-value headers switched on: the result has to match.
  final bool isMultiValue;

  /// The last of `x-forwarded-for`, which the load balancer adds.
  @override
  String? get sourceIp => header('x-forwarded-for')?.split(',').last.trim();

  /// ARN of the target group that the function is registered in.
  String? get targetGroupArn => switch (requestContext.json['elb']) {
    {'targetGroupArn': final String arn} => arn,
    _ => null,
  };
}
