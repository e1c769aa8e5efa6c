part of 'lambda_event.dart';

/// A Lambda authorizer of an API: may this request pass?
///
/// Of an HTTP API in both payload formats, of a REST API by request or by token.
///
/// ```dart
/// onAuthorizer((event, context) {
///   context.log.info('${event.request?.path} is asked for');
///   return event.token == null
///       ? const AuthorizerDecision.deny()
///       : const AuthorizerDecision.allow(principalId: 'ada');
/// });
/// ```
final class AuthorizerEvent extends LambdaEvent {
  /// Throws a [FormatException] where [json] is another event.
  AuthorizerEvent.fromJson(this.json)
    : resourceArn =
          optional(json, 'routeArn') ?? required<String>(json, 'methodArn'),
      isOfFormatV2 = json['version'] == '2.0',
      request = _requestOf(json);

  /// An event of a test: [request] wants to pass, as the API of its endpoint asks.
  ///
  /// Throws an [ArgumentError] where [request] is of a Function URL or a load balancer.
  factory AuthorizerEvent.of(HttpEvent request) {
    const arn = 'arn:aws:execute-api:us-east-1:123456789012:test/test';
    final resource = '$arn/${request.method}${request.path}';
    final token = request.header('authorization');
    final JsonMap more = switch (request) {
      HttpApiEvent() => {
        'routeArn': resource,
        'identitySource':
            request.headersAll['authorization'] ?? const <String>[],
      },
      HttpApiV1Event() || RestApiEvent() => {
        'methodArn': resource,
        'identitySource': token,
        'authorizationToken': token,
      },
      FunctionUrlEvent() || AlbEvent() => throw ArgumentError.value(
        request,
        'request',
        'has no Lambda authorizer',
      ),
    };
    return AuthorizerEvent.fromJson({
      for (final MapEntry(:key, :value) in request.json.entries)
        if (key != 'body' && key != 'isBase64Encoded') key: value,
      'type': 'REQUEST',
      ...more,
    });
  }

  static bool _is(JsonMap event) => switch (event) {
    {'type': 'TOKEN' || 'REQUEST', 'methodArn': String()} ||
    {'type': 'REQUEST', 'routeArn': String()} => true,
    _ => false,
  };

  @override
  final JsonMap json;

  /// ARN of the method, or of the route, that was asked for.
  final String resourceArn;

  /// Whether it came in payload format 2.0, which takes a short answer.
  final bool isOfFormatV2;

  /// The request without its body; null where a REST API hands over the token alone.
  final HttpEvent? request;

  /// What the client has sent to prove itself: the token, or the `authorization` header.
  String? get token =>
      optional<String>(json, 'authorizationToken') ??
      request?.header('authorization');
}
