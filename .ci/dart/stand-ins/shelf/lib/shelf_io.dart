/// The part of `package:shelf/shelf_io.dart` that the differential suite uses, for machines that cannot reach
/// pub.dev. The suite holds it to what the real one does.
library;

import 'dart:async';
import 'dart:io';

import 'shelf.dart';

Future<HttpServer> serve(Handler handler, Object address, int port) async {
  final server = await HttpServer.bind(address, port);
  runZonedGuarded(
    () => server.listen((request) => _handle(request, handler)),
    (error, stackTrace) => stderr.writeln('Asynchronous error\n$error'),
  );
  return server;
}

Future<void> _handle(HttpRequest request, Handler handler) async {
  Response response;
  try {
    response = await handler(_requestOf(request));
  } on ArgumentError catch (error) {
    response = switch (error.name) {
      'method' || 'requestedUri' => Response(
        400,
        body: 'Bad Request',
        headers: {'content-type': 'text/plain'},
      ),
      _ => _failed(error),
    };
  } catch (error) {
    response = _failed(error);
  }
  await _write(response, request.response);
}

Response _failed(Object error) {
  stderr.writeln('Error thrown by handler.\n$error');
  return Response(
    500,
    body: 'Internal Server Error',
    headers: {'content-type': 'text/plain'},
  );
}

Request _requestOf(HttpRequest request) {
  final headers = <String, List<String>>{};
  request.headers.forEach((name, values) => headers[name] = values);
  headers.remove('transfer-encoding');
  return Request(
    request.method,
    request.requestedUri,
    headers: headers,
    body: request,
    context: {'shelf.io.connection_info': request.connectionInfo!},
  );
}

Future<void> _write(Response response, HttpResponse out) async {
  out.statusCode = response.statusCode;
  out.headers.chunkedTransferEncoding = false;
  response.headersAll.forEach(out.headers.set);
  final mayHaveBody = response.statusCode != 204 && response.statusCode != 304;
  if (mayHaveBody) out.headers.set('transfer-encoding', 'chunked');
  await out.addStream(response.read());
  await out.close();
}
