part of 'lambda_event.dart';

/// Kinesis: a batch of records of one shard, in order.
///
/// ```dart
/// onKinesis((event, context) => BatchResponse.each(event.records, (record) async {
///   await save(record.bodyAs(Order.fromJson));
/// }));
/// ```
final class KinesisEvent extends LambdaEvent {
  /// Throws a [FormatException] where [json] is another event.
  KinesisEvent.fromJson(this.json)
    : records = objects(json, 'Records').map(KinesisRecord.fromJson).toList();

  /// A batch of a test: a record for each of [bodies], which are bytes, text, or become JSON.
  factory KinesisEvent.of(
    List<Object?> bodies, {
    String partitionKey = 'test',
  }) => KinesisEvent.fromJson({
    'Records': [
      for (final (index, body) in bodies.indexed)
        {
          'kinesis': {
            'kinesisSchemaVersion': '1.0',
            'partitionKey': partitionKey,
            'sequenceNumber': '${index + 1}',
            'data': base64.encode(
              body is List<int> ? body : utf8.encode(_textOf(body)),
            ),
            'approximateArrivalTimestamp':
                _testTime.millisecondsSinceEpoch / 1000,
          },
          'eventSource': 'aws:kinesis',
          'eventVersion': '1.0',
          'eventID': 'shardId-000000000000:${index + 1}',
          'eventName': 'aws:kinesis:record',
          'awsRegion': 'us-east-1',
          'eventSourceARN':
              'arn:aws:kinesis:us-east-1:123456789012:stream/test',
        },
    ],
  });

  @override
  final JsonMap json;

  /// The records, oldest first.
  final List<KinesisRecord> records;
}

/// One record of a stream.
///
/// ```dart
/// onKinesis((event, context) => BatchResponse.each(event.records, (record) {
///   context.log.info('${record.partitionKey}: ${record.bodyBytes.length} bytes');
/// }));
/// ```
final class KinesisRecord with MessageBody {
  /// Throws a [FormatException] where [json] is another record.
  KinesisRecord.fromJson(this.json)
    : eventId = required(json, 'eventID'),
      partitionKey = required(_kinesis(json), 'partitionKey'),
      sequenceNumber = required(_kinesis(json), 'sequenceNumber'),
      bodyBytes = base64.decode(required(_kinesis(json), 'data')),
      arrivedAt = switch (optional<num>(
        _kinesis(json),
        'approximateArrivalTimestamp',
      )) {
        final num seconds => _milliseconds(seconds * 1000),
        null => null,
      },
      streamArn = optional(json, 'eventSourceARN'),
      region = optional(json, 'awsRegion');

  static JsonMap _kinesis(JsonMap json) => required(json, 'kinesis');

  /// The record as it came.
  final JsonMap json;

  /// Shard and sequence number.
  final String eventId;

  /// What decides the shard.
  final String partitionKey;

  /// Its place in the shard: what a [BatchResponse] names.
  final String sequenceNumber;

  /// What was sent.
  final Uint8List bodyBytes;

  /// When the stream got it, in UTC.
  final DateTime? arrivedAt;

  /// ARN of the stream.
  final String? streamArn;

  /// AWS region of the stream.
  final String? region;

  /// What was sent, as text. Throws a [FormatException] where it is not UTF-8.
  @override
  String get body => utf8.decode(bodyBytes);
}
