part of 'lambda_event.dart';

/// SQS: a batch of messages.
///
/// ```dart
/// onSqs((event, context) => BatchResponse.each(event.records, (message) async {
///   await save(message.bodyAs(Order.fromJson));
/// }));
/// ```
final class SqsEvent extends LambdaEvent {
  /// Throws a [FormatException] where [json] is another event.
  SqsEvent.fromJson(this.json)
    : records = objects(json, 'Records').map(SqsMessage.fromJson).toList();

  /// A batch of a test: a message for each of [bodies], which are text or become JSON.
  factory SqsEvent.of(List<Object?> bodies) => SqsEvent.fromJson({
    'Records': [
      for (final (index, body) in bodies.indexed)
        {
          'messageId': 'message-${index + 1}',
          'receiptHandle': 'receipt-${index + 1}',
          'body': _textOf(body),
          'attributes': {
            'ApproximateReceiveCount': '1',
            'SentTimestamp': '${_testTime.millisecondsSinceEpoch}',
          },
          'messageAttributes': <String, Object?>{},
          'eventSource': 'aws:sqs',
          'eventSourceARN': 'arn:aws:sqs:us-east-1:123456789012:test',
          'awsRegion': 'us-east-1',
        },
    ],
  });

  @override
  final JsonMap json;

  /// The messages, at least one; in order where the queue is FIFO.
  final List<SqsMessage> records;
}

/// One message of a batch.
///
/// ```dart
/// if ((message.receiveCount ?? 1) > 3) {
///   context.log.warn('${message.messageId} came ${message.receiveCount} times');
/// }
/// ```
final class SqsMessage with MessageBody {
  /// Throws a [FormatException] where [json] is another record.
  SqsMessage.fromJson(this.json)
    : messageId = required(json, 'messageId'),
      body = required(json, 'body'),
      receiptHandle = optional(json, 'receiptHandle'),
      attributes = strings(json, 'attributes'),
      messageAttributes = {
        for (final MapEntry(:key, :value)
            in (optional<JsonMap>(json, 'messageAttributes') ?? const {})
                .entries)
          if (value is JsonMap) key: SqsMessageAttribute.fromJson(value),
      },
      queueArn = optional(json, 'eventSourceARN'),
      region = optional(json, 'awsRegion');

  /// The record as it came.
  final JsonMap json;

  /// Id of the message; a repeated delivery has the same.
  final String messageId;

  @override
  final String body;

  /// For SQS's own API, such as a longer visibility timeout. Lambda deletes what was handled.
  final String? receiptHandle;

  /// What SQS says of the message, for example `SentTimestamp`.
  final Map<String, String> attributes;

  /// What the sender added.
  final Map<String, SqsMessageAttribute> messageAttributes;

  /// ARN of the queue.
  final String? queueArn;

  /// AWS region of the queue.
  final String? region;

  /// How often it was received, this time included.
  int? get receiveCount =>
      int.tryParse(attributes['ApproximateReceiveCount'] ?? '');

  /// When it was sent, in UTC.
  DateTime? get sentAt {
    final milliseconds = int.tryParse(attributes['SentTimestamp'] ?? '');
    return milliseconds == null ? null : _milliseconds(milliseconds);
  }

  /// Of a FIFO queue.
  String? get messageGroupId => attributes['MessageGroupId'];
}

/// A typed value that the sender put beside the body.
///
/// ```dart
/// final tenant = message.messageAttributes['tenant']?.stringValue;
/// context.log.info('of $tenant');
/// ```
final class SqsMessageAttribute {
  /// Throws a [FormatException] where [json] is no attribute.
  SqsMessageAttribute.fromJson(this.json)
    : dataType = required(json, 'dataType'),
      stringValue = optional(json, 'stringValue'),
      binaryValue = switch (optional<String>(json, 'binaryValue')) {
        final String text => base64.decode(text),
        null => null,
      };

  /// The attribute as it came.
  final JsonMap json;

  /// `String`, `Number`, `Binary`, or one of them with a label behind a dot.
  final String dataType;

  /// The value of a `String` or `Number`.
  final String? stringValue;

  /// The value of a `Binary`, decoded.
  final Uint8List? binaryValue;
}
