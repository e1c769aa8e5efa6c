import 'dart:io' show Platform;

import 'package:oche/oche.dart';

Future<void> main() =>
    serve({'hello.method': onHttp(method), 'hello.variable': onHttp(variable)});

HttpReply method(HttpEvent event, LambdaContext context) => HttpReply.json({
  'message': 'Hello, ${event.pathParameters['name'] ?? 'world'}!',
  'method': event.method,
  'requestId': context.requestId,
});

HttpReply variable(HttpEvent event, LambdaContext context) => HttpReply.json({
  'message': '${Platform.environment['GREETING']} from ${context.functionName}',
});
