import 'dart:convert';
import 'dart:io' show Cookie;

import 'package:oche/oche.dart';
import 'package:oche/testing.dart';
import 'package:test/test.dart';

void main() {
  group('a request of a test', () {
    for (final endpoint in LambdaEndpoint.values) {
      test('reads as the one of ${endpoint.name}', () {
        final event = HttpEvent.post(
          '/a%20b/%C3%BC?q=a%20b&q=c&e',
          json: {'name': 'Größe'},
          headers: {'X-A': '1', 'Cookie': 'a=1; b=2'},
          endpoint: endpoint,
        );
        final isOfIts = switch (endpoint) {
          LambdaEndpoint.httpApi => isA<HttpApiEvent>(),
          LambdaEndpoint.httpApiV1 => isA<HttpApiV1Event>(),
          LambdaEndpoint.restApi => isA<RestApiEvent>(),
          LambdaEndpoint.functionUrl => isA<FunctionUrlEvent>(),
          LambdaEndpoint.loadBalancer => isA<AlbEvent>(),
        };
        expect(event, isOfIts);
        expect(LambdaEvent.fromJson(jsonDecode(jsonEncode(event))), isOfIts);
        expect(event.method, 'POST');
        expect(event.path, '/a%20b/%C3%BC');
        expect(event.queryParameters, {'q': 'c', 'e': ''});
        expect(event.header('x-a'), '1');
        expect(event.header('content-type'), 'application/json');
        expect(event.cookies, {'a': '1', 'b': '2'});
        expect(event.bodyJson, {'name': 'Größe'});
        expect(event.sourceIp, '203.0.113.24');
      });
    }

    test('has claims and path parameters where its endpoint has them', () {
      for (final endpoint in LambdaEndpoint.values) {
        HttpEvent request() => HttpEvent.get(
          '/items/42',
          pathParameters: {'id': '42'},
          claims: {'sub': 'ada'},
          endpoint: endpoint,
        );
        if (endpoint == LambdaEndpoint.functionUrl ||
            endpoint == LambdaEndpoint.loadBalancer) {
          expect(request, throwsA(isA<ArgumentError>()));
        } else {
          expect(request().claims, {'sub': 'ada'});
          expect(request().pathParameters, {'id': '42'});
          expect(request().sourceIp, '203.0.113.24');
        }
      }
    });

    test('has a body of bytes, of text or none', () {
      final bytes = HttpEvent.put('/', bytes: [0, 255]);
      expect(bytes.bodyBytes, [0, 255]);
      expect(HttpEvent.patch('/', body: 'ü').body, 'ü');
      expect(HttpEvent.get('/').body, '');
      expect(HttpEvent.delete('items').path, '/items');
    });
  });

  group('an invocation of a test', () {
    for (final endpoint in LambdaEndpoint.values) {
      test('gives the response behind ${endpoint.name}', () async {
        final outcome = await invoke(
          onHttp((event, context) {
            print('printed');
            return HttpReply.json(
              {'path': event.path},
              statusCode: 201,
              headers: {'X-A': 'b'},
              cookies: [Cookie('a', '1'), Cookie('b', '2')],
            );
          }),
          HttpEvent.get('/x', endpoint: endpoint),
        );
        expect(outcome.error, isNull);
        expect(outcome.statusCode, 201);
        expect(outcome.headers, {
          'content-type': 'application/json',
          'x-a': 'b',
        });
        expect(outcome.cookies, ['a=1; HttpOnly', 'b=2; HttpOnly']);
        expect(outcome.json, {'path': '/x'});
        expect(outcome.logs, ['printed']);
      });
    }

    test('gives bytes, and streams whole', () async {
      final bytes = await invoke(
        onHttp((event, context) => HttpReply.bytes([0, 255])),
        HttpEvent.get('/'),
      );
      expect(bytes.bodyBytes, [0, 255]);
      final stream = await invoke(
        onHttp(
          streaming: true,
          (event, context) => HttpStream(
            Stream.fromIterable([
              [0],
              [97],
            ]),
            statusCode: 202,
          ),
        ),
        HttpEvent.get('/', endpoint: LambdaEndpoint.functionUrl),
      );
      expect(stream.isStreamed, isTrue);
      expect(stream.statusCode, 202);
      expect(stream.bodyBytes, [0, 97]);
    });

    test('gives a result that is no response', () async {
      final handler = onSqs(
        (event, context) => BatchResponse(
          failed: [
            for (final message in event.records)
              if (message.bodyJson case {'ok': false}) message.messageId,
          ],
        ),
      );
      final outcome = await invoke(
        handler,
        SqsEvent.of([
          {'ok': true},
          '{"ok":false}',
        ]),
      );
      expect(outcome.result, {
        'batchItemFailures': [
          {'itemIdentifier': 'message-2'},
        ],
      });
    });

    test('that fails has its error, and no result', () async {
      final outcome = await invoke((event, context) {
        throw StateError('no $event');
      }, 'x');
      expect(outcome.error?.type, 'StateError');
      expect(outcome.error?.message, 'Bad state: no x');
      expect(outcome.logs.single, contains('Invoke Error'));
      expect(() => outcome.result, throwsA(isA<StateError>()));
      expect(() => outcome.statusCode, throwsA(isA<StateError>()));
    });

    test('that has no response says what it has', () async {
      final outcome = await invoke((event, context) => event, {'a': 1});
      expect(outcome.result, {'a': 1});
      expect(() => outcome.statusCode, throwsA(isA<StateError>()));
    });
  });

  test('a context of a test has time left', () {
    final short = LambdaContext.fake(remaining: const Duration(seconds: 1));
    expect(short.remainingTime.inSeconds, lessThanOrEqualTo(1));
    final context = LambdaContext.fake(requestId: 'r');
    expect(context.requestId, 'r');
    expect(context.remainingTime.inSeconds, greaterThan(30));
  });
}
