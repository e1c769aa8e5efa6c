part of 'lambda_event.dart';

/// CloudWatch Logs: lines of a log group that a subscription filter has let through.
///
/// ```dart
/// onCloudWatchLogs((event, context) {
///   for (final line in event.lines) {
///     if (line.body.contains('ERROR')) context.log.warn('${event.logGroup}: ${line.body}');
///   }
/// });
/// ```
final class CloudWatchLogsEvent extends LambdaEvent {
  /// Throws a [FormatException] where [json] is another event.
  CloudWatchLogsEvent.fromJson(JsonMap json) : this._(json, _decoded(json));

  CloudWatchLogsEvent._(this.json, JsonMap data)
    : isControl = data['messageType'] == 'CONTROL_MESSAGE',
      logGroup = required(data, 'logGroup'),
      logStream = required(data, 'logStream'),
      owner = optional(data, 'owner'),
      subscriptionFilters = stringList(data, 'subscriptionFilters'),
      lines = objects(
        data,
        'logEvents',
      ).map(CloudWatchLogsLine.fromJson).toList();

  /// An event of a test: [messages] were logged.
  factory CloudWatchLogsEvent.of(
    List<String> messages, {
    String logGroup = '/aws/lambda/test',
  }) => CloudWatchLogsEvent.fromJson({
    'awslogs': {
      'data': base64.encode(
        gzip.encode(
          utf8.encode(
            jsonEncode({
              'messageType': 'DATA_MESSAGE',
              'owner': '123456789012',
              'logGroup': logGroup,
              'logStream': 'test',
              'subscriptionFilters': ['test'],
              'logEvents': [
                for (final (index, message) in messages.indexed)
                  {
                    'id': 'line-${index + 1}',
                    'timestamp': _testTime.millisecondsSinceEpoch,
                    'message': message,
                  },
              ],
            }),
          ),
        ),
      ),
    },
  });

  /// The event holds JSON, compressed, in base64.
  static JsonMap _decoded(JsonMap json) {
    final data = required<String>(required<JsonMap>(json, 'awslogs'), 'data');
    final text = utf8.decode(gzip.decode(base64.decode(data)));
    return required({'awslogs.data': jsonDecode(text)}, 'awslogs.data');
  }

  @override
  final JsonMap json;

  /// Whether CloudWatch only asks whether somebody is there.
  final bool isControl;

  /// The log group that the lines are of.
  final String logGroup;

  /// The log stream that the lines are of.
  final String logStream;

  /// The AWS account of the log group.
  final String? owner;

  /// Names of the filters that let the lines through.
  final List<String> subscriptionFilters;

  /// The lines, oldest first.
  final List<CloudWatchLogsLine> lines;
}

/// One line of a log.
///
/// ```dart
/// onCloudWatchLogs((event, context) {
///   final oldest = event.lines.first;
///   context.log.info('${oldest.time}: ${oldest.body}');
/// });
/// ```
final class CloudWatchLogsLine with MessageBody {
  /// Throws a [FormatException] where [json] is no line.
  CloudWatchLogsLine.fromJson(this.json)
    : id = required(json, 'id'),
      time = _milliseconds(required<num>(json, 'timestamp')),
      body = required(json, 'message');

  /// The line as it came, beside what is common to all.
  final JsonMap json;

  /// Id of the line; a repeated delivery has the same.
  final String id;

  /// When it was logged, in UTC.
  final DateTime time;

  @override
  final String body;
}
