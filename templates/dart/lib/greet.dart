import 'package:oche/oche.dart';

ApiGatewayResponse greet(HttpEvent event, LambdaContext context) {
  final name = event.queryParameters['name'] ?? 'world';
  return ApiGatewayResponse.json({
    'message': 'Hello, $name!',
    'path': event.path,
  });
}
