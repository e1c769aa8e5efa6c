part of 'lambda_event.dart';

/// SQS: a batch of messages.
final class SqsEvent extends LambdaEvent {
  /// An event made by hand.
  const SqsEvent(this.records);

  /// A batch of a test: a message for each of [bodies], which are text or become JSON.
  factory SqsEvent.of(List<Object?> bodies) => SqsEvent([
    for (final (index, body) in bodies.indexed)
      SqsMessage(
        messageId: 'message-${index + 1}',
        body: body is String ? body : jsonEncode(body),
        attributes: const {'ApproximateReceiveCount': '1'},
        queueArn: 'arn:aws:sqs:us-east-1:123456789012:test',
        region: 'us-east-1',
      ),
  ]);

  /// Throws a [FormatException] where [json] is another event.
  factory SqsEvent.fromJson(JsonMap json) =>
      SqsEvent(objects(json, 'Records').map(SqsMessage.fromJson).toList());

  /// The messages, at least one; in order where the queue is FIFO.
  final List<SqsMessage> records;

  /// As SQS sends it.
  JsonMap toJson() => {'Records': records};
}

/// One message of a batch.
final class SqsMessage {
  /// A message made by hand.
  const SqsMessage({
    required this.messageId,
    required this.body,
    this.receiptHandle,
    this.attributes = const {},
    this.messageAttributes = const {},
    this.queueArn,
    this.region,
  });

  /// Throws a [FormatException] where [json] is another record.
  factory SqsMessage.fromJson(JsonMap json) => SqsMessage(
    messageId: required(json, 'messageId'),
    body: required(json, 'body'),
    receiptHandle: optional(json, 'receiptHandle'),
    attributes: strings(json, 'attributes'),
    messageAttributes: {
      for (final MapEntry(:key, :value)
          in (optional<JsonMap>(json, 'messageAttributes') ?? const {}).entries)
        if (value is JsonMap) key: SqsMessageAttribute.fromJson(value),
    },
    queueArn: optional(json, 'eventSourceARN'),
    region: optional(json, 'awsRegion'),
  );

  /// Id of the message; a repeated delivery has the same.
  final String messageId;

  /// What was sent; see [json].
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
    return milliseconds == null
        ? null
        : DateTime.fromMillisecondsSinceEpoch(milliseconds, isUtc: true);
  }

  /// Of a FIFO queue.
  String? get messageGroupId => attributes['MessageGroupId'];

  /// [body], decoded. Throws a [FormatException] where it is not JSON.
  Object? get json => jsonDecode(body);

  /// [body] by [fromJson]. Throws a [FormatException] that names the place where it is something
  /// else.
  T bodyAs<T>(T Function(JsonMap json) fromJson) => readTyped(
    json,
    fromJson,
    name: 'body',
    refuse: (message, cause) =>
        FormatException(cause == null ? message : '$message ($cause)'),
  );

  /// As SQS sends it.
  JsonMap toJson() => {
    'messageId': messageId,
    'receiptHandle': receiptHandle,
    'body': body,
    'attributes': attributes,
    'messageAttributes': messageAttributes,
    'eventSource': 'aws:sqs',
    'eventSourceARN': queueArn,
    'awsRegion': region,
  };
}

/// A typed value that the sender put beside the body.
final class SqsMessageAttribute {
  /// An attribute made by hand.
  const SqsMessageAttribute({
    required this.dataType,
    this.stringValue,
    this.binaryValue,
  });

  /// Throws a [FormatException] where [json] is no attribute.
  factory SqsMessageAttribute.fromJson(JsonMap json) {
    final binary = optional<String>(json, 'binaryValue');
    return SqsMessageAttribute(
      dataType: required(json, 'dataType'),
      stringValue: optional(json, 'stringValue'),
      binaryValue: binary == null ? null : base64.decode(binary),
    );
  }

  /// `String`, `Number`, `Binary`, or one of them with a label behind a dot.
  final String dataType;

  /// The value of a `String` or `Number`.
  final String? stringValue;

  /// The value of a `Binary`, decoded.
  final Uint8List? binaryValue;

  /// As SQS sends it.
  JsonMap toJson() {
    final binary = binaryValue;
    return {
      'dataType': dataType,
      'stringValue': stringValue,
      'binaryValue': binary == null ? null : base64.encode(binary),
    };
  }
}

/// Tells SQS which messages of a batch to deliver again.
///
/// The event source mapping has to have `ReportBatchItemFailures` switched on: without it, all
/// messages count as done unless the handler throws.
final class SqsBatchResponse {
  /// Has the messages [failedMessageIds] delivered again; without any, all are done.
  const SqsBatchResponse({this.failedMessageIds = const []});

  /// `messageId` of each message that was not handled.
  final List<String> failedMessageIds;

  /// What Lambda takes: `batchItemFailures`.
  Map<String, Object?> toJson() => {
    'batchItemFailures': [
      for (final id in failedMessageIds) {'itemIdentifier': id},
    ],
  };
}
