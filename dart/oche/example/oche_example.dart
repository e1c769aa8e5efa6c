import 'dart:convert';
import 'dart:io' show Cookie;

import 'package:oche/oche.dart';

/// One executable, four functions: the handler setting of each picks its handler.
Future<void> main() => serve({
  'hello': apiGateway(hello),
  'numbers': apiGateway(numbers),
  'orders': sqs(orders),
  'everything': onEvent(everything),
});

ApiGatewayResponse hello(HttpEvent event, LambdaContext context) {
  final name = event.queryParameters['name'] ?? event.cookies['name'];
  if (name == null) {
    return ApiGatewayResponse.json({'error': 'no name'}, statusCode: 400);
  }
  return ApiGatewayResponse.json(
    {'message': 'Hello, $name!', 'requestId': context.requestId},
    cookies: [Cookie('name', Uri.encodeComponent(name))..secure = true],
  );
}

/// Sends a line every tenth of a second until the time is nearly over.
ApiGatewayStream numbers(HttpEvent event, LambdaContext context) {
  Stream<List<int>> lines() async* {
    for (var number = 1; context.remainingTime.inSeconds > 1; number++) {
      yield utf8.encode('$number\n');
      await Future<void>.delayed(const Duration(milliseconds: 100));
    }
  }

  return ApiGatewayStream(lines(), contentType: 'text/plain');
}

/// Has SQS deliver again the messages that cannot be handled now.
SqsBatchResponse orders(SqsEvent event, LambdaContext context) {
  final failed = <String>[];
  for (final message in event.records) {
    try {
      context.log.info({'order': message.json});
    } on FormatException catch (error, stackTrace) {
      context.log.error('no order', error: error, stackTrace: stackTrace);
      failed.add(message.messageId);
    }
  }
  return SqsBatchResponse(failedMessageIds: failed);
}

Object? everything(LambdaEvent event, LambdaContext context) => switch (event) {
  FunctionUrlEvent(:final path) => ApiGatewayResponse.text('URL: $path'),
  HttpEvent(:final method) => ApiGatewayResponse.text('HTTP: $method'),
  SqsEvent(:final records) => {'messages': records.length},
  S3Event(:final records) => {'objects': records.length},
  ScheduledEvent(:final time) => {'due': '$time'},
  OtherEvent(:final json) => {'got': json},
};
