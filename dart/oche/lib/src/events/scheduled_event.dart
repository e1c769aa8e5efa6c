part of 'lambda_event.dart';

/// EventBridge: a schedule fired.
final class ScheduledEvent extends LambdaEvent {
  const ScheduledEvent({
    required this.id,
    required this.time,
    this.account,
    this.region,
    this.source,
    this.resources = const [],
    this.detail = const {},
  });

  /// Throws a [FormatException] where [json] is another event.
  factory ScheduledEvent.fromJson(JsonMap json) => ScheduledEvent(
    id: required(json, 'id'),
    time: DateTime.parse(required(json, 'time')),
    account: optional(json, 'account'),
    region: optional(json, 'region'),
    source: optional(json, 'source'),
    resources: stringList(json, 'resources'),
    detail: optional(json, 'detail') ?? const {},
  );

  final String id;

  /// When it was due.
  final DateTime time;

  final String? account;
  final String? region;
  final String? source;

  /// ARNs of the rules that fired.
  final List<String> resources;

  final JsonMap detail;
}
