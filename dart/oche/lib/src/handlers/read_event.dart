import '../events/json.dart';
import '../function_error.dart';

/// What [fromJson] makes of [event] for a handler that [wrapper] made.
///
/// Throws a [RuntimeFault] that says what came instead.
T readEvent<T>(
  Object? event,
  T Function(JsonMap event) fromJson,
  String wrapper,
) {
  if (event is! JsonMap) throw unexpectedEvent(event, wrapper, 'is no object');
  try {
    return fromJson(event);
  } on FormatException catch (error) {
    throw unexpectedEvent(event, wrapper, error.message);
  }
}

/// The fault of an event that a handler of [wrapper] cannot take, with the [reason] found.
RuntimeFault unexpectedEvent(Object? event, String wrapper, String reason) {
  final got = event is JsonMap && event.isNotEmpty
      ? 'an event with ${event.keys.take(8).join(', ')}'
      : 'the event $event';
  return RuntimeFault.unexpectedEvent(
    'The handler of $wrapper got $got ($reason): use onEvent for several kinds of events',
  );
}
