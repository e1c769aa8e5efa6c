part of 'lambda_event.dart';

/// S3: something happened to objects.
final class S3Event extends LambdaEvent {
  /// An event made by hand.
  const S3Event(this.records);

  /// Throws a [FormatException] where [json] is another event.
  factory S3Event.fromJson(JsonMap json) =>
      S3Event(objects(json, 'Records').map(S3Record.fromJson).toList());

  /// What happened; S3 sends one record an event.
  final List<S3Record> records;
}

/// One object, and what happened to it.
final class S3Record {
  /// A record made by hand.
  const S3Record({
    required this.eventName,
    required this.eventTime,
    required this.bucketName,
    required this.rawKey,
    this.bucketArn,
    this.size,
    this.eTag,
    this.versionId,
    this.sequencer,
    this.region,
  });

  /// Throws a [FormatException] where [json] is another record.
  factory S3Record.fromJson(JsonMap json) {
    final s3 = required<JsonMap>(json, 's3');
    final bucket = required<JsonMap>(s3, 'bucket');
    final object = required<JsonMap>(s3, 'object');
    return S3Record(
      eventName: required(json, 'eventName'),
      eventTime: DateTime.parse(required(json, 'eventTime')),
      bucketName: required(bucket, 'name'),
      rawKey: required(object, 'key'),
      bucketArn: optional(bucket, 'arn'),
      size: optional<num>(object, 'size')?.toInt(),
      eTag: optional(object, 'eTag'),
      versionId: optional(object, 'versionId'),
      sequencer: optional(object, 'sequencer'),
      region: optional(json, 'awsRegion'),
    );
  }

  /// For example `ObjectCreated:Put`.
  final String eventName;

  /// When S3 finished the request, in UTC.
  final DateTime eventTime;

  /// The bucket that holds the object.
  final String bucketName;

  /// The object's key as the event has it: form-encoded, so that a space is a plus.
  final String rawKey;

  /// ARN of the bucket.
  final String? bucketArn;

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
