part of 'lambda_event.dart';

/// EventBridge: a schedule fired.
final class ScheduledEvent extends LambdaEvent {
  /// An event made by hand.
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
    detail: _detailOf(json),
  );

  /// An object where a rule fired, its text where EventBridge Scheduler did.
  static JsonMap _detailOf(JsonMap json) {
    final detail = json['detail'];
    final decoded = detail is String ? jsonDecode(detail) : detail;
    return optional({'detail': decoded}, 'detail') ?? const {};
  }

  /// Id of the event; a repeated delivery has the same.
  final String id;

  /// When it was due.
  final DateTime time;

  /// The AWS account of the rule.
  final String? account;

  /// AWS region of the rule.
  final String? region;

  /// `aws.events`, or `aws.scheduler` for EventBridge Scheduler.
  final String? source;

  /// ARNs of the rules or schedules that fired.
  final List<String> resources;

  /// Empty, unless a test or an input transformer put something in.
  final JsonMap detail;
}
