import 'dart:io' show Platform;

import 'package:oche/oche.dart';

Future<void> main() => serve({
  'hello.method': apiGateway(method),
  'hello.variable': apiGateway(variable),
});

ApiGatewayResponse method(HttpEvent event, LambdaContext context) =>
    ApiGatewayResponse.json({
      'message': 'Hello, ${event.pathParameters['name'] ?? 'world'}!',
      'method': event.method,
      'requestId': context.requestId,
    });

ApiGatewayResponse variable(HttpEvent event, LambdaContext context) =>
    ApiGatewayResponse.json({
      'message':
          '${Platform.environment['GREETING']} from ${context.functionName}',
    });
