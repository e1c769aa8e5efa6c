/// What a client sent cannot be read: a body that is no JSON, a path that is no URL.
///
/// Handlers of `onHttp`, `json` and `onEvent` that let it through answer with status 400 and
/// `{"message": …}`.
///
/// ```dart
/// onHttp((event, context) {
///   final count = int.tryParse(event.queryParameters['count'] ?? '');
///   if (count == null) throw const HttpBadRequest('count is not a number');
///   return {'count': count};
/// });
/// ```
final class HttpBadRequest extends FormatException {
  /// The client reads [message]; [cause] goes into the log.
  const HttpBadRequest(super.message, [this.cause]);

  /// What was thrown where it was found out, if something was.
  final Object? cause;
}

/// What [read] returns; its [FormatException] becomes an [HttpBadRequest] that begins with [what].
T readOrRefuse<T>(String what, T Function() read) {
  try {
    return read();
  } on HttpBadRequest {
    rethrow;
  } on FormatException catch (error) {
    final at = error.offset;
    throw HttpBadRequest(
      '$what: ${error.message}${at == null ? '' : ' at $at'}',
    );
  }
}
