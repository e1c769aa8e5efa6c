part of 'lambda_event.dart';

/// S3: something happened to objects.
///
/// ```dart
/// onS3((event, context) {
///   for (final object in event.records) {
///     context.log.info('${object.eventName}: ${object.bucketName}/${object.key}');
///   }
/// });
/// ```
final class S3Event extends LambdaEvent {
  /// Throws a [FormatException] where [json] is another event.
  S3Event.fromJson(this.json)
    : records = objects(json, 'Records').map(S3Record.fromJson).toList();

  /// An event of a test: [eventName] happened to the objects of [bucket] that have [keys].
  factory S3Event.of(
    String bucket,
    List<String> keys, {
    String eventName = 'ObjectCreated:Put',
    int? size,
  }) => S3Event.fromJson({
    'Records': [
      for (final (index, key) in keys.indexed)
        {
          'eventVersion': '2.1',
          'eventSource': 'aws:s3',
          'awsRegion': 'us-east-1',
          'eventTime': _testTime.toIso8601String(),
          'eventName': eventName,
          's3': {
            's3SchemaVersion': '1.0',
            'bucket': {'name': bucket, 'arn': 'arn:aws:s3:::$bucket'},
            'object': {
              'key': Uri.encodeQueryComponent(key).replaceAll('%2F', '/'),
              'size': size,
              'sequencer': '${index + 1}',
            },
          },
        },
    ],
  });

  @override
  final JsonMap json;

  /// What happened; S3 sends one record an event.
  final List<S3Record> records;
}

/// One object, and what happened to it.
///
/// ```dart
/// onS3((event, context) {
///   final large = event.records.where((object) => (object.size ?? 0) > 1 << 20);
///   context.log.info('${large.map((object) => object.key)} are large');
/// });
/// ```
final class S3Record {
  /// Throws a [FormatException] where [json] is another record.
  S3Record.fromJson(this.json)
    : eventName = required(json, 'eventName'),
      eventTime = DateTime.parse(required(json, 'eventTime')),
      bucketName = required(_bucket(json), 'name'),
      bucketArn = optional(_bucket(json), 'arn'),
      rawKey = required(_object(json), 'key'),
      size = optional<num>(_object(json), 'size')?.toInt(),
      eTag = optional(_object(json), 'eTag'),
      versionId = optional(_object(json), 'versionId'),
      sequencer = optional(_object(json), 'sequencer'),
      region = optional(json, 'awsRegion');

  static JsonMap _bucket(JsonMap json) =>
      required(required<JsonMap>(json, 's3'), 'bucket');

  static JsonMap _object(JsonMap json) =>
      required(required<JsonMap>(json, 's3'), 'object');

  /// The record as it came.
  final JsonMap json;

  /// For example `ObjectCreated:Put`.
  final String eventName;

  /// When S3 finished the request, in UTC.
  final DateTime eventTime;

  /// The bucket that holds the object.
  final String bucketName;

  /// ARN of the bucket.
  final String? bucketArn;

  /// The object's key as the event has it: form-encoded, so that a space is a plus.
  final String rawKey;

  /// In bytes; absent where the object was deleted.
  final int? size;

  /// The object's entity tag.
  final String? eTag;

  /// Version of the object, in a bucket with versioning.
  final String? versionId;

  /// Orders the events of one key: compared as text, the later one is greater.
  final String? sequencer;

  /// AWS region of the bucket.
  final String? region;

  /// The object's key.
  String get key => Uri.decodeQueryComponent(rawKey);
}
