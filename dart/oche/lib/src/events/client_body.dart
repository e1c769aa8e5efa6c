part of 'lambda_event.dart';

/// A body that a client has sent, with a request or over a WebSocket. Where it cannot be read the client is to blame:
/// an [HttpBadRequest] is thrown, which handlers may let through.
///
/// ```dart
/// onHttp((event, context) => {
///   'bytes': event.bodyBytes.length,
///   'name': event.formFields['name'],
/// });
/// ```
mixin ClientBody implements MessageBody {
  String get _body;

  /// Whether the event carries the body as base64. The members here decode it.
  bool get isBase64Encoded;

  /// The body as bytes; empty where there is none. Throws an [HttpBadRequest] where its base64
  /// is broken.
  Uint8List get bodyBytes => isBase64Encoded
      ? readOrRefuse(
          'the body is not base64',
          () => base64.decode(base64.normalize(_body)),
        )
      : utf8.encode(_body);

  /// The body as text. Throws an [HttpBadRequest] where it is not UTF-8.
  @override
  String get body => isBase64Encoded
      ? readOrRefuse('the body is not UTF-8', () => utf8.decode(bodyBytes))
      : _body;

  /// The body, decoded. Throws an [HttpBadRequest] where it is not JSON.
  @override
  Object? get bodyJson =>
      readOrRefuse('the body is not JSON', () => jsonDecode(body));

  /// The body by [fromJson]. Throws an [HttpBadRequest] where it is not JSON, or where
  /// [fromJson] takes it to be something else; that names the place: `body.items[1].price`.
  ///
  /// ```dart
  /// final order = event.bodyAs(Order.fromJson);
  /// ```
  @override
  T bodyAs<T>(T Function(JsonMap json) fromJson) =>
      readTyped(bodyJson, fromJson, name: 'body', refuse: HttpBadRequest.new);
}
