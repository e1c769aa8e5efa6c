import 'dart:convert';

import 'package:oche/oche.dart';
import 'package:test/test.dart';

/// Payload format 2.0, with [changes].
Map<String, Object?> v2([Map<String, Object?> changes = const {}]) => {
  'version': '2.0',
  'routeKey': 'POST /items/{id}',
  'rawPath': '/items/42',
  'rawQueryString': 'full=yes&tag=red&tag=round%20one&a+b=%',
  'cookies': ['session=abc', 'theme=dark'],
  'headers': {'Content-Type': 'application/json', 'host': 'example.com'},
  'queryStringParameters': {'full': 'yes', 'tag': 'red,round one'},
  'requestContext': {
    'accountId': '123456789012',
    'domainName': 'a1.execute-api.us-east-1.amazonaws.com',
    'http': {
      'method': 'POST',
      'path': '/items/42',
      'sourceIp': '203.0.113.24',
      'userAgent': 'curl/8.7.1',
    },
    'authorizer': {
      'jwt': {
        'claims': {'sub': 'ada'},
      },
    },
    'requestId': 'r1',
    'stage': r'$default',
    'timeEpoch': 1783711145766,
  },
  'body': '{"name":"Apple"}',
  'pathParameters': {'id': '42'},
  'isBase64Encoded': false,
  ...changes,
};

/// Payload format 1.0; a REST API's has no version.
Map<String, Object?> v1([Map<String, Object?> changes = const {}]) => {
  'resource': '/items/{id}',
  'path': '/items/42',
  'httpMethod': 'GET',
  'headers': {'Accept': 'text/html', 'X-Many': 'b'},
  'multiValueHeaders': {
    'Accept': ['text/html'],
    'X-Many': ['a', 'b'],
  },
  'queryStringParameters': {'q': 'c'},
  'multiValueQueryStringParameters': {
    'q': ['a b', 'c'],
  },
  'requestContext': {
    'identity': {'sourceIp': '203.0.113.24', 'userAgent': null},
    'requestTimeEpoch': 1783711145766,
    'stage': 'prod',
  },
  'pathParameters': null,
  'stageVariables': null,
  'body': null,
  'isBase64Encoded': false,
  ...changes,
};

/// What a load balancer sends.
Map<String, Object?> alb([Map<String, Object?> changes = const {}]) => {
  'requestContext': {
    'elb': {'targetGroupArn': 'arn:tg'},
  },
  'httpMethod': 'GET',
  'path': '/',
  'queryStringParameters': {'q': 'a%20b'},
  'headers': {'cookie': 'a=1; b=2', 'host': 'lb'},
  'body': '',
  'isBase64Encoded': false,
  ...changes,
};

