part of 'lambda_event.dart';

/// EventBridge: an event of a bus matched a rule.
///
/// A schedule's is a [ScheduledEvent].
///
/// ```dart
/// onEventBridge((event, context) async {
///   if (event.detailType == 'Order placed') await save(event.detailAs(Order.fromJson));
/// });
/// ```
final class EventBridgeEvent extends LambdaEvent {
  /// Throws a [FormatException] where [json] is another event.
  EventBridgeEvent.fromJson(this.json)
    : id = required(json, 'id'),
      detailType = required(json, 'detail-type'),
      source = required(json, 'source'),
      time = DateTime.parse(required(json, 'time')),
      account = optional(json, 'account'),
      region = optional(json, 'region'),
      resources = stringList(json, 'resources'),
      detail = json['detail'];

  /// An event of a test.
  ///
  /// ```dart
  /// EventBridgeEvent.of('Order placed', {'orderId': 42}, source: 'shop');
  /// ```
  factory EventBridgeEvent.of(
    String detailType,
    Object? detail, {
    String source = 'test',
  }) => EventBridgeEvent.fromJson(_busEvent(detailType, source, detail));

  @override
  final JsonMap json;

  /// Id of the event; a repeated delivery has the same.
  final String id;

  /// What kind of event of its [source] it is.
  final String detailType;

  /// Who sent it: `aws.s3`, or an application's own name.
  final String source;

  /// When it happened, in UTC.
  final DateTime time;

  /// The AWS account it comes from.
  final String? account;

  /// AWS region it comes from.
  final String? region;

  /// ARNs of what it is about.
  final List<String> resources;

  /// What it says: decoded JSON.
  final Object? detail;

  /// [detail] by [fromJson]. Throws a [FormatException] where [fromJson] takes it to be something else;
  /// that names the place: `detail.orderId`.
  T detailAs<T>(T Function(JsonMap json) fromJson) =>
      typedOrFormatException(detail, fromJson, 'detail');
}

/// EventBridge: a schedule fired, of a rule or of EventBridge Scheduler.
///
/// ```dart
/// onSchedule((event, context) {
///   context.log.info('due at ${event.time}, by ${event.resources.join(', ')}');
/// });
/// ```
final class ScheduledEvent extends LambdaEvent {
  /// Throws a [FormatException] where [json] is another event.
  ScheduledEvent.fromJson(this.json)
    : id = required(json, 'id'),
      time = DateTime.parse(required(json, 'time')),
      account = optional(json, 'account'),
      region = optional(json, 'region'),
      source = optional(json, 'source'),
      resources = stringList(json, 'resources'),
      detail = _detailOf(json);

  /// An event of a test, of a schedule that was due at [time].
  factory ScheduledEvent.at(DateTime time) => ScheduledEvent.fromJson({
    ..._busEvent('Scheduled Event', 'aws.events', const <String, Object?>{}),
    'time': time.toUtc().toIso8601String(),
    'resources': ['arn:aws:events:us-east-1:123456789012:rule/test'],
  });

  /// An object where a rule fired, its text where EventBridge Scheduler did.
  static JsonMap _detailOf(JsonMap json) {
    final detail = json['detail'];
    final decoded = detail is String ? jsonDecode(detail) : detail;
    return optional({'detail': decoded}, 'detail') ?? const {};
  }

  @override
  final JsonMap json;

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

JsonMap _busEvent(String detailType, String source, Object? detail) => {
  'version': '0',
  'id': 'event-1',
  'detail-type': detailType,
  'source': source,
  'account': '123456789012',
  'time': _testTime.toIso8601String(),
  'region': 'us-east-1',
  'resources': <String>[],
  'detail': detail,
};
