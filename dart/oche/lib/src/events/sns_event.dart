part of 'lambda_event.dart';

/// SNS: a notification of a topic.
///
/// ```dart
/// onSns((event, context) async {
///   for (final message in event.records) {
///     await save(message.bodyAs(Order.fromJson));
///   }
/// });
/// ```
final class SnsEvent extends LambdaEvent {
  /// Throws a [FormatException] where [json] is another event.
  SnsEvent.fromJson(this.json)
    : records = [
        for (final record in objects(json, 'Records'))
          SnsMessage.fromJson(required(record, 'Sns')),
      ];

  /// An event of a test: a notification for each of [bodies], which are text or become JSON.
  ///
  /// [attributes] are message attributes of type `String`.
  factory SnsEvent.of(
    List<Object?> bodies, {
    String? subject,
    Map<String, String> attributes = const {},
    String topicArn = 'arn:aws:sns:us-east-1:123456789012:test',
  }) => SnsEvent.fromJson({
    'Records': [
      for (final (index, body) in bodies.indexed)
        {
          'EventSource': 'aws:sns',
          'EventVersion': '1.0',
          'EventSubscriptionArn': '$topicArn:subscription',
          'Sns': {
            'Type': 'Notification',
            'MessageId': 'message-${index + 1}',
            'TopicArn': topicArn,
            'Subject': subject,
            'Message': _textOf(body),
            'Timestamp': _testTime.toIso8601String(),
            'MessageAttributes': {
              for (final MapEntry(:key, :value) in attributes.entries)
                key: {'Type': 'String', 'Value': value},
            },
          },
        },
    ],
  });

  @override
  final JsonMap json;

  /// The notifications; SNS sends one an event.
  final List<SnsMessage> records;
}

/// One notification.
///
/// It also reads what a topic puts into a queue: `message.bodyAs(SnsMessage.fromJson)`.
///
/// ```dart
/// onSqs((event, context) => BatchResponse.each(event.records, (message) {
///   final notification = message.bodyAs(SnsMessage.fromJson);
///   context.log.info('${notification.subject}: ${notification.body}');
/// }));
/// ```
final class SnsMessage with MessageBody {
  /// Throws a [FormatException] where [json] is no notification.
  SnsMessage.fromJson(this.json)
    : messageId = required(json, 'MessageId'),
      topicArn = required(json, 'TopicArn'),
      subject = optional(json, 'Subject'),
      body = required(json, 'Message'),
      time = DateTime.parse(required(json, 'Timestamp')),
      attributes = {
        for (final MapEntry(:key, :value)
            in (optional<JsonMap>(json, 'MessageAttributes') ?? const {})
                .entries)
          if (value case {'Value': final String text}) key: text,
      };

  /// The notification as it came.
  final JsonMap json;

  /// Id of the message; a repeated delivery has the same.
  final String messageId;

  /// ARN of the topic.
  final String topicArn;

  /// As the sender gave it.
  final String? subject;

  @override
  final String body;

  /// When it was published, in UTC.
  final DateTime time;

  /// What the sender added, by name; a binary value is its base64.
  final Map<String, String> attributes;
}
