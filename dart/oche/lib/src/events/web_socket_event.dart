part of 'lambda_event.dart';

/// A WebSocket API: a client connects, sends something, or is gone.
///
/// What the function returns reaches the client only where the route has a route response, and decides on
/// [WebSocketConnect] whether it may connect. Messages are sent by API Gateway's management API, at
/// [callbackUrl].
///
/// ```dart
/// onWebSocket((event, context) {
///   context.log.info('${event.routeKey} of ${event.connectionId}');
///   return null;
/// });
/// ```
sealed class WebSocketEvent extends LambdaEvent {
  WebSocketEvent._(this.json)
    : connectionId = required(_request(json), 'connectionId'),
      routeKey = required(_request(json), 'routeKey'),
      requestContext = RequestContext.fromJson(_request(json)),
      headers = {
        for (final MapEntry(:key, :value) in strings(json, 'headers').entries)
          key.toLowerCase(): value,
      },
      queryParameters = strings(json, 'queryStringParameters'),
      stageVariables = strings(json, 'stageVariables');

  /// Throws a [FormatException] where [event] is another one.
  factory WebSocketEvent.fromJson(JsonMap event) =>
      switch (optional<String>(_request(event), 'eventType')) {
        'CONNECT' => WebSocketConnect._(event),
        'MESSAGE' => WebSocketMessage._(event),
        'DISCONNECT' => WebSocketDisconnect._(event),
        _ => throw const FormatException('the event is not of a WebSocket API'),
      };

  /// An event of a test: a client wants to connect.
  static WebSocketConnect connect({
    Map<String, String> headers = const {},
    Map<String, String> query = const {},
    String connectionId = 'connection-1',
  }) => WebSocketConnect._({
    'headers': headers,
    'queryStringParameters': query.isEmpty ? null : query,
    ..._testContext('CONNECT', r'$connect', connectionId),
  });

  /// An event of a test: a client has sent [body], which is text or becomes JSON.
  static WebSocketMessage message(
    Object? body, {
    String routeKey = r'$default',
    String connectionId = 'connection-1',
  }) => WebSocketMessage._({
    ..._testContext('MESSAGE', routeKey, connectionId),
    'body': _textOf(body),
  });

  /// An event of a test: a connection has ended.
  static WebSocketDisconnect disconnect({
    int code = 1000,
    String reason = '',
    String connectionId = 'connection-1',
  }) {
    final event = _testContext('DISCONNECT', r'$disconnect', connectionId);
    _request(
      event,
    ).addAll({'disconnectStatusCode': code, 'disconnectReason': reason});
    return WebSocketDisconnect._(event);
  }

  static JsonMap _request(JsonMap json) => required(json, 'requestContext');

  static JsonMap _testContext(String type, String route, String id) => {
    'requestContext': <String, Object?>{
      'routeKey': route,
      'eventType': type,
      'messageDirection': 'IN',
      'stage': 'test',
      'domainName': 'test.execute-api.us-east-1.amazonaws.com',
      'apiId': 'test',
      'connectedAt': _testTime.millisecondsSinceEpoch,
      'connectionId': id,
      'identity': {'sourceIp': '203.0.113.24'},
    },
    'isBase64Encoded': false,
  };

  @override
  final JsonMap json;

  /// Which connection it is about.
  final String connectionId;

  /// The route that matched: `$connect`, `$disconnect`, `$default`, or what the API selects by.
  final String routeKey;

  /// What the API knows beside the message.
  final RequestContext requestContext;

  /// Names in lower case; empty where a message came.
  final Map<String, String> headers;

  /// Of the URL that a client connects to; empty afterwards.
  final Map<String, String> queryParameters;

  /// Variables of the API's stage; empty where there are none.
  final Map<String, String> stageVariables;

  /// When the client connected, in UTC.
  DateTime? get connectedAt => switch (requestContext.json['connectedAt']) {
    final num milliseconds => _milliseconds(milliseconds),
    _ => null,
  };

  /// Where messages to clients are posted. Behind a domain of one's own, its mapping stands for the stage.
  Uri get callbackUrl => Uri.https(
    requestContext.domainName ?? 'localhost',
    requestContext.stage ?? '',
  );
}

/// A client wants to connect: any status from 200 to 299 lets it.
///
/// ```dart
/// onWebSocket((event, context) => switch (event) {
///   WebSocketConnect(:final queryParameters) when queryParameters['room'] == null => HttpReply(400),
///   _ => null,
/// });
/// ```
final class WebSocketConnect extends WebSocketEvent {
  WebSocketConnect._(super.json) : super._();
}

/// A client has sent something.
///
/// ```dart
/// onWebSocket((event, context) => switch (event) {
///   WebSocketMessage() => HttpReply.json({'total': event.bodyAs(Order.fromJson).total}),
///   _ => null,
/// });
/// ```
final class WebSocketMessage extends WebSocketEvent with ClientBody {
  WebSocketMessage._(super.json)
    : _body = optional(json, 'body') ?? '',
      isBase64Encoded = optional(json, 'isBase64Encoded') ?? false,
      super._();

  @override
  final String _body;

  @override
  final bool isBase64Encoded;
}

/// A connection has ended. What the function returns reaches nobody.
///
/// ```dart
/// onWebSocket((event, context) {
///   if (event case WebSocketDisconnect(:final code)) context.log.info('closed by $code');
///   return null;
/// });
/// ```
final class WebSocketDisconnect extends WebSocketEvent {
  WebSocketDisconnect._(super.json) : super._();

  /// The close code, for example 1000.
  int? get code => switch (requestContext.json['disconnectStatusCode']) {
    final num code => code.toInt(),
    _ => null,
  };

  /// Why, where somebody said.
  String? get reason => switch (requestContext.json['disconnectReason']) {
    final String reason => reason,
    _ => null,
  };
}
