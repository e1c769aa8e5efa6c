/// The events of the services that most often invoke a function.
library;

import 'dart:convert';
import 'dart:typed_data';

import 'bad_request.dart';
import 'json.dart';
import 'typed_json.dart';

part 'http_event.dart';
part 'request_context.dart';
part 'request_event.dart';
part 's3_event.dart';
part 'scheduled_event.dart';
part 'sqs_event.dart';

/// An event told apart by its content, for a function that has several sources.
sealed class LambdaEvent {
  /// For the subclasses.
  const LambdaEvent();

  /// Tells what sent [event]; what is not known is an [OtherEvent].
  factory LambdaEvent.fromJson(Object? event) {
    if (event is! JsonMap) return OtherEvent(event);
    return HttpEvent.tryFromJson(event) ??
        switch (event) {
          {'Records': [{'eventSource': 'aws:sqs'}, ...]} => SqsEvent.fromJson(
            event,
          ),
          {'Records': [{'eventSource': 'aws:s3'}, ...]} => S3Event.fromJson(
            event,
          ),
          {'detail-type': 'Scheduled Event'} => ScheduledEvent.fromJson(event),
          _ => OtherEvent(event),
        };
  }
}

/// An event of a source that has no type here.
final class OtherEvent extends LambdaEvent {
  /// An event made by hand.
  const OtherEvent(this.json);

  /// The event as it came, decoded.
  final Object? json;
}
