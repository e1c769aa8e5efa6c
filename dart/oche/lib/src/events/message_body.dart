part of 'lambda_event.dart';

/// A body that is text: of a queue's message, a notification, a record of a stream.
///
/// ```dart
/// switch (message.bodyJson) {
///   case {'kind': 'order', 'id': final int id}:
///     context.log.info('order $id');
/// }
/// ```
mixin MessageBody {
  /// What was sent, as text.
  String get body;

  /// [body], decoded. Throws a [FormatException] where it is not JSON.
  Object? get bodyJson => jsonDecode(body);

  /// [body] by [fromJson]. Throws a [FormatException] where it is not JSON, or where [fromJson] takes it
  /// to be something else; that names the place: `body.items[1].price`.
  ///
  /// ```dart
  /// final order = message.bodyAs(Order.fromJson);
  /// ```
  T bodyAs<T>(T Function(JsonMap json) fromJson) =>
      typedOrFormatException(bodyJson, fromJson, 'body');
}

/// A time that AWS writes as milliseconds since 1970, in UTC.
DateTime _milliseconds(num since1970) => DateTime.fromMicrosecondsSinceEpoch(
  (since1970 * 1000).round(),
  isUtc: true,
);

/// When events of tests happened.
final _testTime = DateTime.utc(2026, 1, 2, 3, 4, 5);

/// A body of a test: text as it is, anything else as JSON.
String _textOf(Object? body) => body is String ? body : jsonEncode(body);
