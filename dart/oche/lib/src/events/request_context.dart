part of 'lambda_event.dart';

/// What API Gateway or a Function URL knows of a request beside its message.
///
/// ```dart
/// onHttp((event, context) => {
///   'user': event.requestContext.claims['sub'],
///   'address': event.requestContext.sourceIp,
/// });
/// ```
final class RequestContext {
  /// A context with the members given; all others are null or empty.
  const RequestContext({
    this.accountId,
    this.apiId,
    this.domainName,
    this.stage,
    this.requestId,
    this.time,
    this.sourceIp,
    this.userAgent,
    this.authorizer = const {},
    this.json = const {},
  });

  /// Reads both payload formats.
  factory RequestContext.fromJson(JsonMap json) {
    // Format 2.0 has these under http, format 1.0 under identity.
    final http = optional<JsonMap>(json, 'http') ?? const {};
    final client = optional<JsonMap>(json, 'identity') ?? http;
    final epoch =
        optional<num>(json, 'timeEpoch') ??
        optional<num>(json, 'requestTimeEpoch');
    return RequestContext(
      accountId: optional(json, 'accountId'),
      apiId: optional(json, 'apiId'),
      domainName: optional(json, 'domainName'),
      stage: optional(json, 'stage'),
      requestId: optional(json, 'requestId'),
      time: epoch == null
          ? null
          : DateTime.fromMillisecondsSinceEpoch(epoch.toInt(), isUtc: true),
      sourceIp: optional(client, 'sourceIp'),
      userAgent: optional(client, 'userAgent'),
      authorizer: optional(json, 'authorizer') ?? const {},
      json: json,
    );
  }

  /// The AWS account of the API; `anonymous` for an unsigned request to a Function URL.
  final String? accountId;

  /// Id of the API, or of the Function URL.
  final String? apiId;

  /// The host that was asked, as the endpoint knows it.
  final String? domainName;

  /// Stage of the API; `$default` for a Function URL.
  final String? stage;

  /// The endpoint's id of the request, not the invocation's.
  final String? requestId;

  /// When the request arrived, in UTC.
  final DateTime? time;

  /// Address of the client, as the endpoint sees it.
  final String? sourceIp;

  /// Value of the `user-agent` header, where the event repeats it here.
  final String? userAgent;

  /// All that the API's authorizer found out, as it came; its members depend on the kind of authorizer.
  ///
  /// [claims], [scopes], [authorizerValues] and [callerArn] read it.
  final JsonMap authorizer;

  /// All of it, as it came.
  final JsonMap json;

  /// What the client's token says, as an authorizer for JWT, or of a Cognito user pool, has read it.
  ///
  /// Empty where there is none. API Gateway hands every value over as text, a list as `[a b]`.
  JsonMap get claims => switch (authorizer) {
    {'jwt': {'claims': final JsonMap claims}} => claims,
    {'claims': final JsonMap claims} => claims,
    _ => const {},
  };

  /// The scopes of the route that the client's token has, where an HTTP API asks for some.
  List<String> get scopes => switch (authorizer) {
    {'jwt': {'scopes': final List<Object?> scopes}} ||
    {
      'scopes': final List<Object?> scopes,
    } => scopes.whereType<String>().toList(),
    _ => const [],
  };

  /// What a Lambda authorizer has handed over as its context.
  JsonMap get authorizerValues => switch (authorizer) {
    {'lambda': final JsonMap values} => values,
    {'jwt': _} || {'iam': _} || {'claims': _} => const {},
    final values => values,
  };

  /// Who has signed the request with AWS credentials; null where nobody has.
  String? get callerArn => switch ((authorizer, json)) {
    ({'iam': {'userArn': final String arn}}, _) => arn,
    (_, {'identity': {'userArn': final String arn}}) => arn,
    _ => null,
  };
}
