part of 'lambda_event.dart';

/// SQS: a batch of messages.
final class SqsEvent extends LambdaEvent {
  const SqsEvent(this.records);

  /// Throws a [FormatException] where [json] is another event.
  factory SqsEvent.fromJson(JsonMap json) =>
      SqsEvent(objects(json, 'Records').map(SqsMessage.fromJson).toList());

  final List<SqsMessage> records;
}

final class SqsMessage {
  const SqsMessage({
    required this.messageId,
    required this.body,
    this.receiptHandle,
    this.attributes = const {},
    this.messageAttributes = const {},
    this.queueArn,
    this.region,
  });

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

  final String messageId;
  final String body;
  final String? receiptHandle;

  /// What SQS says of the message, for example `SentTimestamp`.
  final Map<String, String> attributes;

  /// What the sender added.
  final Map<String, SqsMessageAttribute> messageAttributes;

  final String? queueArn;
  final String? region;

  /// How often it was received, this time included.
  int? get receiveCount =>
      int.tryParse(attributes['ApproximateReceiveCount'] ?? '');

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
}

final class SqsMessageAttribute {
  const SqsMessageAttribute({
    required this.dataType,
    this.stringValue,
    this.binaryValue,
  });

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

  final String? stringValue;
  final Uint8List? binaryValue;
}

/// Tells SQS which messages of a batch to deliver again.
///
/// The event source mapping has to have `ReportBatchItemFailures` switched on: without it, all
/// messages count as done unless the handler throws.
final class SqsBatchResponse {
  const SqsBatchResponse({this.failedMessageIds = const []});

  final List<String> failedMessageIds;

  Map<String, Object?> toJson() => {
    'batchItemFailures': [
      for (final id in failedMessageIds) {'itemIdentifier': id},
    ],
  };
}
