import 'dart:async';

import '../context.dart';
import '../events/json.dart';
import '../events/lambda_event.dart';
import '../handler.dart';
import 'read_event.dart';

/// Handles notifications of S3. The result reaches nobody.
///
/// ```dart
/// onS3((event, context) {
///   for (final object in event.records) {
///     context.log.info('${object.bucketName}/${object.key}');
///   }
/// });
/// ```
LambdaHandler onS3(
  FutureOr<void> Function(S3Event event, LambdaContext context) handle,
) => _notice(handle, S3Event.fromJson, 'onS3');

/// Handles notifications of SNS topics. The result reaches nobody.
///
/// ```dart
/// onSns((event, context) async {
///   for (final message in event.records) {
///     await save(message.bodyAs(Order.fromJson));
///   }
/// });
/// ```
LambdaHandler onSns(
  FutureOr<void> Function(SnsEvent event, LambdaContext context) handle,
) => _notice(handle, SnsEvent.fromJson, 'onSns');

/// Handles a schedule, of an EventBridge rule or of EventBridge Scheduler. The result reaches nobody.
///
/// ```dart
/// onSchedule((event, context) => context.log.info('due at ${event.time}'));
/// ```
LambdaHandler onSchedule(
  FutureOr<void> Function(ScheduledEvent event, LambdaContext context) handle,
) => _notice(handle, ScheduledEvent.fromJson, 'onSchedule');

/// Handles events of an EventBridge bus. The result reaches nobody.
///
/// ```dart
/// onEventBridge((event, context) async {
///   if (event.detailType == 'Order placed') await save(event.detailAs(Order.fromJson));
/// });
/// ```
LambdaHandler onEventBridge(
  FutureOr<void> Function(EventBridgeEvent event, LambdaContext context) handle,
) => _notice(handle, EventBridgeEvent.fromJson, 'onEventBridge');

/// Handles lines of CloudWatch Logs that a subscription filter has let through. The result reaches nobody.
///
/// ```dart
/// onCloudWatchLogs((event, context) {
///   for (final line in event.lines) {
///     context.log.info('${event.logGroup}: ${line.body}');
///   }
/// });
/// ```
LambdaHandler onCloudWatchLogs(
  FutureOr<void> Function(CloudWatchLogsEvent event, LambdaContext context)
  handle,
) => _notice(handle, CloudWatchLogsEvent.fromJson, 'onCloudWatchLogs');

LambdaHandler _notice<T>(
  FutureOr<void> Function(T event, LambdaContext context) handle,
  T Function(JsonMap event) fromJson,
  String wrapper,
) => (event, context) async {
  await handle(readEvent(event, fromJson, wrapper), context);
  return null;
};
