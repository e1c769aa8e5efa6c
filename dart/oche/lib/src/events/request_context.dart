part of 'lambda_event.dart';

/// What API Gateway or a Function URL knows of a request beside its message.
final class RequestContext {
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

  final String? accountId;
  final String? apiId;
  final String? domainName;
  final String? stage;

  /// The front door's id of the request, not the invocation's.
  final String? requestId;

  final DateTime? time;
  final String? sourceIp;
  final String? userAgent;

  /// What the API's authorizer found out; its members depend on the kind of authorizer.
  final JsonMap authorizer;

  /// All of it, as it came.
  final JsonMap json;
}
