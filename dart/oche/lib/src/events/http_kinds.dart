part of 'lambda_event.dart';

/// The request that [event] is, as its endpoint hands it over, told by what only that has; null where it is none.
HttpEvent? _requestOf(JsonMap event) => switch (event) {
  {
    'rawPath': String(),
    'requestContext': {
      'domainName': final String domain,
      'http': {'method': String()},
    },
  }
      when domain.contains('.lambda-url.') =>
    FunctionUrlEvent.fromJson(event),
  // Behind another domain: only a Function URL hands over a path that is
  // still encoded.
  {
    'rawPath': final String rawPath,
    'requestContext': {'http': {'method': String(), 'path': final String path}},
  }
      when path != rawPath =>
    FunctionUrlEvent.fromJson(event),
  {'rawPath': String(), 'requestContext': {'http': {'method': String()}}} =>
    HttpApiEvent.fromJson(event),
  {
    'httpMethod': String(),
    'path': String(),
    'requestContext': {'elb': Object()},
  } =>
    AlbEvent.fromJson(event),
  {
    'httpMethod': String(),
    'path': String(),
    'requestContext': Map<Object?, Object?>(),
    'version': '1.0',
  } =>
    HttpApiV1Event.fromJson(event),
  {
    'httpMethod': String(),
    'path': String(),
    'requestContext': Map<Object?, Object?>(),
  } =>
    RestApiEvent.fromJson(event),
  _ => null,
};
