import 'dart:async';

import '../batch_response.dart';
import '../context.dart';
import '../events/json.dart';
import '../events/lambda_event.dart';
import '../handler.dart';
import 'read_event.dart';

/// Handles batches of SQS messages.
///
/// The result says which messages are delivered again; where there is none, all are done.
///
/// ```dart
/// onSqs((event, context) => BatchResponse.each(event.records, (message) async {
///   await save(message.bodyAs(Order.fromJson));
/// }));
/// ```
LambdaHandler onSqs(
  FutureOr<BatchResponse?> Function(SqsEvent event, LambdaContext context)
  handle,
) => _batch(handle, SqsEvent.fromJson, 'onSqs');

/// Handles batches of records of a Kinesis stream.
///
/// The result says from which record on they are delivered again; where there is none, all are done.
///
/// ```dart
/// onKinesis((event, context) => BatchResponse.each(event.records, (record) {
///   context.log.info('${record.partitionKey}: ${record.body}');
/// }));
/// ```
LambdaHandler onKinesis(
  FutureOr<BatchResponse?> Function(KinesisEvent event, LambdaContext context)
  handle,
) => _batch(handle, KinesisEvent.fromJson, 'onKinesis');

/// Handles batches of changes of a DynamoDB table.
///
/// The result says from which change on they are delivered again; where there is none, all are done.
///
/// ```dart
/// onDynamoDb((event, context) => BatchResponse.each(event.records, (change) async {
///   if (change.newImage != null) await save(change.newImageAs(Order.fromJson));
/// }));
/// ```
LambdaHandler onDynamoDb(
  FutureOr<BatchResponse?> Function(DynamoDbEvent event, LambdaContext context)
  handle,
) => _batch(handle, DynamoDbEvent.fromJson, 'onDynamoDb');

LambdaHandler _batch<T>(
  FutureOr<BatchResponse?> Function(T event, LambdaContext context) handle,
  T Function(JsonMap event) fromJson,
  String wrapper,
) =>
    (event, context) => handle(readEvent(event, fromJson, wrapper), context);
