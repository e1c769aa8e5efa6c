import 'dart:io' show Platform;
import 'dart:typed_data';

import 'package:oche/oche.dart';
import 'package:shelf/shelf.dart' as shelf;

import 'lambda_connection.dart';

const _eventKey = 'oche_shelf.event';
const _contextKey = 'oche_shelf.context';

/// Where `shelf_io` has it, for dart_frog and for middleware.
const _connectionKey = 'shelf.io.connection_info';

/// What a shelf handler can ask of a request that came through Lambda.
///
/// ```dart
/// shelf.Response answer(shelf.Request request) {
///   request.lambdaContext?.log.info('asked by ${request.lambdaEvent?.sourceIp}');
///   return shelf.Response.ok('hello');
/// }
/// ```
extension LambdaRequest on shelf.Request {
  /// The event behind the request; null outside of Lambda.
  HttpEvent? get lambdaEvent => switch (context[_eventKey]) {
    final HttpEvent event => event,
    _ => null,
  };

  /// The invocation behind the request; null outside of Lambda.
  LambdaContext? get lambdaContext => switch (context[_contextKey]) {
    final LambdaContext invocation => invocation,
    _ => null,
  };
}

/// Answers requests with a shelf [handler], such as a Router or a Pipeline.
///
/// What [handler] throws, or the body of its response, is logged and answered with status 500,
/// without details; what it leaves behind uncaught is logged. A request whose URL or body is malformed is
/// answered with status 400. With [streaming] the response goes out as it comes: the Function URL or REST
/// API has to have streaming switched on. By default it follows `streaming:` of `oche.yaml`.
///
/// ```dart
/// import 'package:oche/oche.dart' show serve;
///
/// Future<void> main() => serve(
///   onShelf(const Pipeline().addMiddleware(logRequests()).addHandler(router.call)),
/// );
/// ```
LambdaHandler onShelf(shelf.Handler handler, {bool? streaming}) {
  final send = streaming ?? _endpointStreams ? _streamed : _buffered;
  return onHttp(streaming: streaming, (event, context) async {
    final shelf.Request request;
    try {
      request = _requestOf(event, context);
    } catch (error) {
      context.log.warn('The event cannot become a request', error: error);
      return send(_refusal(400, 'Bad Request'));
    }
    try {
      return await logUncaught(
        context,
        () async => send(await handler(request)),
      );
    } on HttpBadRequest {
      rethrow;
    } catch (error, stackTrace) {
      context.log.error(
        '${request.method} ${request.requestedUri.path} failed',
        error: error,
        stackTrace: stackTrace,
      );
      return send(_refusal(500, 'Internal Server Error'));
    }
  });
}

/// As `shelf_io` writes it.
shelf.Response _refusal(int status, String text) =>
    shelf.Response(status, body: text, headers: {'content-type': 'text/plain'});

/// Events do not tell whether the endpoint streams; the configuration does, by this variable.
bool get _endpointStreams =>
    Platform.environment['OCHE_RESPONSE_STREAMING'] == 'true';

Future<HttpResult> _buffered(shelf.Response response) async {
  final body = BytesBuilder(copy: false);
  await response.read().forEach(body.add);
  return HttpReply.bytes(
    body.takeBytes(),
    statusCode: response.statusCode,
    contentType: _typeOf(response),
    headersAll: response.headersAll,
  );
}

Future<HttpResult> _streamed(shelf.Response response) async => HttpStream(
  response.read(),
  statusCode: response.statusCode,
  contentType: _typeOf(response),
  headersAll: response.headersAll,
);

/// The type of a response that names none, as by the server of `dart:io` under `shelf_io`: front
/// doors would say JSON.
String? _typeOf(shelf.Response response) =>
    response.isEmpty ? null : 'text/plain; charset=utf-8';

Map<String, Object> _connectionEntry(HttpEvent event) =>
    switch (connectionOf(event)) {
      final connection? => {_connectionKey: connection},
      null => const {},
    };

/// Throws where the event's URL, or the base64 of its body, is malformed.
shelf.Request _requestOf(HttpEvent event, LambdaContext context) =>
    shelf.Request(
      event.method,
      event.requestedUri,
      headers: {
        for (final MapEntry(:key, :value) in event.headersAll.entries)
          // The body is whole here, whatever it came in.
          if (key != 'transfer-encoding') key: value,
      },
      body: event.bodyBytes,
      context: {
        _eventKey: event,
        _contextKey: context,
        ..._connectionEntry(event),
      },
    );
