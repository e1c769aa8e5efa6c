import 'package:dart_frog/dart_frog.dart';

Response onRequest(RequestContext context) {
  final name = context.request.uri.queryParameters['name'] ?? 'world';
  return Response.json(body: {'message': 'Hello, $name!', 'path': '/'});
}
