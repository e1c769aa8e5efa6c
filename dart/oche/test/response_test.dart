import 'dart:async';
import 'dart:convert';
import 'dart:io' show Cookie;

import 'package:oche/oche.dart';
import 'package:oche/src/function_error.dart';
import 'package:test/test.dart';

import 'events_test.dart' show alb, v1, v2;

final _context = LambdaContext(requestId: 'id-1');

/// What a handler that answers [response] returns for [event].
Future<Object?> result(Object? event, HttpResult response) async =>
    await onHttp((_, _) => response)(event, _context);

void main() {
  group('a response', () {
    test('of JSON', () async {
      expect(await result(v2(), HttpReply.json({'a': 'ü'})), {
        'statusCode': 200,
        'headers': {'content-type': 'application/json'},
        'body': '{"a":"ü"}',
        'isBase64Encoded': false,
      });
    });

    test('of text, with a type of its own', () async {
      expect(
        await result(
          v2(),
          HttpReply.text(
            'a,b',
            statusCode: 201,
            headers: {'Content-Type': 'text/csv', 'X-A': '1'},
          ),
        ),
        {
          'statusCode': 201,
          'headers': {'content-type': 'text/csv', 'x-a': '1'},
          'body': 'a,b',
          'isBase64Encoded': false,
        },
      );
    });

    test('of HTML', () async {
      final response = HttpReply.text(
        '<p>',
        contentType: 'text/html; charset=utf-8',
      );
      expect(response.headersAll['content-type'], ['text/html; charset=utf-8']);
      expect(response.encodedBody.body, '<p>');
    });

    test('of bytes is base64', () async {
      expect(
        await result(v2(), HttpReply.bytes([0, 255], contentType: 'image/png')),
        {
          'statusCode': 200,
          'headers': {'content-type': 'image/png'},
          'body': 'AP8=',
          'isBase64Encoded': true,
        },
      );
    });

    test('of bytes that are text is text', () {
      final response = HttpReply.bytes(
        utf8.encode('{"a":"ü"}'),
        contentType: 'application/problem+json',
      );
      expect(response.encodedBody, (body: '{"a":"ü"}', isBase64Encoded: false));
    });

    test('of bytes keeps a byte order mark', () {
      final response = HttpReply.bytes([
        0xef,
        0xbb,
        0xbf,
        97,
      ], contentType: 'text/csv');
      expect(response.encodedBody.body, '\ufeffa');
    });

    test('of text in another charset is base64', () {
      final response = HttpReply.bytes(
        latin1.encode('über'),
        contentType: 'text/plain; charset=iso-8859-1',
      );
      expect(response.encodedBody, (body: '/GJlcg==', isBase64Encoded: true));
    });

    test('of a type with a charset is text, whatever the type', () {
      final response = HttpReply.bytes(
        utf8.encode('grün'),
        contentType: 'application/octet-stream; charset=utf-8',
      );
      expect(response.encodedBody, (body: 'grün', isBase64Encoded: false));
    });

    test('that is compressed is base64, whatever its type', () {
      final response = HttpReply.text('x', headers: {'content-encoding': 'br'});
      expect(response.encodedBody, (body: 'eA==', isBase64Encoded: true));
    });

    test('that redirects', () async {
      expect(
        await result(
          v2(),
          HttpReply.redirect(Uri.parse('/there'), statusCode: 303),
        ),
        {
          'statusCode': 303,
          'headers': {'location': '/there'},
          'body': '',
          'isBase64Encoded': false,
        },
      );
    });

    test('without a body', () async {
      expect(await result(v2(), HttpReply(204)), {
        'statusCode': 204,
        'headers': isEmpty,
        'body': '',
        'isBase64Encoded': false,
      });
    });

    test('that streams is sent whole where the endpoint cannot', () async {
      final handler = onHttp(
        streaming: true,
        (event, context) => HttpStream(
          Stream.fromIterable([utf8.encode('a'), utf8.encode('b')]),
          statusCode: 201,
          contentType: 'text/plain',
        ),
      );
      for (final event in [
        v2(),
        v1({'version': '1.0'}),
        alb(),
      ]) {
        expect(await handler(event, _context), {
          'statusCode': 201,
          'headers': {'content-type': 'text/plain'},
          'body': 'ab',
          'isBase64Encoded': false,
        });
      }
    });

    test('that streams is sent whole where the endpoint does not', () async {
      for (final event in [
        v1(),
        v2({
          'requestContext': {
            'domainName': 'abc.lambda-url.us-east-1.on.aws',
            'http': {'method': 'GET'},
          },
        }),
      ]) {
        final stream = HttpStream(
          Stream.fromIterable([utf8.encode('a'), utf8.encode('b')]),
          statusCode: 201,
          contentType: 'text/plain',
        );
        expect(await result(event, stream), {
          'statusCode': 201,
          'headers': {'content-type': 'text/plain'},
          'body': 'ab',
          'isBase64Encoded': false,
        });
      }
    });

    test('that streams does so behind any domain of a Function URL', () async {
      final handler = onHttp(
        streaming: true,
        (event, context) => HttpStream(Stream.value(utf8.encode('a'))),
      );
      for (final domain in ['127.0.0.1:3000', 'api.example.com']) {
        final event = v2({
          'routeKey': r'$default',
          'requestContext': {
            'domainName': domain,
            'http': {'method': 'GET', 'path': '/items/42'},
          },
        });
        expect(await handler(event, _context), isA<StreamedResult>());
      }
    });

    test('goes out as a stream where the endpoint streams', () async {
      Future<StreamedResult> streamed(
        FutureOr<Object?> Function(HttpEvent event, LambdaContext context)
        handle, {
        String body = '',
      }) async {
        final result = await onHttp(streaming: true, handle)(
          v2({
            'requestContext': {
              'domainName': 'abc.lambda-url.us-east-1.on.aws',
              'http': {'method': 'POST'},
            },
            'body': body,
          }),
          _context,
        );
        return result as StreamedResult;
      }

      Future<(Object?, String)> sent(StreamedResult result) async {
        final metadata = utf8.decode(
          result.prelude.sublist(0, result.prelude.length - 8),
        );
        return (jsonDecode(metadata), await utf8.decodeStream(result.body));
      }

      final reply = HttpReply.text(
        'grün',
        statusCode: 201,
        cookies: [Cookie('a', '1')],
      );
      final (metadata, text) = await sent(await streamed((_, _) => reply));
      expect(metadata, {
        'statusCode': 201,
        'headers': {'content-type': 'text/plain; charset=utf-8'},
        'cookies': ['a=1; HttpOnly'],
      });
      expect(text, 'grün');
      final (nothing, none) = await sent(await streamed((_, _) => null));
      expect(nothing, {'statusCode': 204, 'headers': isEmpty});
      expect(none, '');
      final (refused, why) = await sent(
        await streamed((event, _) => event.bodyJson, body: '{'),
      );
      expect(refused, containsPair('statusCode', 400));
      expect(why, contains('the body is not JSON'));
    });

    test('can be read', () {
      final reply = HttpReply.json(
        {'a': 'ü'},
        statusCode: 201,
        headers: {'X-A': '1'},
        cookies: [Cookie('a', '1')],
      );
      expect(reply.statusCode, 201);
      expect(reply.headers, {'content-type': 'application/json', 'x-a': '1'});
      expect(reply.cookies, ['a=1; HttpOnly']);
      expect(reply.body, '{"a":"ü"}');
      expect(reply.bodyJson, {'a': 'ü'});
      expect(reply.bodyBytes, utf8.encode('{"a":"ü"}'));
      expect(HttpReply.text('a').body, 'a');
      expect(HttpReply.bytes([0, 255]).bodyBytes, [0, 255]);
      expect(() => HttpReply.bytes([0, 255]).body, throwsFormatException);
      expect(HttpReply(204).body, '');
      expect(HttpReply(204).bodyBytes, isEmpty);
    });

    test('does not carry headers of the connection', () {
      final response = HttpReply(
        200,
        headers: {'Transfer-Encoding': 'chunked'},
      );
      expect(response.headersAll, isEmpty);
    });
  });

  group('cookies', () {
    final response = HttpReply(
      200,
      cookies: [
        Cookie('a', '1')..path = '/',
        Cookie('b', '2')..httpOnly = false,
      ],
    );

    test('leave an HTTP API and a Function URL as a list', () async {
      expect(await result(v2(), response), {
        'statusCode': 200,
        'headers': isEmpty,
        'cookies': ['a=1; Path=/; HttpOnly', 'b=2'],
        'body': '',
        'isBase64Encoded': false,
      });
    });

    test('leave a REST API and format 1.0 as a multi-value header', () async {
      for (final event in [
        v1(),
        v1({'version': '1.0'}),
      ]) {
        expect(await result(event, response), {
          'statusCode': 200,
          'headers': isEmpty,
          'multiValueHeaders': {
            'set-cookie': ['a=1; Path=/; HttpOnly', 'b=2'],
          },
          'body': '',
          'isBase64Encoded': false,
        });
      }
    });

    test(
      'leave a load balancer by spelling or as a list, as its mode is',
      () async {
        expect(await result(alb(), response), {
          'statusCode': 200,
          'headers': {
            'set-cookie': 'a=1; Path=/; HttpOnly',
            'Set-cookie': 'b=2',
          },
          'body': '',
          'isBase64Encoded': false,
        });
        final multi = alb({
          'headers': null,
          'multiValueHeaders': <String, Object?>{},
        });
        expect(await result(multi, response), {
          'statusCode': 200,
          'multiValueHeaders': {
            'set-cookie': ['a=1; Path=/; HttpOnly', 'b=2'],
          },
          'body': '',
          'isBase64Encoded': false,
        });
      },
    );
  });

  group('a handler', () {
    test('of HTTP refuses other events', () async {
      await expectLater(
        result({'Records': <Object?>[]}, HttpReply(200)),
        throwsA(
          isA<RuntimeFault>()
              .having((fault) => fault.type, 'type', 'Runtime.NotAnHttpEvent')
              .having(
                (fault) => fault.message,
                'message',
                contains('an event with Records'),
              ),
        ),
      );
    });

    test('answers 400 where a client’s body cannot be read', () async {
      final lines = <String>[];
      final context = LambdaContext(
        requestId: 'id-1',
        log: LambdaLogger(write: lines.add),
      );
      FutureOr<HttpReply> answer(HttpEvent event, LambdaContext _) =>
          HttpReply.json(event.bodyJson);
      final bodies = {
        '{"name":': 'the body is not JSON: Unexpected end of input at 8',
        '': 'the body is not JSON: Unexpected end of input at 0',
      };
      final handlers = [
        onHttp(answer),
        onEvent((event, context) => answer(event as HttpEvent, context)),
      ];
      for (final handler in handlers) {
        for (final MapEntry(:key, :value) in bodies.entries) {
          final answered = await handler(v2({'body': key}), context);
          expect(answered, {
            'statusCode': 400,
            'headers': {'content-type': 'application/json'},
            'body': jsonEncode({'message': value}),
            'isBase64Encoded': false,
          });
        }
      }
      expect(lines, hasLength(4));
      expect(lines.first, contains('WARN\tBad Request: the body is not JSON'));
    });

    test('may return JSON, a stream of bytes, or nothing', () async {
      Future<Object?> answer(Object? value) async =>
          await onHttp((event, context) => value)(v2(), _context);
      expect(await answer({'a': 1}), {
        'statusCode': 200,
        'headers': {'content-type': 'application/json'},
        'body': '{"a":1}',
        'isBase64Encoded': false,
      });
      expect(await answer(Stream.value([0, 255])), {
        'statusCode': 200,
        'headers': {'content-type': 'application/octet-stream'},
        'body': 'AP8=',
        'isBase64Encoded': true,
      });
      expect(await answer(null), {
        'statusCode': 204,
        'headers': isEmpty,
        'body': '',
        'isBase64Encoded': false,
      });
    });

    test('that cannot read anything else fails', () async {
      final handler = onHttp(
        (event, context) => HttpReply.json(jsonDecode('{')),
      );
      await expectLater(handler(v2(), _context), throwsFormatException);
    });

    test('never sees a path with dot segments', () async {
      final refused = [
        v2({'rawPath': '/hello/../cookies'}),
        v2({'rawPath': '/..'}),
        v2({'rawPath': '/./a'}),
        v1({'path': '/hello/%2E%2e/cookies'}),
        alb({'path': '/hello/.%2e'}),
      ];
      for (final event in refused) {
        final answered = await result(event, HttpReply.text('secret'));
        expect((answered as Map<String, Object?>)['statusCode'], 400);
      }
      for (final path in ['/a..b', '/...', '/.well-known/x', '/a.', '/..a']) {
        final answered = await result(
          v2({'rawPath': path}),
          HttpReply.text('x'),
        );
        expect((answered as Map<String, Object?>)['statusCode'], 200);
      }
    });

    test('of several sources answers HTTP and others', () async {
      final handler = onEvent(
        (event, context) => switch (event) {
          HttpEvent() => HttpReply.text(event.path),
          OtherEvent(:final json) => {'got': json},
          _ => null,
        },
      );
      expect(await handler(v2(), _context), {
        'statusCode': 200,
        'headers': {'content-type': 'text/plain; charset=utf-8'},
        'body': '/items/42',
        'isBase64Encoded': false,
      });
      expect(await handler(1, _context), {'got': 1});
    });

    test('of SQS says which messages failed', () async {
      final handler = onSqs(
        (event, context) => BatchResponse(
          failed: [for (final message in event.records) message.messageId],
        ),
      );
      final event = {
        'Records': [
          {'messageId': 'm1', 'body': ''},
        ],
      };
      expect(jsonDecode(jsonEncode(await handler(event, _context))), {
        'batchItemFailures': [
          {'itemIdentifier': 'm1'},
        ],
      });
    });

    test('of a schedule and of S3 return nothing', () async {
      final due = <DateTime>[];
      final atTime = onSchedule((event, context) => due.add(event.time));
      expect(
        await atTime({'id': '1', 'time': '2026-07-10T19:00:00Z'}, _context),
        isNull,
      );
      expect(due, [DateTime.utc(2026, 7, 10, 19)]);
      expect(
        await onS3((event, context) {})({'Records': <Object?>[]}, _context),
        isNull,
      );
    });
  });
}
