part of 'lambda_event.dart';

/// What a request comes through, which decides how its event looks.
///
/// ```dart
/// for (final endpoint in LambdaEndpoint.values) {
///   final outcome = await invoke(handler, HttpEvent.get('/', endpoint: endpoint));
///   expect(outcome.statusCode, 200);
/// }
/// ```
enum LambdaEndpoint {
  /// An HTTP API with payload format 2.0: [HttpApiEvent].
  httpApi,

  /// An HTTP API with payload format 1.0: [HttpApiV1Event].
  httpApiV1,

  /// A REST API: [RestApiEvent].
  restApi,

  /// A Function URL: [FunctionUrlEvent].
  functionUrl,

  /// An Application Load Balancer: [AlbEvent].
  loadBalancer,
}

/// The event that [endpoint] makes of a request; for tests.
JsonMap _requestEvent(
  String method,
  String target, {
  required Map<String, String> headers,
  required Object? json,
  required String? body,
  required List<int>? bytes,
  required Map<String, String> pathParameters,
  required JsonMap claims,
  required LambdaEndpoint endpoint,
}) {
  final isOfApi = switch (endpoint) {
    LambdaEndpoint.functionUrl || LambdaEndpoint.loadBalancer => false,
    _ => true,
  };
  if (!isOfApi && (pathParameters.isNotEmpty || claims.isNotEmpty)) {
    throw ArgumentError.value(
      endpoint,
      'endpoint',
      'has neither path parameters nor an authorizer',
    );
  }
  final uri = Uri.parse(target.startsWith('/') ? target : '/$target');
  final lines = {
    'host': _hostOf(endpoint),
    if (json != null) 'content-type': 'application/json',
    for (final MapEntry(:key, :value) in headers.entries)
      key.toLowerCase(): value,
  };
  final text = json != null ? jsonEncode(json) : body;
  final event = {
    ...switch (endpoint) {
      LambdaEndpoint.httpApi => _v2(method, uri, lines, endpoint),
      LambdaEndpoint.functionUrl => _v2(method, uri, lines, endpoint),
      LambdaEndpoint.httpApiV1 => {
        'version': '1.0',
        ..._v1(method, uri, lines),
      },
      LambdaEndpoint.restApi => _v1(method, uri, lines),
      LambdaEndpoint.loadBalancer => _alb(method, uri, lines),
    },
    'body': bytes == null ? text : base64.encode(bytes),
    'isBase64Encoded': bytes != null,
    if (pathParameters.isNotEmpty) 'pathParameters': pathParameters,
  };
  if (claims.isEmpty) return event;
  final context = required<JsonMap>(event, 'requestContext');
  final isV2 = endpoint == LambdaEndpoint.httpApi;
  return {
    ...event,
    'requestContext': {
      ...context,
      'authorizer': isV2
          ? {
              'jwt': {'claims': claims, 'scopes': null},
            }
          : {'claims': claims},
    },
  };
}

const _client = '203.0.113.24';

String _hostOf(LambdaEndpoint endpoint) => switch (endpoint) {
  LambdaEndpoint.functionUrl => 'test.lambda-url.us-east-1.on.aws',
  LambdaEndpoint.loadBalancer => 'test.us-east-1.elb.amazonaws.com',
  _ => 'test.execute-api.us-east-1.amazonaws.com',
};

JsonMap _v2(
  String method,
  Uri uri,
  Map<String, String> headers,
  LambdaEndpoint endpoint,
) {
  final isUrl = endpoint == LambdaEndpoint.functionUrl;
  // An HTTP API decodes it, and gives cookies as a list only.
  final path = isUrl ? uri.path : Uri.decodeComponent(uri.path);
  final cookies = [
    for (final cookie in (headers['cookie'] ?? '').split(';'))
      if (cookie.trim().isNotEmpty) cookie.trim(),
  ];
  return {
    'version': '2.0',
    'routeKey': r'$default',
    'rawPath': path,
    'rawQueryString': uri.query,
    'headers': isUrl ? headers : ({...headers}..remove('cookie')),
    if (cookies.isNotEmpty) 'cookies': cookies,
    'requestContext': {
      'domainName': _hostOf(endpoint),
      'http': {
        'method': method,
        'path': path,
        'protocol': 'HTTP/1.1',
        'sourceIp': _client,
        'userAgent': headers['user-agent'],
      },
      'routeKey': r'$default',
      'stage': r'$default',
    },
  };
}

JsonMap _v1(String method, Uri uri, Map<String, String> headers) {
  final query = uri.queryParametersAll;
  return {
    'resource': '/{proxy+}',
    'path': uri.path,
    'httpMethod': method,
    'headers': headers,
    'multiValueHeaders': _single(headers),
    'queryStringParameters': uri.hasQuery ? uri.queryParameters : null,
    'multiValueQueryStringParameters': uri.hasQuery ? query : null,
    'pathParameters': {'proxy': uri.path.substring(1)},
    'stageVariables': null,
    'requestContext': {
      'domainName': _hostOf(LambdaEndpoint.restApi),
      'httpMethod': method,
      'path': uri.path,
      'identity': {'sourceIp': _client, 'userAgent': headers['user-agent']},
      'stage': r'$default',
    },
  };
}

JsonMap _alb(String method, Uri uri, Map<String, String> headers) => {
  'requestContext': {
    'elb': {'targetGroupArn': 'arn:aws:elasticloadbalancing:test'},
  },
  'httpMethod': method,
  'path': uri.path,
  // As they were sent.
  'queryStringParameters': {
    for (final pair in uri.query.split('&'))
      if (pair.isNotEmpty)
        pair.split('=').first: pair.split('=').skip(1).join('='),
  },
  'headers': {
    'x-forwarded-for': _client,
    'x-forwarded-port': '443',
    'x-forwarded-proto': 'https',
    ...headers,
  },
};