void main() {
  group('a request', () {
    test('of an HTTP API is read', () {
      final event = HttpEvent.fromJson(v2());
      expect(event, isA<HttpApiEvent>());
      expect(event.method, 'POST');
      expect(event.path, '/items/42');
      expect(event.header('CONTENT-TYPE'), 'application/json');
      expect(event.header('absent'), isNull);
      expect(event.header('cookie'), 'session=abc; theme=dark');
      expect(event.cookies, {'session': 'abc', 'theme': 'dark'});
      expect(event.pathParameters, {'id': '42'});
      expect(event.stageVariables, isEmpty);
      expect(event.queryParametersAll, {
        'full': ['yes'],
        'tag': ['red', 'round one'],
        'a b': ['%'],
      });
      expect(event.queryParameters['tag'], 'round one');
      expect(event.body, '{"name":"Apple"}');
      expect(event.bodyJson, {'name': 'Apple'});
      expect(event.requestContext.sourceIp, '203.0.113.24');
      expect(event.requestContext.userAgent, 'curl/8.7.1');
      expect(
        event.requestContext.time,
        DateTime.utc(2026, 7, 10, 19, 19, 5, 766),
      );
      expect(event.requestContext.authorizer['jwt'], isNotNull);
      expect(event.claims, {'sub': 'ada'});
      expect((event as HttpApiEvent).routeKey, 'POST /items/{id}');
    });

    test('has what its authorizer found out', () {
      RequestContext of(
        Object? authorizer, [
        Map<String, Object?> more = const {},
      ]) => RequestContext.fromJson({'authorizer': authorizer, ...more});

      const claims = {'sub': 'ada'};
      final jwt = of({
        'jwt': {
          'claims': claims,
          'scopes': ['orders'],
        },
      });
      expect(jwt.claims, claims);
      expect(jwt.scopes, ['orders']);
      expect(jwt.authorizerValues, isEmpty);
      final jwtV1 = of({
        'claims': claims,
        'scopes': ['orders'],
      });
      expect(jwtV1.claims, claims);
      expect(jwtV1.scopes, ['orders']);
      final pool = of({'claims': claims});
      expect(pool.claims, claims);
      expect(pool.scopes, isEmpty);
      final own = of({
        'lambda': {'tenant': 't'},
      });
      expect(own.claims, isEmpty);
      expect(own.authorizerValues, {'tenant': 't'});
      final rest = of({'principalId': 'ada', 'tenant': 't'});
      expect(rest.authorizerValues, {'principalId': 'ada', 'tenant': 't'});
      expect(rest.callerArn, isNull);
      final signed = of({
        'iam': {'userArn': 'arn:ada'},
      });
      expect(signed.callerArn, 'arn:ada');
      expect(signed.authorizerValues, isEmpty);
      final signedRest = of(null, {
        'identity': {'userArn': 'arn:ada'},
      });
      expect(signedRest.callerArn, 'arn:ada');
      expect(of(null).claims, isEmpty);
    });

    test('of a Function URL is told by its domain', () {
      final event = HttpEvent.fromJson(
        v2({
          'rawPath': '/a%20b',
          'requestContext': {
            'domainName': 'abc.lambda-url.us-east-1.on.aws',
            'http': {'method': 'GET'},
            'stage': r'$default',
          },
        }),
      );
      expect(event, isA<FunctionUrlEvent>());
      expect(event.path, '/a%20b');
    });

    test('of a REST API and of format 1.0 are told apart', () {
      expect(HttpEvent.fromJson(v1()), isA<RestApiEvent>());
      expect(HttpEvent.fromJson(v1({'version': '1.0'})), isA<HttpApiV1Event>());
    });

    test('of a REST API has every header and parameter', () {
      final event = HttpEvent.fromJson(v1());
      expect(event.headersAll['x-many'], ['a', 'b']);
      expect(event.header('x-many'), 'a, b');
      expect(event.queryParametersAll['q'], ['a b', 'c']);
      expect(event.rawQuery, 'q=a%20b&q=c');
      expect(event.pathParameters, isEmpty);
      expect(event.body, '');
      expect(event.bodyBytes, isEmpty);
      expect(event.requestContext.sourceIp, '203.0.113.24');
      expect(event.requestContext.userAgent, isNull);
    });

    test('has the cookies of every line of cookies', () {
      final event = HttpEvent.fromJson(
        v1({
          'multiValueHeaders': {
            'Cookie': ['a=1', 'b=2; c=3'],
          },
        }),
      );
      expect(event.header('cookie'), 'a=1; b=2; c=3');
      expect(event.cookies, {'a': '1', 'b': '2', 'c': '3'});
    });

    test('of a load balancer is read in both modes', () {
      final single = HttpEvent.fromJson(alb()) as AlbEvent;
      expect(single.isMultiValue, isFalse);
      expect(single.targetGroupArn, 'arn:tg');
      expect(single.queryParameters, {'q': 'a b'});
      expect(single.cookies, {'a': '1', 'b': '2'});
      final multi = HttpEvent.fromJson(
        alb({
          'headers': null,
          'multiValueHeaders': {
            'host': ['lb'],
          },
        }),
      );
      expect(
        multi,
        isA<AlbEvent>().having((e) => e.isMultiValue, 'multi', isTrue),
      );
      expect(multi.header('host'), 'lb');
    });

    test('gives its body decoded', () {
      final event = HttpEvent.fromJson(
        v2({
          'body': base64.encode(utf8.encode('a=1&b=%C3%BC+x')),
          'isBase64Encoded': true,
        }),
      );
      expect(event.body, 'a=1&b=%C3%BC+x');
      expect(event.formFields, {'a': '1', 'b': 'ü x'});
    });

    test('whose body is not what was asked for is a format error', () {
      final event = HttpEvent.fromJson(
        v2({'body': '/w==', 'isBase64Encoded': true}),
      );
      expect(event.bodyBytes, [0xff]);
      expect(() => event.body, throwsFormatException);
      expect(
        () => HttpEvent.fromJson(v2({'body': '{'})).bodyJson,
        throwsFormatException,
      );
    });

    test('with a member of another type is a format error', () {
      expect(() => HttpEvent.fromJson(v2({'body': 1})), throwsFormatException);
      expect(
        () => HttpEvent.fromJson(v2({'headers': []})),
        throwsFormatException,
      );
    });

    test('is not anything else', () {
      expect(
        () => HttpEvent.fromJson({'Records': <Object?>[]}),
        throwsFormatException,
      );
      expect(HttpEvent.tryFromJson({'requestContext': null}), isNull);
    });
  });

  group('an event', () {
    final sqsJson = {
      'Records': [
        {
          'messageId': 'm1',
          'receiptHandle': 'h',
          'body': '{"orderId":42}',
          'attributes': {
            'ApproximateReceiveCount': '2',
            'SentTimestamp': '1783711144000',
            'MessageGroupId': 'g',
          },
          'messageAttributes': {
            'source': {'stringValue': 'shop', 'dataType': 'String'},
            'bytes': {'binaryValue': 'AQI=', 'dataType': 'Binary'},
          },
          'eventSource': 'aws:sqs',
          'eventSourceARN': 'arn:queue',
          'awsRegion': 'us-east-1',
        },
      ],
    };
    final s3Json = {
      'Records': [
        {
          'eventSource': 'aws:s3',
          'awsRegion': 'us-east-1',
          'eventTime': '2026-07-10T19:19:04.836Z',
          'eventName': 'ObjectCreated:Put',
          's3': {
            'bucket': {'name': 'uploads', 'arn': 'arn:bucket'},
            'object': {
              'key': 'photos/red+apple%21.jpg',
              'size': 1024,
              'eTag': 'd4',
              'sequencer': '0A',
            },
          },
        },
      ],
    };
    final scheduleJson = {
      'id': '53dc4d37',
      'detail-type': 'Scheduled Event',
      'source': 'aws.events',
      'account': '123456789012',
      'time': '2026-07-10T19:00:00Z',
      'region': 'us-east-1',
      'resources': ['arn:rule'],
      'detail': <String, Object?>{},
    };

    test('is told apart by its content', () {
      String kind(Object? json) => switch (LambdaEvent.fromJson(json)) {
        HttpApiEvent() => 'HTTP API',
        FunctionUrlEvent() => 'Function URL',
        HttpApiV1Event() => 'HTTP API 1.0',
        RestApiEvent() => 'REST API',
        AlbEvent() => 'ALB',
        SqsEvent() => 'SQS',
        S3Event() => 'S3',
        ScheduledEvent() => 'schedule',
        _ => 'other',
      };
      expect([v2(), v1(), alb(), sqsJson, s3Json, scheduleJson].map(kind), [
        'HTTP API',
        'REST API',
        'ALB',
        'SQS',
        'S3',
        'schedule',
      ]);
      expect(
        [
          null,
          1,
          <Object?>[],
          <String, Object?>{},
          {'Records': <Object?>[]},
        ].map(kind),
        ['other', 'other', 'other', 'other', 'other'],
      );
    });

    test('of SQS has its messages', () {
      final message = SqsEvent.fromJson(sqsJson).records.single;
      expect(message.messageId, 'm1');
      expect(message.bodyJson, {'orderId': 42});
      expect(message.json['messageId'], 'm1');
      expect(message.receiveCount, 2);
      expect(message.sentAt, DateTime.utc(2026, 7, 10, 19, 19, 4));
      expect(message.messageGroupId, 'g');
      expect(message.messageAttributes['source']?.stringValue, 'shop');
      expect(message.messageAttributes['bytes']?.binaryValue, [1, 2]);
      expect(message.queueArn, 'arn:queue');
    });

    test('of S3 has its objects, with decoded keys', () {
      final record = S3Event.fromJson(s3Json).records.single;
      expect(record.eventName, 'ObjectCreated:Put');
      expect(record.bucketName, 'uploads');
      expect(record.key, 'photos/red apple!.jpg');
      expect(record.size, 1024);
      expect(record.versionId, isNull);
      expect(record.eventTime, DateTime.utc(2026, 7, 10, 19, 19, 4, 836));
    });

    test('of a schedule says when it was due', () {
      final event = ScheduledEvent.fromJson(scheduleJson);
      expect(event.time, DateTime.utc(2026, 7, 10, 19));
      expect(event.resources, ['arn:rule']);
      expect(event.detail, isEmpty);
    });

    test('of EventBridge Scheduler has its detail as text', () {
      final event = ScheduledEvent.fromJson({
        ...scheduleJson,
        'source': 'aws.scheduler',
        'detail': '{"a":1}',
      });
      expect(event.detail, {'a': 1});
      expect(
        () => ScheduledEvent.fromJson({...scheduleJson, 'detail': '[]'}),
        throwsFormatException,
      );
    });

    test('of another kind than the handler takes is a format error', () {
      expect(() => SqsEvent.fromJson(const {}), throwsFormatException);
      expect(() => S3Event.fromJson({'Records': 1}), throwsFormatException);
      expect(() => ScheduledEvent.fromJson(const {}), throwsFormatException);
    });
  });
}
