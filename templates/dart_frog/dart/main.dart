import 'dart:io';

import 'package:dart_frog/dart_frog.dart';
import 'package:oche/oche.dart' as oche;
import 'package:oche_shelf/oche_shelf.dart';
import 'package:shelf/shelf.dart' as shelf;

/// On Lambda and under `oche dev` invocations are answered, everywhere else dart_frog's own server serves.
Future<HttpServer> run(Handler handler, InternetAddress ip, int port) async {
  if (Platform.environment.containsKey('AWS_LAMBDA_RUNTIME_API')) {
    await oche.serve(onShelf(toShelf(handler)));
  }
  return serve(handler, ip, port);
}

/// dart_frog gives out the shelf handler behind one of its own only inside of a middleware.
shelf.Handler toShelf(Handler handler) {
  late shelf.Handler inside;
  fromShelfMiddleware((handler) {
    inside = handler;
    return (request) => shelf.Response.ok(null);
  })(handler)(_Nowhere());
  return inside;
}

/// Nobody's request, which the middleware above does not pass on.
final class _Nowhere implements RequestContext {
  @override
  final Request request = Request.get(Uri.http('localhost', '/'));

  @override
  dynamic noSuchMethod(Invocation invocation) => super.noSuchMethod(invocation);
}
