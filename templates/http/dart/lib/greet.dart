import 'package:oche/oche.dart';

HttpReply greet(HttpEvent event, LambdaContext context) {
  final name = event.queryParameters['name'] ?? 'world';
  return HttpReply.json({'message': 'Hello, $name!', 'path': event.path});
}
