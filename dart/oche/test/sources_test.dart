import 'dart:convert';
import 'dart:math';
import 'dart:typed_data';

import 'package:oche/oche.dart';
import 'package:oche/testing.dart';
import 'package:test/test.dart';

/// The handlers and events of every source but HTTP.
final class Order {
  const Order(this.id);

  Order.fromJson(Map<String, dynamic> json) : id = json['id'] as int;

  final int id;
}

/// The kind of an event, by a switch that has to be exhaustive.
String kindOf(LambdaEvent event) => switch (event) {
  HttpEvent() => 'http',
  WebSocketConnect() => 'connect',
  WebSocketMessage() => 'message',
  WebSocketDisconnect() => 'disconnect',
  SqsEvent() => 'sqs',
  SnsEvent() => 'sns',
  S3Event() => 's3',
  DynamoDbEvent() => 'dynamodb',
  KinesisEvent() => 'kinesis',
  ScheduledEvent() => 'schedule',
  EventBridgeEvent() => 'eventbridge',
  CloudWatchLogsEvent() => 'logs',
  AuthorizerEvent() => 'authorizer',
  CognitoEvent() => 'cognito',
  OtherEvent() => 'other',
};

void main() {
  final events = <LambdaEvent>[
    HttpEvent.get('/'),
    WebSocketEvent.connect(),
    WebSocketEvent.message('x'),
    WebSocketEvent.disconnect(),
    SqsEvent.of(['a']),
    SnsEvent.of(['a']),
    S3Event.of('bucket', ['a b/ü.txt']),
    DynamoDbEvent.of([
      DynamoDbRecord.insert({'id': '1'}),
    ]),
    KinesisEvent.of(['a']),
    ScheduledEvent.at(DateTime.utc(2026)),
    EventBridgeEvent.of('Order placed', {'id': 1}),
    CloudWatchLogsEvent.of(['a']),
    AuthorizerEvent.of(HttpEvent.get('/')),
    CognitoEvent.of('PreSignUp_SignUp'),
  ];

  test('every event of a test is told as its own kind, through JSON', () {
    for (final event in events) {
      final sent = jsonDecode(jsonEncode(event));
      final read = LambdaEvent.fromJson(sent);
      expect(kindOf(read), kindOf(event));
      expect(jsonDecode(jsonEncode(read)), sent);
    }
    expect(events.map(kindOf).toSet(), hasLength(events.length));
  });

  test('a handler of one kind says what else came', () async {
    final handlers = {
      'onSqs': onSqs((event, context) => null),
      'onSns': onSns((event, context) {}),
      'onS3': onS3((event, context) {}),
      'onDynamoDb': onDynamoDb((event, context) => null),
      'onKinesis': onKinesis((event, context) => null),
      'onSchedule': onSchedule((event, context) {}),
      'onEventBridge': onEventBridge((event, context) {}),
      'onWebSocket': onWebSocket((event, context) => null),
      'onCognito': onCognito((event, context) {}),
      'onCloudWatchLogs': onCloudWatchLogs((event, context) {}),
      'onAuthorizer': onAuthorizer(
        (event, context) => const AuthorizerDecision.deny(),
      ),
    };
    for (final MapEntry(key: wrapper, value: handler) in handlers.entries) {
      for (final event in <Object?>[
        null,
        1,
        {'other': 1},
        HttpEvent.get('/'),
      ]) {
        final outcome = await invoke(handler, event);
        expect(outcome.error?.type, 'Runtime.UnexpectedEvent');
        expect(outcome.error?.message, contains('The handler of $wrapper got'));
      }
    }
  });

  group('SNS', () {
    test('has its notifications', () async {
      SnsMessage? got;
      final outcome = await invoke(
        onSns((event, context) => got = event.records.single),
        SnsEvent.of(
          [
            {'id': 42},
          ],
          subject: 'An order',
          attributes: {'source': 'shop'},
        ),
      );
      expect(outcome.result, isNull);
      expect(got?.messageId, 'message-1');
      expect(got?.subject, 'An order');
      expect(got?.attributes, {'source': 'shop'});
      expect(got?.topicArn, 'arn:aws:sns:us-east-1:123456789012:test');
      expect(got?.time, DateTime.utc(2026, 1, 2, 3, 4, 5));
      expect(got?.bodyJson, {'id': 42});
      expect(got?.bodyAs(Order.fromJson).id, 42);
    });

    test('is read out of a queue’s message as well', () {
      final notification =
          ((SnsEvent.of(['hello']).json['Records'] as List<Object?>).single
              as Map<String, Object?>)['Sns'];
      final message = SqsEvent.of([notification]).records.single;
      expect(message.bodyAs(SnsMessage.fromJson).body, 'hello');
    });
  });

  group('S3', () {
    test('has its objects by their keys', () {
      final record = S3Event.of('bucket', ['a b/ü+.txt'], size: 3).records[0];
      expect(record.bucketName, 'bucket');
      expect(record.key, 'a b/ü+.txt');
      expect(record.rawKey, 'a+b/%C3%BC%2B.txt');
      expect(record.size, 3);
      expect(record.eventName, 'ObjectCreated:Put');
    });
  });

  group('DynamoDB', () {
    final before = {
      'id': '42',
      'count': 3,
      'price': 1.5,
      'tags': ['a', 'b'],
      'owner': {'name': 'Ada', 'email': null},
      'open': true,
      'bytes': Uint8List.fromList([1, 2]),
    };

    test('has its items as plain values', () {
      final record = DynamoDbEvent.of([
        DynamoDbRecord.modify(before, {'id': '42', 'count': 2}),
      ]).records.single;
      expect(record.change, DynamoDbChange.modify);
      expect(record.keys, {'id': '42'});
      expect(record.oldImage, before);
      expect(record.newImage, {'id': '42', 'count': 2});
      expect(record.isExpired, isFalse);
      expect(record.time, DateTime.utc(2026, 1, 2, 3, 4, 5));
    });

    test('has any item as it was written', () {
      final seed = DateTime.now().microsecondsSinceEpoch & 0xffffffff;
      final random = Random(seed);
      for (var run = 0; run < 200; run++) {
        final item = {'id': '$run', 'value': _value(random, 3)};
        final record = DynamoDbRecord.insert(item);
        final sent = jsonDecode(jsonEncode(record.json));
        final read = DynamoDbRecord.fromJson(sent as Map<String, Object?>);
        expect(read.newImage, item, reason: 'seed $seed, run $run');
      }
    });

    test('has sets as lists, and large numbers', () {
      final json = DynamoDbRecord.insert({'id': '1'}).json;
      final record = DynamoDbRecord.fromJson({
        ...json,
        'dynamodb': {
          ...json['dynamodb'] as Map<String, Object?>,
          'NewImage': {
            'texts': {
              'SS': ['a', 'b'],
            },
            'numbers': {
              'NS': ['1', '2.5'],
            },
            'bytes': {
              'BS': ['AQI='],
            },
            'large': {'N': '12345678901234567890'},
          },
        },
      });
      expect(record.newImage, {
        'texts': ['a', 'b'],
        'numbers': [1, 2.5],
        'bytes': [
          [1, 2],
        ],
        'large': 12345678901234567890.0,
      });
    });

    test('reads an item by fromJson, and says what does not fit', () {
      final record = DynamoDbRecord.insert({'id': 42});
      expect(record.newImageAs(Order.fromJson).id, 42);
      expect(
        () => DynamoDbRecord.insert({'id': 'x'}).newImageAs(Order.fromJson),
        throwsA(
          isA<FormatException>().having(
            (error) => error.message,
            'message',
            startsWith('newImage.id does not fit: it is text'),
          ),
        ),
      );
      expect(() => record.oldImageAs(Order.fromJson), throwsFormatException);
    });

    test('tells what its time to live removed', () {
      final removed = DynamoDbRecord.remove({'id': '1'}, isExpired: true);
      expect(removed.change, DynamoDbChange.remove);
      expect(removed.isExpired, isTrue);
      expect(removed.newImage, isNull);
      expect(removed.oldImage, {'id': '1'});
    });
  });

  group('Kinesis', () {
    test('has its records decoded', () {
      final records = KinesisEvent.of([
        {'id': 42},
        'text',
        Uint8List.fromList([0, 255]),
      ]).records;
      expect(records[0].bodyAs(Order.fromJson).id, 42);
      expect(records[1].body, 'text');
      expect(records[2].bodyBytes, [0, 255]);
      expect(() => records[2].body, throwsFormatException);
      expect(records.map((it) => it.sequenceNumber), ['1', '2', '3']);
      expect(records[0].arrivedAt, DateTime.utc(2026, 1, 2, 3, 4, 5));
    });
  });

  group('EventBridge', () {
    test('has what happened', () async {
      EventBridgeEvent? got;
      await invoke(
        onEventBridge((event, context) => got = event),
        EventBridgeEvent.of('Order placed', {'id': 42}, source: 'shop'),
      );
      expect(got?.detailType, 'Order placed');
      expect(got?.source, 'shop');
      expect(got?.detailAs(Order.fromJson).id, 42);
    });

    test('a schedule says when it was due', () async {
      DateTime? due;
      await invoke(
        onSchedule((event, context) => due = event.time),
        ScheduledEvent.at(DateTime.utc(2026, 7, 10, 19)),
      );
      expect(due, DateTime.utc(2026, 7, 10, 19));
    });
  });

  test('CloudWatch Logs has its lines', () async {
    final lines = <Object?>[];
    final outcome = await invoke(
      onCloudWatchLogs((event, context) {
        expect(event.isControl, isFalse);
        expect(event.logGroup, '/aws/lambda/shop');
        lines.addAll([for (final line in event.lines) line.bodyJson]);
      }),
      CloudWatchLogsEvent.of(['{"id":1}', '2'], logGroup: '/aws/lambda/shop'),
    );
    expect(outcome.error, isNull);
    expect(lines, [
      {'id': 1},
      2,
    ]);
  });

  group('an authorizer', () {
    AuthorizerDecision decide(AuthorizerEvent event, LambdaContext context) =>
        event.token == 'Bearer ada'
        ? const AuthorizerDecision.allow(
            values: {'tenant': 'blue'},
            principalId: 'ada',
          )
        : const AuthorizerDecision.deny();

    AuthorizerEvent question(String token, LambdaEndpoint endpoint) =>
        AuthorizerEvent.of(
          HttpEvent.get(
            '/items/42',
            headers: {'authorization': token},
            endpoint: endpoint,
          ),
        );

    test('answers format 2.0 in short, unless it is to be a policy', () async {
      final asked = question('Bearer ada', LambdaEndpoint.httpApi);
      expect(asked.request?.path, '/items/42');
      expect((await invoke(onAuthorizer(decide), asked)).result, {
        'isAuthorized': true,
        'context': {'tenant': 'blue'},
      });
      final refused = question('Bearer eve', LambdaEndpoint.httpApi);
      expect((await invoke(onAuthorizer(decide), refused)).result, {
        'isAuthorized': false,
        'context': isEmpty,
      });
      final policy = await invoke(
        onAuthorizer(decide, simpleResponses: false),
        asked,
      );
      expect(policy.result, containsPair('principalId', 'ada'));
    });

    test('is answered alike among several kinds of events', () async {
      final handler = onEvent(
        (event, context) => switch (event) {
          AuthorizerEvent() => decide(event, context),
          _ => null,
        },
      );
      for (final endpoint in [LambdaEndpoint.httpApi, LambdaEndpoint.restApi]) {
        final asked = question('Bearer ada', endpoint);
        expect(
          (await invoke(handler, asked)).result,
          (await invoke(onAuthorizer(decide), asked)).result,
        );
      }
    });

    test('answers everything else by a policy', () async {
      for (final endpoint in [
        LambdaEndpoint.httpApiV1,
        LambdaEndpoint.restApi,
      ]) {
        for (final (token, effect) in [
          ('Bearer ada', 'Allow'),
          ('Bearer eve', 'Deny'),
        ]) {
          final asked = question(token, endpoint);
          final outcome = await invoke(onAuthorizer(decide), asked);
          final result = outcome.result as Map<String, Object?>;
          expect(result['policyDocument'], {
            'Version': '2012-10-17',
            'Statement': [
              {
                'Action': 'execute-api:Invoke',
                'Effect': effect,
                'Resource': [asked.resourceArn],
              },
            ],
          });
        }
      }
    });

    test('knows the token that a REST API hands over alone', () async {
      final asked = AuthorizerEvent.fromJson(const {
        'type': 'TOKEN',
        'methodArn': 'arn:method',
        'authorizationToken': 'Bearer ada',
      });
      expect(asked.request, isNull);
      final outcome = await invoke(onAuthorizer(decide), asked);
      expect(outcome.result, containsPair('principalId', 'ada'));
    });

    test('is no handler of requests, and requests are none of it', () async {
      final asked = question('', LambdaEndpoint.httpApi);
      final outcome = await invoke(onHttp((event, context) => null), asked);
      expect(outcome.error?.type, 'Runtime.NotAnHttpEvent');
    });
  });

  group('a batch', () {
    Future<List<Object?>> failedOf(LambdaHandler handler, Object event) async {
      final outcome = await invoke(handler, event);
      expect(outcome.error, isNull);
      final failures =
          (outcome.result as Map<String, Object?>)['batchItemFailures'];
      return [
        for (final failure in failures as List<Object?>)
          (failure as Map<String, Object?>)['itemIdentifier'],
      ];
    }

    test('of a queue names the messages that failed, and logs why', () async {
      final handler = onSqs(
        (event, context) => BatchResponse.each(
          event.records,
          (message) => message.bodyAs(Order.fromJson),
        ),
      );
      final event = SqsEvent.of([
        {'id': 1},
        {'id': '2'},
        {'id': 3},
      ]);
      expect(await failedOf(handler, event), ['message-2']);
      final outcome = await invoke(handler, event);
      expect(
        outcome.logs.single,
        contains('message-2 failed: FormatException: body.id does not fit'),
      );
    });

    test('of a FIFO queue keeps the order of each group', () async {
      final records = [
        for (final (index, group) in ['a', 'b', 'a', 'b'].indexed)
          SqsMessage.fromJson({
            'messageId': '$index$group',
            'body': '',
            'attributes': {'MessageGroupId': group},
          }),
      ];
      final handled = <String>[];
      final response = await BatchResponse.each(records, (message) {
        handled.add(message.messageId);
        if (message.messageId == '0a') throw StateError('no');
      });
      expect(handled, ['0a', '1b', '3b']);
      expect(response.failed, ['0a', '2a']);
    });

    test('of a stream is broken off at the first failure', () async {
      var handled = 0;
      void fail(Object record) {
        if (++handled == 2) throw StateError('no');
      }

      final kinesis = onKinesis(
        (event, context) => BatchResponse.each(event.records, fail),
      );
      expect(await failedOf(kinesis, KinesisEvent.of([1, 2, 3])), ['2', '3']);
      handled = 0;
      final dynamo = onDynamoDb(
        (event, context) => BatchResponse.each(event.records, fail),
      );
      final changes = DynamoDbEvent.of([
        for (var id = 1; id < 4; id++) DynamoDbRecord.insert({'id': id}),
      ]);
      expect(await failedOf(dynamo, changes), ['2', '3']);
      expect(handled, 2);
    });
  });

  group('a WebSocket API', () {
    final handler = onWebSocket(
      (event, context) => switch (event) {
        WebSocketConnect(:final queryParameters) =>
          queryParameters.containsKey('room') ? null : HttpReply(403),
        WebSocketMessage() => HttpReply.json({
          'id': event.bodyAs(Order.fromJson).id,
        }),
        WebSocketDisconnect() => null,
      },
    );

    test('lets in, refuses, answers and says good-bye', () async {
      final let = WebSocketEvent.connect(query: {'room': 'lobby'});
      expect((await invoke(handler, let)).statusCode, 200);
      final refused = await invoke(handler, WebSocketEvent.connect());
      expect(refused.statusCode, 403);
      final answered = await invoke(handler, WebSocketEvent.message({'id': 4}));
      expect(answered.json, {'id': 4});
      final gone = WebSocketEvent.disconnect(code: 1001, reason: 'away');
      expect(gone.code, 1001);
      expect(gone.reason, 'away');
      expect((await invoke(handler, gone)).statusCode, 200);
    });

    test('answers 400 where a message cannot be read', () async {
      final outcome = await invoke(handler, WebSocketEvent.message('{'));
      expect(outcome.statusCode, 400);
      final typed = await invoke(handler, WebSocketEvent.message({'id': 'x'}));
      expect(typed.json, {'message': 'body.id does not fit: it is text'});
    });

    test('has its connection', () {
      final event = WebSocketEvent.message('x', connectionId: 'abc=');
      expect(event.connectionId, 'abc=');
      expect(event.routeKey, r'$default');
      expect(event.requestContext.sourceIp, '203.0.113.24');
      expect(event.connectedAt, DateTime.utc(2026, 1, 2, 3, 4, 5));
      expect(
        '${event.callbackUrl}',
        'https://test.execute-api.us-east-1.amazonaws.com/test',
      );
    });
  });

  group('typed JSON', () {
    final handler = json(Order.fromJson, (order, context) => {'got': order.id});

    test('is what is invoked with, and returned', () async {
      final outcome = await invoke(handler, {'id': 42});
      expect(outcome.result, {'got': 42});
      final failed = await invoke(handler, {'id': 'x'});
      expect(failed.error?.type, 'FormatException');
      expect(failed.error?.message, startsWith('event.id does not fit'));
      expect((await invoke(handler, null)).error?.type, 'FormatException');
    });

    test('is the body of a request, and of its answer', () async {
      for (final endpoint in LambdaEndpoint.values) {
        final outcome = await invoke(
          handler,
          HttpEvent.post('/', json: {'id': 42}, endpoint: endpoint),
        );
        expect(outcome.statusCode, 200);
        expect(outcome.headers['content-type'], 'application/json');
        expect(outcome.json, {'got': 42});
      }
      final refused = await invoke(
        handler,
        HttpEvent.post('/', json: {'id': 'x'}),
      );
      expect(refused.statusCode, 400);
      expect(refused.json, {'message': 'body.id does not fit: it is text'});
    });

    test('leaves json of dart:convert as it is', () {
      expect(json.encode([1]), '[1]');
    });
  });
}

/// Any value that DynamoDB can hold, as plain as it is read.
Object? _value(Random random, int depth) => switch (random.nextInt(
  depth == 0 ? 6 : 8,
)) {
  0 => null,
  1 => random.nextBool(),
  2 => random.nextInt(1 << 31) - (1 << 30),
  3 => random.nextDouble() * 1e6 + 0.5,
  4 => String.fromCharCodes([
    for (var n = random.nextInt(6); n > 0; n--) 32 + random.nextInt(0x2000),
  ]),
  5 => Uint8List.fromList([
    for (var n = random.nextInt(6); n > 0; n--) random.nextInt(256),
  ]),
  6 => [for (var n = random.nextInt(4); n > 0; n--) _value(random, depth - 1)],
  _ => {
    for (var n = random.nextInt(4); n > 0; n--)
      'k$n': _value(random, depth - 1),
  },
};
