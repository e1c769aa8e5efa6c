part of 'lambda_event.dart';

/// DynamoDB: a batch of changes out of a table's stream, in order for each key.
///
/// ```dart
/// onDynamoDb((event, context) => BatchResponse.each(event.records, (change) {
///   context.log.info('${change.keys}: ${change.oldImage} → ${change.newImage}');
/// }));
/// ```
final class DynamoDbEvent extends LambdaEvent {
  /// Throws a [FormatException] where [json] is another event.
  DynamoDbEvent.fromJson(this.json)
    : records = objects(json, 'Records').map(DynamoDbRecord.fromJson).toList();

  /// A batch of a test, numbered in order.
  ///
  /// ```dart
  /// DynamoDbEvent.of([
  ///   DynamoDbRecord.insert({'id': '42', 'count': 3}),
  ///   DynamoDbRecord.modify({'id': '42', 'count': 3}, {'id': '42', 'count': 2}),
  /// ]);
  /// ```
  factory DynamoDbEvent.of(List<DynamoDbRecord> records) =>
      DynamoDbEvent.fromJson({
        'Records': [
          for (final (index, record) in records.indexed)
            {
              ...record.json,
              'eventID': 'event-${index + 1}',
              'dynamodb': {
                ...DynamoDbRecord._stream(record.json),
                'SequenceNumber': '${index + 1}',
              },
            },
        ],
      });

  @override
  final JsonMap json;

  /// The changes, oldest first.
  final List<DynamoDbRecord> records;
}

/// What happened to an item.
///
/// ```dart
/// onDynamoDb((event, context) {
///   final gone = event.records.where((it) => it.change == DynamoDbChange.remove);
///   context.log.info('${gone.length} items are gone');
///   return null;
/// });
/// ```
enum DynamoDbChange {
  /// It is new.
  insert,

  /// Something of it is another.
  modify,

  /// It is gone.
  remove,
}

/// One change of an item.
///
/// Items are plain values here: text, numbers, booleans, null, bytes, lists, maps; the sets of DynamoDB are
/// lists. A number is an `int` where it is whole and has 64 bits, otherwise a `double`; [json] has it as
/// it came.
///
/// ```dart
/// onDynamoDb((event, context) => BatchResponse.each(event.records, (change) async {
///   if (change.newImage != null) await save(change.newImageAs(Order.fromJson));
/// }));
/// ```
final class DynamoDbRecord {
  /// Throws a [FormatException] where [json] is another record.
  DynamoDbRecord.fromJson(this.json)
    : eventId = required(json, 'eventID'),
      change = _changeIn(required(json, 'eventName')),
      keys = itemValues(required(_stream(json), 'Keys')),
      newImage = _image(json, 'NewImage'),
      oldImage = _image(json, 'OldImage'),
      sequenceNumber = required(_stream(json), 'SequenceNumber'),
      time = switch (optional<num>(
        _stream(json),
        'ApproximateCreationDateTime',
      )) {
        final num seconds => _milliseconds(seconds * 1000),
        null => null,
      },
      streamArn = optional(json, 'eventSourceARN'),
      region = optional(json, 'awsRegion');

  /// A record of a test: [item] is new. [keys] names the members that are its key.
  factory DynamoDbRecord.insert(
    JsonMap item, {
    List<String> keys = const ['id'],
  }) => DynamoDbRecord.fromJson(_record('INSERT', keys, now: item));

  /// A record of a test: the item [before] has become [after].
  factory DynamoDbRecord.modify(
    JsonMap before,
    JsonMap after, {
    List<String> keys = const ['id'],
  }) => DynamoDbRecord.fromJson(
    _record('MODIFY', keys, before: before, now: after),
  );

  /// A record of a test: [item] is gone, by its time to live where [isExpired].
  factory DynamoDbRecord.remove(
    JsonMap item, {
    List<String> keys = const ['id'],
    bool isExpired = false,
  }) => DynamoDbRecord.fromJson({
    ..._record('REMOVE', keys, before: item),
    if (isExpired)
      'userIdentity': {
        'type': 'Service',
        'principalId': 'dynamodb.amazonaws.com',
      },
  });

  static JsonMap _record(
    String name,
    List<String> keys, {
    JsonMap? before,
    JsonMap? now,
  }) => {
    'eventID': 'event-1',
    'eventName': name,
    'eventVersion': '1.1',
    'eventSource': 'aws:dynamodb',
    'awsRegion': 'us-east-1',
    'dynamodb': {
      'ApproximateCreationDateTime': _testTime.millisecondsSinceEpoch ~/ 1000,
      'Keys': itemAttributes({
        for (final key in keys) key: (now ?? before)?[key],
      }),
      if (now != null) 'NewImage': itemAttributes(now),
      if (before != null) 'OldImage': itemAttributes(before),
      'SequenceNumber': '1',
      'StreamViewType': 'NEW_AND_OLD_IMAGES',
    },
    'eventSourceARN':
        'arn:aws:dynamodb:us-east-1:123456789012:table/test/stream/1',
  };

  static JsonMap _stream(JsonMap json) => required(json, 'dynamodb');

  static JsonMap? _image(JsonMap json, String name) =>
      switch (optional<JsonMap>(_stream(json), name)) {
        final JsonMap item => itemValues(item),
        null => null,
      };

  static DynamoDbChange _changeIn(String name) => switch (name) {
    'INSERT' => DynamoDbChange.insert,
    'MODIFY' => DynamoDbChange.modify,
    'REMOVE' => DynamoDbChange.remove,
    _ => throw FormatException('the change "$name" is unknown'),
  };

  /// The record as it came.
  final JsonMap json;

  /// Id of the change; a repeated delivery has the same.
  final String eventId;

  /// What happened.
  final DynamoDbChange change;

  /// The members that are the item's key.
  final JsonMap keys;

  /// The item after the change; null where it is gone, and where the stream's view has none.
  final JsonMap? newImage;

  /// The item before the change; null where it is new, and where the stream's view has none.
  final JsonMap? oldImage;

  /// Its place in the shard: what a [BatchResponse] names.
  final String sequenceNumber;

  /// When it happened, to the second, in UTC.
  final DateTime? time;

  /// ARN of the stream.
  final String? streamArn;

  /// AWS region of the table.
  final String? region;

  /// Whether DynamoDB itself removed the item, since its time to live was over.
  bool get isExpired => switch (json['userIdentity']) {
    {'principalId': 'dynamodb.amazonaws.com'} => true,
    _ => false,
  };

  /// [newImage] by [fromJson]. Throws a [FormatException] where there is none, or where it does not fit;
  /// that names the place.
  T newImageAs<T>(T Function(JsonMap json) fromJson) =>
      typedOrFormatException(newImage, fromJson, 'newImage');

  /// [oldImage] by [fromJson], as [newImageAs].
  T oldImageAs<T>(T Function(JsonMap json) fromJson) =>
      typedOrFormatException(oldImage, fromJson, 'oldImage');
}
