import 'package:oche/oche.dart' show serve;
import 'package:oche_shelf/oche_shelf.dart';
import 'package:shelf/shelf.dart';

Future<void> main() => serve(onShelf(hello));

Response hello(Request request) {
  final name = request.requestedUri.queryParameters['name'] ?? 'world';
  return Response.ok(
    'Hello, $name!\n',
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'x-request-id': request.lambdaContext?.requestId ?? '-',
    },
  );
}
