/// The events of the services that most often invoke a function.
library;

import 'dart:convert';
import 'dart:io' show gzip;
import 'dart:typed_data';

import 'attribute_value.dart';
import 'bad_request.dart';
import 'json.dart';
import 'typed_json.dart';

part 'authorizer_event.dart';
part 'client_body.dart';
part 'cloud_watch_logs_event.dart';
part 'cognito_challenges.dart';
part 'cognito_event.dart';
part 'cognito_token.dart';
part 'cognito_triggers.dart';
part 'dynamo_db_event.dart';
part 'event_bridge_event.dart';
part 'http_endpoints.dart';
part 'http_event.dart';
part 'http_kinds.dart';
part 'http_reading.dart';
part 'kinesis_event.dart';
part 'message_body.dart';
part 'request_context.dart';
part 'request_event.dart';
part 'request_message.dart';
part 's3_event.dart';
part 'sns_event.dart';
part 'sqs_event.dart';
part 'web_socket_event.dart';

/// An event told apart by its content, for a function that has several sources.
///
/// The class is sealed: a `switch` over it that leaves something out does not compile.
///
/// ```dart
/// onEvent((event, context) => switch (event) {
///   HttpEvent() => HttpReply.text('a request'),
///   SqsEvent(:final records) => {'messages': records.length},
///   _ => throw UnsupportedError('${event.runtimeType}'),
/// });
/// ```
sealed class LambdaEvent {
  /// For the subclasses.
  const LambdaEvent();

  /// Tells what sent [event]; what is not known is an [OtherEvent]. Throws a [FormatException] where
  /// something is missing that its source sends.
  factory LambdaEvent.fromJson(Object? event) {
    if (event is! JsonMap) return OtherEvent(event);
    if (AuthorizerEvent._is(event)) return AuthorizerEvent.fromJson(event);
    return HttpEvent.tryFromJson(event) ??
        switch (event) {
          {'Records': [{'eventSource': final String source}, ...]} =>
            switch (source) {
              'aws:sqs' => SqsEvent.fromJson(event),
              'aws:s3' => S3Event.fromJson(event),
              'aws:dynamodb' => DynamoDbEvent.fromJson(event),
              'aws:kinesis' => KinesisEvent.fromJson(event),
              _ => OtherEvent(event),
            },
          {'Records': [{'EventSource': 'aws:sns'}, ...]} => SnsEvent.fromJson(
            event,
          ),
          {'detail-type': 'Scheduled Event'} => ScheduledEvent.fromJson(event),
          {'detail-type': String(), 'source': String(), 'detail': _} =>
            EventBridgeEvent.fromJson(event),
          {'awslogs': {'data': String()}} => CloudWatchLogsEvent.fromJson(
            event,
          ),
          {'triggerSource': String(), 'userPoolId': String()} =>
            CognitoEvent.fromJson(event),
          {
            'requestContext': {
              'connectionId': String(),
              'eventType': 'CONNECT' || 'MESSAGE' || 'DISCONNECT',
            },
          } =>
            WebSocketEvent.fromJson(event),
          _ => OtherEvent(event),
        };
  }

  /// The event as it came, decoded.
  Object? get json;

  /// The same as [json].
  Object? toJson() => json;
}

/// An event of a source that has no type here.
///
/// ```dart
/// onEvent((event, context) => switch (event) {
///   OtherEvent(json: {'task': final String task}) => {'done': task},
///   _ => null,
/// });
/// ```
final class OtherEvent extends LambdaEvent {
  /// An event made by hand.
  const OtherEvent(this.json);

  @override
  final Object? json;
}
