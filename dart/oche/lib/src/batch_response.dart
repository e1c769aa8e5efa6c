import 'dart:async';

import 'context.dart';
import 'events/lambda_event.dart';

/// Tells SQS, Kinesis or DynamoDB what of a batch to deliver again.
///
/// The event source mapping has to have `ReportBatchItemFailures` switched on: without it, all of the batch
/// counts as done unless the handler throws.
///
/// ```dart
/// onSqs((event, context) => BatchResponse(
///   failed: [for (final message in event.records) if (message.body.isEmpty) message.messageId],
/// ));
/// ```
final class BatchResponse {
  /// Has the records [failed] delivered again; without any, all are done.
  const BatchResponse({this.failed = const []});

  /// Calls [handle] with each of [records], in order. What it throws is logged, and that record delivered
  /// again.
  ///
  /// Where order counts, nothing is handled after the first failure, so that all that follows comes again:
  /// in a stream, and in a FIFO queue for the messages of the same group.
  static Future<BatchResponse> each<R extends Object>(
    Iterable<R> records,
    FutureOr<void> Function(R record) handle,
  ) async {
    final failed = <String>[];
    final brokenOrders = <Object>{};
    for (final record in records) {
      final (:id, :order) = _placeOf(record);
      if (brokenOrders.contains(order)) {
        failed.add(id);
        continue;
      }
      try {
        await handle(record);
      } catch (error, stackTrace) {
        failed.add(id);
        if (order != null) brokenOrders.add(order);
        LambdaContext.current?.log.error(
          '$id failed',
          error: error,
          stackTrace: stackTrace,
        );
      }
    }
    return BatchResponse(failed: failed);
  }

  /// What a failure is called by, and the order that it breaks, if there is one.
  static ({String id, Object? order}) _placeOf(Object record) =>
      switch (record) {
        SqsMessage(:final messageId, :final messageGroupId) => (
          id: messageId,
          order: messageGroupId,
        ),
        KinesisRecord(:final sequenceNumber) ||
        DynamoDbRecord(
          :final sequenceNumber,
        ) => (id: sequenceNumber, order: true),
        _ => throw ArgumentError.value(
          record,
          'records',
          'no message of SQS, no record of Kinesis or DynamoDB',
        ),
      };

  /// What is delivered again: `messageId` of messages, `sequenceNumber` of records of a stream.
  ///
  /// Of a stream, everything from the lowest on is.
  final List<String> failed;

  /// What Lambda takes: `batchItemFailures`.
  Map<String, Object?> toJson() => {
    'batchItemFailures': [
      for (final id in failed) {'itemIdentifier': id},
    ],
  };
}
