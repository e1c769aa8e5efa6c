part of 'lambda_event.dart';

/// A request that came over HTTP, by any endpoint.
///
/// The members here read alike for all of them. Where an endpoint's own matter, `switch` over the
/// subclasses: [HttpApiEvent], [FunctionUrlEvent], [HttpApiV1Event], [RestApiEvent], [AlbEvent].
sealed class HttpEvent extends LambdaEvent with ClientBody {
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

  /// The path that routes are written for, percent-encoded: without the name of a stage.
  final String path;

  /// The query as it was sent, without `?`.
  final String rawQuery;

  /// Every header line; names in lower case.
  final Map<String, List<String>> headersAll;

  /// What the placeholders of the matched route stand for.
  final Map<String, String> pathParameters;

  /// Variables of the API's stage; empty where there are none.
  final Map<String, String> stageVariables;

  @override
  final bool isBase64Encoded;

  /// What the endpoint knows of the request beside its message.
  final RequestContext requestContext;

  @override
  final String _body;

  /// Values of the header [name], in any case, joined by commas; null where it was not sent.
  String? header(String name) => headersAll[name.toLowerCase()]?.join(', ');

  /// Every value of every parameter of the query.
  Map<String, List<String>> get queryParametersAll {
    final all = <String, List<String>>{};
    for (final (name, value) in _parameters(rawQuery)) {
      (all[name] ??= []).add(value);
    }
    return all;
  }

  /// The last value of every parameter of the query.
  Map<String, String> get queryParameters => {
    for (final (name, value) in _parameters(rawQuery)) name: value,
  };

  /// The cookies of the request by their names.
  Map<String, String> get cookies {
    final all = <String, String>{};
    for (final pair in (header('cookie') ?? '').split(';')) {
      final equals = pair.indexOf('=');
      if (equals < 0) continue;
      // The first of a name is the one of the most specific path.
      all.putIfAbsent(
        pair.substring(0, equals).trim(),
        () => pair.substring(equals + 1).trim(),
      );
    }
    return all;
  }

  /// The fields of a body that is `application/x-www-form-urlencoded`.
  Map<String, String> get formFields => {
    for (final (name, value) in _parameters(body)) name: value,
  };

  /// The whole URL that was asked for. Throws an [HttpBadRequest] where there is none.
  Uri get requestedUri {
    final scheme = header('x-forwarded-proto') == 'http' ? 'http' : 'https';
    final host = header('host') ?? requestContext.domainName ?? 'localhost';
    final query = rawQuery;
    return readOrRefuse(
      'the URL cannot be read',
      () => Uri.parse('$scheme://$host$path${query.isEmpty ? '' : '?$query'}'),
    );
  }

  /// Address of the client, as the endpoint sees it; null where it does not tell.
  String? get sourceIp => requestContext.sourceIp;

  /// What the token of the client says, as an authorizer of the API has read it: one for JWT, or one of a
  /// Cognito user pool. Empty where there is none.
  JsonMap get claims => requestContext.claims;

  /// Whether [path] has `.` or `..` as a part, which a URL takes away.
  ///
  /// `/open/..%2Fclosed`, as an HTTP API decodes it, would reach the application as `/closed`, past
  /// what the endpoint lets through to that route.
  bool get hasDotSegments => _dotSegment.hasMatch(path);

  static final _dotSegment = RegExp(
    r'[/\\](\.|%2e){1,2}(?![^/\\])',
    caseSensitive: false,
  );
}
