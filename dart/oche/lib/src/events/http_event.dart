part of 'lambda_event.dart';

/// A request that came over HTTP, by any endpoint.
///
/// The members here read alike for all of them. Where an endpoint's own matter, `switch` over the
/// subclasses: [HttpApiEvent], [FunctionUrlEvent], [HttpApiV1Event], [RestApiEvent], [AlbEvent].
///
/// ```dart
/// onHttp((event, context) => switch ((event.method, event.path)) {
///   ('GET', '/') => HttpReply.text('Hello, ${event.queryParameters['name'] ?? 'world'}!'),
///   ('POST', '/orders') => {'total': event.bodyAs(Order.fromJson).total},
///   _ => HttpReply(404),
/// });
/// ```
sealed class HttpEvent extends LambdaEvent with ClientBody, RequestMessage {
  HttpEvent._(
    this.json, {
    required this.method,
    required this.path,
    required this.rawQuery,
    required this.headersAll,
  }) : pathParameters = strings(json, 'pathParameters'),
       stageVariables = strings(json, 'stageVariables'),
       requestContext = RequestContext.fromJson(
         required(json, 'requestContext'),
       ),
       isBase64Encoded = optional(json, 'isBase64Encoded') ?? false,
       _body = optional(json, 'body') ?? '';

  /// Throws a [FormatException] where [event] did not come over HTTP.
  factory HttpEvent.fromJson(JsonMap event) =>
      tryFromJson(event) ??
      (throw const FormatException('the event did not come over HTTP'));

  /// A request of a test, as [endpoint] hands it over.
  ///
  /// [target] is path and query, percent-encoded. The body is one of [json], which sets the content
  /// type as well, [body] and [bytes]. [pathParameters] are those of the route, [claims] those that an
  /// authorizer has read of a token; a Function URL and a load balancer have neither.
  ///
  /// ```dart
  /// HttpEvent.request('POST', '/items?dry=1', json: {'name': 'Apple'});
  /// ```
  factory HttpEvent.request(
    String method,
    String target, {
    Map<String, String> headers = const {},
    Object? json,
    String? body,
    List<int>? bytes,
    Map<String, String> pathParameters = const {},
    JsonMap claims = const {},
    LambdaEndpoint endpoint = LambdaEndpoint.httpApi,
  }) => HttpEvent.fromJson(
    _requestEvent(
      method,
      target,
      headers: headers,
      json: json,
      body: body,
      bytes: bytes,
      pathParameters: pathParameters,
      claims: claims,
      endpoint: endpoint,
    ),
  );

  /// A `GET` request of a test, see [HttpEvent.request].
  factory HttpEvent.get(
    String target, {
    Map<String, String> headers = const {},
    Map<String, String> pathParameters = const {},
    JsonMap claims = const {},
    LambdaEndpoint endpoint = LambdaEndpoint.httpApi,
  }) => HttpEvent.request(
    'GET',
    target,
    headers: headers,
    pathParameters: pathParameters,
    claims: claims,
    endpoint: endpoint,
  );

  /// A `DELETE` request of a test, see [HttpEvent.request].
  factory HttpEvent.delete(
    String target, {
    Map<String, String> headers = const {},
    Map<String, String> pathParameters = const {},
    JsonMap claims = const {},
    LambdaEndpoint endpoint = LambdaEndpoint.httpApi,
  }) => HttpEvent.request(
    'DELETE',
    target,
    headers: headers,
    pathParameters: pathParameters,
    claims: claims,
    endpoint: endpoint,
  );

  /// A `POST` request of a test, see [HttpEvent.request].
  factory HttpEvent.post(
    String target, {
    Map<String, String> headers = const {},
    Object? json,
    String? body,
    List<int>? bytes,
    Map<String, String> pathParameters = const {},
    JsonMap claims = const {},
    LambdaEndpoint endpoint = LambdaEndpoint.httpApi,
  }) => HttpEvent.request(
    'POST',
    target,
    headers: headers,
    json: json,
    body: body,
    bytes: bytes,
    pathParameters: pathParameters,
    claims: claims,
    endpoint: endpoint,
  );

  /// A `PUT` request of a test, see [HttpEvent.request].
  factory HttpEvent.put(
    String target, {
    Map<String, String> headers = const {},
    Object? json,
    String? body,
    List<int>? bytes,
    Map<String, String> pathParameters = const {},
    JsonMap claims = const {},
    LambdaEndpoint endpoint = LambdaEndpoint.httpApi,
  }) => HttpEvent.request(
    'PUT',
    target,
    headers: headers,
    json: json,
    body: body,
    bytes: bytes,
    pathParameters: pathParameters,
    claims: claims,
    endpoint: endpoint,
  );

  /// A `PATCH` request of a test, see [HttpEvent.request].
  factory HttpEvent.patch(
    String target, {
    Map<String, String> headers = const {},
    Object? json,
    String? body,
    List<int>? bytes,
    Map<String, String> pathParameters = const {},
    JsonMap claims = const {},
    LambdaEndpoint endpoint = LambdaEndpoint.httpApi,
  }) => HttpEvent.request(
    'PATCH',
    target,
    headers: headers,
    json: json,
    body: body,
    bytes: bytes,
    pathParameters: pathParameters,
    claims: claims,
    endpoint: endpoint,
  );

  /// Null where [event] did not come over HTTP; so is that of an API's authorizer.
  static HttpEvent? tryFromJson(JsonMap event) =>
      AuthorizerEvent._is(event) ? null : _requestOf(event);

  @override
  final JsonMap json;

  /// For example `GET`.
  final String method;

  @override
  final String path;

  @override
  final String rawQuery;

  @override
  final Map<String, List<String>> headersAll;

  /// What the placeholders of the matched route stand for.
  final Map<String, String> pathParameters;

  /// Variables of the API's stage; empty where there are none.
  final Map<String, String> stageVariables;

  @override
  final bool isBase64Encoded;

  @override
  final RequestContext requestContext;

  @override
  final String _body;

  /// Address of the client, as the endpoint sees it; null where it does not tell.
  String? get sourceIp => requestContext.sourceIp;

  /// What the token of the client says, as an authorizer of the API has read it: one for JWT, or one of a
  /// Cognito user pool. Empty where there is none.
  JsonMap get claims => requestContext.claims;
}
