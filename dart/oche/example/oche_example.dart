import 'dart:convert';
import 'dart:io' show Cookie;

import 'package:oche/oche.dart';

/// One executable, four functions: the handler setting of each picks its handler.
Future<void> main() => serve({
  'hello': onHttp(hello),
  'numbers': onHttp(numbers),
  'orders': onSqs(orders),
  'price': json(
    Order.fromJson,
    (order, context) => {'id': order.id, 'price': 5},
  ),
  'everything': onEvent(everything),
});

HttpReply hello(HttpEvent event, LambdaContext context) {
  final name = event.queryParameters['name'] ?? event.cookies['name'];
  if (name == null) {
    return HttpReply.json({'error': 'no name'}, statusCode: 400);
  }
  return HttpReply.json(
    {'message': 'Hello, $name!', 'requestId': context.requestId},
    cookies: [Cookie('name', Uri.encodeComponent(name))..secure = true],
  );
}

/// Sends a line every tenth of a second until the time is nearly over.
HttpStream numbers(HttpEvent event, LambdaContext context) {
  Stream<List<int>> lines() async* {
    for (var number = 1; context.remainingTime.inSeconds > 1; number++) {
      yield utf8.encode('$number\n');
      await Future<void>.delayed(const Duration(milliseconds: 100));
    }
  }

  return HttpStream(lines(), contentType: 'text/plain');
}

/// Has SQS deliver again the messages that cannot be handled now.
Future<BatchResponse> orders(SqsEvent event, LambdaContext context) =>
    BatchResponse.each(event.records, (message) {
      final order = message.bodyAs(Order.fromJson);
      context.log.info({'order': order.id});
    });

final class Order {
  const Order(this.id);

  Order.fromJson(Map<String, dynamic> json) : id = json['id'] as int;

  final int id;
}

Object? everything(LambdaEvent event, LambdaContext context) => switch (event) {
  FunctionUrlEvent(:final path) => HttpReply.text('URL: $path'),
  HttpEvent(:final method) => HttpReply.text('HTTP: $method'),
  SqsEvent(:final records) => {'messages': records.length},
  SnsEvent(:final records) => {'notifications': records.length},
  S3Event(:final records) => {'objects': records.length},
  DynamoDbEvent(:final records) => {'changes': records.length},
  KinesisEvent(:final records) => {'records': records.length},
  ScheduledEvent(:final time) => {'due': '$time'},
  EventBridgeEvent(:final detailType) => {'happened': detailType},
  WebSocketEvent(:final connectionId) => HttpReply.text(connectionId),
  CloudWatchLogsEvent(:final lines) => {'lines': lines.length},
  AuthorizerEvent() => const AuthorizerDecision.deny(),
  CognitoEvent() => event,
  OtherEvent(:final json) => {'got': json},
};
