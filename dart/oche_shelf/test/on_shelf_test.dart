import 'dart:async';
import 'dart:convert';
import 'dart:io' show HttpConnectionInfo;

import 'package:oche/oche.dart';
import 'package:oche/testing.dart';
import 'package:oche_shelf/oche_shelf.dart';
import 'package:shelf/shelf.dart' show Request, Response;
import 'package:test/test.dart';

Map<String, Object?> _event({
  String rawPath = '/items/42',
  Map<String, Object?> headers = const {'host': 'example.com'},
  Object? body,
}) => {
  'version': '2.0',
  'routeKey': r'$default',
  'rawPath': rawPath,
  'rawQueryString': 'q=1',
  'headers': headers,
  'requestContext': {
    'domainName': 'abc.lambda-url.us-east-1.on.aws',
    'http': {'method': 'POST'},
  },
  'body': body,
  'isBase64Encoded': false,
};

/// What a function with [handler] returns, and what it logs.
Future<(Map<String, Object?>, List<String>)> _invoke(
  FutureOr<Response> Function(Request request) handler,
  Map<String, Object?> event,
) async {
  final lines = <String>[];
  final context = LambdaContext(
    requestId: 'id-1',
    log: LambdaLogger(requestId: 'id-1', write: lines.add),
  );
  final result = await onShelf(handler)(event, context);
  return (result as Map<String, Object?>, lines);
}

void main() {
  test('a handler gets the request, the event and the context', () async {
    final (result, _) = await _invoke((request) async {
      expect(request.lambdaEvent, isA<FunctionUrlEvent>());
      return Response.ok(
        jsonEncode({
          'method': request.method,
          'url': '${request.url}',
          'requestedUri': '${request.requestedUri}',
          'body': await request.readAsString(),
          'requestId': request.lambdaContext?.requestId,
        }),
        headers: {'content-type': 'application/json'},
      );
    }, _event(body: 'ü'));
    expect(jsonDecode(result['body'] as String), {
      'method': 'POST',
      'url': 'items/42?q=1',
      'requestedUri': 'https://example.com/items/42?q=1',
      'body': 'ü',
      'requestId': 'id-1',
    });
  });

  test('a test invokes it by package:oche/testing.dart', () async {
    final outcome = await invoke(
      onShelf(
        (request) async => Response.ok(
          '${request.url}: ${await request.readAsString()}',
          headers: {
            'set-cookie': ['a=1', 'b=2'],
          },
        ),
      ),
      HttpEvent.post('/items?q=1', body: 'ü', endpoint: LambdaEndpoint.restApi),
    );
    expect(outcome.statusCode, 200);
    expect(outcome.cookies, ['a=1', 'b=2']);
    expect(outcome.body, 'items?q=1: ü');
  });

  test(
    'the request has no transfer encoding, since its body is whole',
    () async {
      final (result, _) = await _invoke(
        (request) => Response.ok(
          '${request.headersAll.containsKey('transfer-encoding')}',
        ),
        _event(headers: {'transfer-encoding': 'chunked'}),
      );
      expect(result['body'], 'false');
    },
  );

  test('cookies set leave one by one', () async {
    final (result, _) = await _invoke(
      (request) => Response.ok(
        '',
        headers: {
          'set-cookie': ['a=1', 'b=2'],
        },
      ),
      _event(),
    );
    expect(result['cookies'], ['a=1', 'b=2']);
    expect(result['headers'], isEmpty);
  });

  test(
    'a handler that throws is logged and answered with 500, without details',
    () async {
      final (result, lines) = await _invoke(
        (request) => throw StateError('password=secret'),
        _event(),
      );
      expect(result['statusCode'], 500);
      expect(result['body'], 'Internal Server Error');
      expect(
        lines.single,
        contains('POST /items/42 failed: StateError: Bad state: password'),
      );
    },
  );

  test('an error left behind is logged, and the answer stands', () async {
    final (result, lines) = await _invoke((request) async {
      unawaited(
        Future<void>.delayed(
          const Duration(milliseconds: 1),
          () => throw StateError('left behind'),
        ),
      );
      await Future<void>.delayed(const Duration(milliseconds: 20));
      return Response.ok('fine');
    }, _event());
    expect(result['statusCode'], 200);
    expect(result['body'], 'fine');
    expect(lines.single, contains('Unhandled Error: StateError: Bad state'));
  });

  test('the address of the client stands where shelf_io has it', () async {
    Future<Object?> connection(Map<String, Object?> event) async {
      Object? seen;
      await _invoke((request) {
        seen = request.context['shelf.io.connection_info'];
        return Response.ok('');
      }, event);
      return seen;
    }

    final isConnection = isA<HttpConnectionInfo>()
        .having((it) => it.remoteAddress.address, 'address', '203.0.113.24')
        .having((it) => it.localPort, 'port', 443);
    expect(
      await connection({
        ..._event(),
        'requestContext': {
          'http': {'method': 'GET', 'sourceIp': '203.0.113.24'},
        },
      }),
      isConnection,
    );
    expect(
      await connection({
        'httpMethod': 'GET',
        'path': '/',
        'headers': {'x-forwarded-for': '10.0.0.1, 203.0.113.24'},
        'requestContext': {'elb': <String, Object?>{}},
      }),
      isConnection,
    );
    expect(await connection(_event()), isNull);
  });

  test('JSON of a client that cannot be read is answered with 400', () async {
    final (result, _) = await _invoke(
      (request) => Response.ok('${request.lambdaEvent?.bodyJson}'),
      _event(body: '{'),
    );
    expect(result['statusCode'], 400);
  });

  test('a response whose body fails is answered with 500', () async {
    final (result, lines) = await _invoke(
      (request) => Response.ok(Stream<List<int>>.error(StateError('torn'))),
      _event(),
    );
    expect(result['statusCode'], 500);
    expect(lines.single, contains('POST /items/42 failed: StateError'));
  });

  test('a body of no type is text, as by shelf’s own server', () async {
    final (text, _) = await _invoke((request) => Response.ok('a'), _event());
    expect(text['headers'], {'content-type': 'text/plain; charset=utf-8'});
    for (final status in [200, 204, 302, 304]) {
      final (nothing, _) = await _invoke(
        (request) => Response(status),
        _event(),
      );
      expect(nothing['headers'], isEmpty);
    }
  });

  test('an event that is no request is answered with 400', () async {
    for (final event in [
      _event(rawPath: '/%FF'),
      _event(headers: {'host': 'example.com:port'}),
      {..._event(body: '!'), 'isBase64Encoded': true},
    ]) {
      final (result, lines) = await _invoke(
        (request) => Response.ok(''),
        event,
      );
      expect(result['statusCode'], 400);
      expect(lines, hasLength(1));
    }
  });

  test('a streamed response is not read first', () async {
    final handler = onShelf(
      streaming: true,
      (request) => Response.ok(
        Stream.fromIterable([
          [97],
          [98],
        ]),
        headers: {'content-type': 'text/plain'},
      ),
    );
    final result = await handler(_event(), LambdaContext(requestId: 'id-1'));
    final stream = result as StreamedResult;
    expect(await stream.body.toList(), [
      [97],
      [98],
    ]);
    expect(utf8.decode(stream.prelude), startsWith('{"statusCode":200,'));
  });
}
