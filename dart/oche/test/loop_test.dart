import 'dart:async';
import 'dart:convert';

import 'package:oche/oche.dart';
import 'package:oche/src/runtime/environment.dart';
import 'package:oche/src/runtime/initialise.dart';
import 'package:oche/src/runtime/loop.dart';
import 'package:oche/src/runtime/runtime_api.dart';
import 'package:oche/src/runtime/transport.dart';
import 'package:test/test.dart';

import 'support/fake_transport.dart';
import 'support/run.dart';

const _response = '/2018-06-01/runtime/invocation/id-1/response';
const _error = '/2018-06-01/runtime/invocation/id-1/error';

void main() {
  group('the loop', () {
    test('answers one invocation after the other', () async {
      final transport = FakeTransport()
        ..invoke({'n': 1})
        ..invoke({'n': 2}, requestId: 'id-2');
      final ran = await runOne(transport, (event, context) {
        return [event, context.requestId];
      });
      expect(
        [for (final post in ran.posts) post.json],
        [
          [
            {'n': 1},
            'id-1',
          ],
          [
            {'n': 2},
            'id-2',
          ],
        ],
      );
      expect(ran.posts.first.path, _response);
    });

    test(
      'reports exceptions and errors alike, with the stack, and goes on',
      () async {
        final transport = FakeTransport()
          ..invoke('exception')
          ..invoke('error')
          ..invoke('text');
        final ran = await runOne(transport, (event, context) {
          if (event == 'exception') throw Exception('gone');
          if (event == 'error') throw StateError('off');
          throw 'just text';
        });
        expect(
          [for (final post in ran.posts) post.json],
          [
            _failure('Exception', 'gone'),
            _failure('StateError', 'Bad state: off'),
            _failure('String', 'just text'),
          ],
        );
        expect(ran.posts.first.path, _error);
        expect(
          ran.posts.first.headers['lambda-runtime-function-error-type'],
          'Function.Exception',
        );
        expect(ran.lines, contains(startsWith('20')));
      },
    );

    test('takes an error that nobody caught for the invocation’s', () async {
      final transport = FakeTransport()..invoke(null);
      final ran = await runOne(transport, (event, context) {
        unawaited(Future<void>.error(StateError('left behind')));
        return 'done';
      });
      expect(
        ran.posts.single.json,
        _failure('StateError', 'Bad state: left behind'),
      );
    });

    test('does not wait for a handler whose timer failed', () async {
      final transport = FakeTransport()..invoke(null);
      final ran = await runOne(transport, (event, context) {
        Timer.run(() => throw StateError('from a timer'));
        return Completer<void>().future;
      });
      expect(
        ran.posts.single.json,
        _failure('StateError', 'Bad state: from a timer'),
      );
    });

    test('logs an error that comes after the answer, and goes on', () async {
      final late = Completer<void>();
      final transport = FakeTransport()
        ..invoke(null)
        ..respond(() async {
          late.complete();
          await Future<void>.delayed(Duration.zero);
          return FakeTransport.invocation(utf8.encode('2'), {
            'lambda-runtime-aws-request-id': 'id-2',
          });
        });
      final ran = await runOne(transport, (event, context) {
        if (event == null) {
          unawaited(late.future.then((_) => throw StateError('late')));
        }
        return event;
      });
      expect([for (final post in ran.posts) post.json], [null, 2]);
      expect(
        ran.lines.join('\n'),
        contains('id-1\tERROR\tUnhandled Error: StateError'),
      );
    });

    test('lets an invocation await what failed in another', () async {
      final transport = FakeTransport()
        ..invoke(1)
        ..invoke(2, requestId: 'id-2');
      Future<void>? opening;
      final ran = await runOne(transport, (event, context) async {
        opening ??= Future.error(StateError('refused'));
        await opening;
        return null;
      });
      expect(
        [for (final post in ran.posts) post.json],
        [
          _failure('StateError', 'Bad state: refused'),
          _failure('StateError', 'Bad state: refused'),
        ],
      );
    });

    test('says where an HTTP response belongs', () async {
      final transport = FakeTransport()..invoke({'n': 1});
      final ran = await runOne(
        transport,
        (event, context) => HttpReply.text('a'),
      );
      expect(
        ran.posts.single.json,
        _failure(
          'Runtime.MarshalError',
          'An HTTP response takes the shape of the event that it answers: '
              'return it from a handler of onHttp or onEvent',
        ),
      );
    });

    test('ends on a container error, whatever was asked', () async {
      final transport = FakeTransport()..invoke(1);
      transport.answer = (_) => TransportResponse(500);
      final ran = await runOne(transport, (event, context) => event);
      expect(
        ran.end,
        isA<RuntimeApiFailure>().having(
          (failure) => failure.message,
          'message',
          startsWith('response was answered with 500'),
        ),
      );
    });

    test('logs a refused answer, such as a stale one, and goes on', () async {
      final transport = FakeTransport()
        ..invoke(1)
        ..invoke(2);
      transport.answer = (_) => TransportResponse(
        410,
        body: utf8.encode('{"errorType":"InvokeTimeout"}'),
      );
      final ran = await runOne(transport, (event, context) => event);
      expect(ran.posts, hasLength(2));
      expect(ran.lines, [
        'response was answered with 410: {"errorType":"InvokeTimeout"}',
        'response was answered with 410: {"errorType":"InvokeTimeout"}',
      ]);
    });

    test('never posts an answer twice, even where it may be lost', () async {
      final transport = FakeTransport()
        ..invoke(1)
        ..invoke(2);
      transport.answer = (_) => throw StateError('closed');
      final ran = await runOne(transport, (event, context) => event);
      expect([for (final post in ran.posts) post.json], [1, 2]);
      expect(ran.lines.first, 'response may be lost: Bad state: closed');
    });

    test(
      'asks again where the connection is lost, with pauses, then gives up',
      () async {
        final transport = FakeTransport();
        for (var attempt = 0; attempt < 6; attempt++) {
          transport.respond(() => throw StateError('refused'));
        }
        final ran = await runOne(transport, (event, context) => event);
        expect(ran.lines, [
          'pause 0',
          'pause 10',
          'pause 100',
          'pause 500',
          'pause 1000',
        ]);
        expect(ran.end, isA<RuntimeApiFailure>());
      },
    );

    test('ends where an invocation has no request id', () async {
      final transport = FakeTransport()..respond(() => TransportResponse(200));
      final ran = await runOne(transport, (event, context) => event);
      expect(ran.end, isA<RuntimeApiFailure>());
      expect(ran.posts, isEmpty);
    });

    test('runs as many invocations at once as there are loops', () async {
      final transport = FakeTransport()
        ..invoke('first')
        ..invoke('second', requestId: 'id-2');
      final both = Completer<void>();
      var under = 0;
      final invoker = Invoker((event, context) async {
        if (++under == 2) both.complete();
        await both.future;
        return context.requestId;
      });
      final api = RuntimeApi(transport, onTrouble: (_) {});
      await Future.wait([
        for (var loop = 0; loop < 2; loop++)
          expectLater(invoker.poll(api), throwsA(isA<RuntimeApiFailure>())),
      ]);
      expect([for (final post in transport.posts) post.json], ['id-1', 'id-2']);
    });

    test(
      'writes what a handler prints as JSON where that is the format',
      () async {
        final transport = FakeTransport()..invoke(null);
        final ran = await runOne(transport, format: LambdaLogFormat.json, (
          event,
          context,
        ) {
          print('hello');
          context.log.info({'n': 1});
          return null;
        });
        final lines = [for (final line in ran.lines) jsonDecode(line)];
        expect(lines, [
          {
            'timestamp': isA<String>(),
            'level': 'INFO',
            'requestId': 'id-1',
            'message': 'hello',
          },
          {
            'timestamp': isA<String>(),
            'level': 'INFO',
            'requestId': 'id-1',
            'message': {'n': 1},
          },
        ]);
      },
    );
  });

  group('a zone of the caller', () {
    test('reaches the factory, every invocation and its stream', () async {
      final transport = FakeTransport()
        ..invoke(1)
        ..invoke(2, requestId: 'id-2');
      final zone = Zone.current.fork(zoneValues: {#tenant: 'blue'});
      Stream<List<int>> body() async* {
        yield utf8.encode('${Zone.current[#tenant]}');
      }

      final api = RuntimeApi(transport, onTrouble: (_) {});
      final handler = await initialise(
        () {
          final made = Zone.current[#tenant];
          return (event, context) => event == 1
              ? StreamedResult(body())
              : [made, Zone.current[#tenant]];
        },
        api,
        const LambdaLogger(),
        zone: zone,
      );
      if (handler == null) throw StateError('it did not start');
      final invoker = Invoker(handler, zone: zone);
      await expectLater(invoker.poll(api), throwsA(isA<RuntimeApiFailure>()));
      final [stream, result] = transport.posts;
      expect(utf8.decode(stream.body), 'blue');
      expect(result.json, ['blue', 'blue']);
    });

    test('whose errors somebody else catches changes nothing', () async {
      final caught = <Object>[];
      final zone = Zone.current.fork(
        specification: ZoneSpecification(
          handleUncaughtError: (self, parent, zone, error, stackTrace) =>
              caught.add(error),
        ),
      );
      final transport = FakeTransport()
        ..invoke(1)
        ..invoke(2, requestId: 'id-2');
      final api = RuntimeApi(transport, onTrouble: (_) {});
      // Made by one invocation, failed in the next: it must arrive there.
      late final Completer<Never> kept;
      final invoker = Invoker(zone: zone, (event, context) {
        if (event == 1) {
          kept = Completer<Never>();
          unawaited(Future<void>.error(StateError('left behind')));
          kept.future.ignore();
          return null;
        }
        kept.completeError(StateError('kept'));
        return kept.future;
      });
      await expectLater(invoker.poll(api), throwsA(isA<RuntimeApiFailure>()));
      expect(
        [for (final post in transport.posts) post.json],
        [
          _failure('StateError', 'Bad state: left behind'),
          _failure('StateError', 'Bad state: kept'),
        ],
      );
      expect(caught, isEmpty);
    });
  });

  test('each invocation finds its own context, its stream too', () async {
    final transport = FakeTransport()
      ..invoke('result')
      ..invoke('stream', requestId: 'id-2');
    Stream<List<int>> body() async* {
      await Future<void>.delayed(Duration.zero);
      yield utf8.encode('"${LambdaContext.current?.requestId}"');
    }

    final both = Completer<void>();
    var under = 0;
    final invoker = Invoker((event, context) async {
      if (++under == 2) both.complete();
      await both.future;
      return event == 'stream'
          ? StreamedResult(body())
          : LambdaContext.current?.requestId;
    });
    final api = RuntimeApi(transport, onTrouble: (_) {});
    await Future.wait([
      for (var loop = 0; loop < 2; loop++)
        expectLater(invoker.poll(api), throwsA(isA<RuntimeApiFailure>())),
    ]);
    expect(
      {for (final post in transport.posts) post.path.split('/')[4]: post.json},
      {'id-1': 'id-1', 'id-2': 'id-2'},
    );
    expect(LambdaContext.current, isNull);
  });

  group('what is left behind inside of logUncaught', () {
    test('is logged, and fails nothing', () async {
      final transport = FakeTransport()
        ..invoke(1)
        ..invoke(2, requestId: 'id-2');
      final ran = await runOne(
        transport,
        (event, context) => logUncaught(context, () async {
          Timer.run(() => throw StateError('left behind'));
          await Future<void>.delayed(const Duration(milliseconds: 2));
          return event;
        }),
      );
      expect([for (final post in ran.posts) post.json], [1, 2]);
      expect(ran.lines, hasLength(2));
      expect(
        ran.lines.first,
        contains('Unhandled Error: StateError: Bad state: left behind'),
      );
    });

    test('does not take what is thrown', () async {
      final transport = FakeTransport()..invoke(1);
      final ran = await runOne(
        transport,
        (event, context) =>
            logUncaught<Object?>(context, () => throw StateError('thrown')),
      );
      expect(
        ran.posts.single.json,
        _failure('StateError', 'Bad state: thrown'),
      );
    });
  });

  group('a stream', () {
    test('goes out as it is, with its type', () async {
      final transport = FakeTransport()..invoke(null);
      final ran = await runOne(
        transport,
        (event, context) => StreamedResult(
          Stream.fromIterable([utf8.encode('a'), utf8.encode('b')]),
          contentType: 'text/plain',
        ),
      );
      final post = ran.posts.single;
      expect(post.path, _response);
      expect(utf8.decode(post.body), 'ab');
      expect(post.headers, {
        'content-type': 'text/plain',
        'lambda-runtime-function-response-mode': 'streaming',
        'trailer':
            'lambda-runtime-function-error-type, lambda-runtime-function-error-body',
      });
      expect(post.trailers, isEmpty);
    });

    test('of bytes needs nothing around it', () async {
      final transport = FakeTransport()..invoke(null);
      final ran = await runOne(
        transport,
        (event, context) => Stream.value(utf8.encode('a')),
      );
      final post = ran.posts.single;
      expect(utf8.decode(post.body), 'a');
      expect(post.headers['content-type'], 'application/octet-stream');
    });

    test('that fails says so in its trailers', () async {
      final transport = FakeTransport()..invoke(null);
      Stream<List<int>> body() async* {
        yield utf8.encode('a');
        throw StateError('torn');
      }

      final ran = await runOne(
        transport,
        (event, context) => StreamedResult(body()),
      );
      final post = ran.posts.single;
      expect(utf8.decode(post.body), 'a');
      expect(
        post.trailers['lambda-runtime-function-error-type'],
        'Function.StateError',
      );
      final error = post.trailers['lambda-runtime-function-error-body'] ?? '';
      expect(
        jsonDecode(utf8.decode(base64.decode(error))),
        _failure('StateError', 'Bad state: torn'),
      );
    });

    test('that was listened to before is that invocation’s error', () async {
      final body = Stream.value(utf8.encode('a'));
      final transport = FakeTransport()
        ..invoke(1)
        ..invoke(2, requestId: 'id-2');
      final ran = await runOne(
        transport,
        (event, context) => StreamedResult(body),
      );
      expect([for (final post in ran.posts) utf8.decode(post.body)], ['a', '']);
      expect(
        ran.posts.last.trailers['lambda-runtime-function-error-type'],
        'Function.StateError',
      );
    });

    test('whose type would begin another header line is an error', () async {
      for (final type in ['text/plain\r\nx: y', 'größe', '']) {
        final transport = FakeTransport()..invoke(null);
        final ran = await runOne(
          transport,
          (event, context) =>
              StreamedResult(const Stream.empty(), contentType: type),
        );
        expect(ran.posts.single.path, _error);
        expect(
          ran.posts.single.json,
          _failure(
            'Runtime.MarshalError',
            'The content type of the stream is not a header value: '
                '${jsonEncode(type)}',
          ),
        );
      }
    });

    test('of an HTTP response has its metadata in front', () async {
      final transport = FakeTransport()
        ..invoke({
          'version': '2.0',
          'routeKey': r'$default',
          'rawPath': '/',
          'requestContext': {
            'domainName': 'abc.lambda-url.us-east-1.on.aws',
            'http': {'method': 'GET'},
          },
        });
      final ran = await runOne(
        transport,
        onHttp(
          streaming: true,
          (event, context) => HttpStream(
            Stream.value(utf8.encode('body')),
            statusCode: 201,
            contentType: 'text/plain',
          ),
        ),
      );
      final post = ran.posts.single;
      expect(
        post.headers['content-type'],
        'application/vnd.awslambda.http-integration-response',
      );
      final [metadata, ...nothing, body] = utf8.decode(post.body).split('\x00');
      expect(jsonDecode(metadata), {
        'statusCode': 201,
        'headers': {'content-type': 'text/plain'},
      });
      expect(nothing, hasLength(7));
      expect(body, 'body');
    });

    test(
      'whose producer leaves an error behind does not end the process',
      () async {
        final transport = FakeTransport()..invoke(null);
        Stream<List<int>> body() async* {
          unawaited(Future<void>.error(StateError('left behind')));
          await Future<void>.delayed(Duration.zero);
          yield utf8.encode('a');
        }

        final ran = await runOne(
          transport,
          (event, context) => StreamedResult(body()),
        );
        expect(utf8.decode(ran.posts.single.body), 'a');
        expect(ran.lines.join('\n'), contains('Unhandled Error: StateError'));
      },
    );
  });

  group('the initialisation', () {
    test('reports what the factory throws, and runs nothing', () async {
      final transport = FakeTransport()..invoke(null);
      final lines = <String>[];
      final handler = await initialise(
        () async => throw StateError('no database'),
        RuntimeApi(transport, onTrouble: lines.add),
        LambdaLogger(write: lines.add),
      );
      expect(handler, isNull);
      final post = transport.posts.single;
      expect(post.path, '/2018-06-01/runtime/init/error');
      expect(post.json, _failure('StateError', 'Bad state: no database'));
      expect(lines.first, contains('FATAL\tInit Error'));
    });

    test('reports what its factory left behind', () async {
      final transport = FakeTransport();
      final handler = await initialise(
        () {
          Timer.run(() => throw StateError('from a timer'));
          return Completer<LambdaHandler>().future;
        },
        RuntimeApi(transport, onTrouble: (_) {}),
        LambdaLogger(write: (_) {}),
      );
      expect(handler, isNull);
      expect(
        transport.posts.single.json,
        _failure('StateError', 'Bad state: from a timer'),
      );
    });
  });

  group('an invocation that does not end', () {
    test('is told of shortly before its deadline, once', () async {
      final told = Completer<String>();
      final lines = <String>[];
      final (transport, api) = _deadlines(['id-1', 'id-2']);
      final invoker = Invoker(
        (event, context) => context.requestId == 'id-1' ? 1 : told.future,
        logger: LambdaLogger(
          write: (line) {
            lines.add(line);
            told.complete('told');
          },
        ),
      );
      await invoker.answer(api, await api.next());
      await invoker.answer(api, await api.next());
      expect([for (final post in transport.posts) post.json], [1, 'told']);
      expect(lines.single, contains('\tid-2\tWARN\tThe time is nearly over'));
    });

    test('of several is the one that is told of', () async {
      final told = Completer<String>();
      final lines = <String>[];
      final (_, api) = _deadlines(['id-1', 'id-2', 'id-3']);
      final invoker = Invoker(
        (event, context) => context.requestId == 'id-2' ? told.future : 1,
        logger: LambdaLogger(
          write: (line) {
            lines.add(line);
            told.complete('told');
          },
        ),
      );
      await Future.wait([
        for (var loop = 0; loop < 3; loop++)
          api.next().then((invocation) => invoker.answer(api, invocation)),
      ]);
      expect(lines.single, contains('\tid-2\tWARN\t'));
    });
  });

  test('an initialisation that does not end is told of', () async {
    final lines = <String>[];
    final told = Completer<void>();
    final factory = Completer<LambdaHandler>();
    final handler = initialise(
      () => factory.future,
      RuntimeApi(FakeTransport(), onTrouble: (_) {}),
      LambdaLogger(
        write: (line) {
          lines.add(line);
          told.complete();
        },
      ),
      patience: Duration.zero,
    );
    await told.future;
    factory.complete((event, context) => event);
    expect(await handler, isNotNull);
    expect(lines.single, contains('The initialisation has not ended'));
  });

  test('the environment is read with its defaults', () {
    final nothing = LambdaEnvironment.from(const {});
    expect(nothing.runtimeApi, isNull);
    expect(nothing.maxConcurrency, 1);
    expect(nothing.logFormat, LambdaLogFormat.text);
    expect(nothing.logLevel, LambdaLogLevel.trace);
    final json = LambdaEnvironment.from(const {
      'AWS_LAMBDA_LOG_FORMAT': 'JSON',
      'AWS_LAMBDA_MAX_CONCURRENCY': '8',
    });
    expect(json.logFormat, LambdaLogFormat.json);
    expect(json.logLevel, LambdaLogLevel.info);
    expect(json.maxConcurrency, 8);
    final level = LambdaEnvironment.from(const {
      'AWS_LAMBDA_LOG_LEVEL': 'WARN',
    });
    expect(level.logLevel, LambdaLogLevel.warn);
  });
}

/// Invocations whose time is nearly over.
(FakeTransport, RuntimeApi) _deadlines(List<String> ids) {
  final deadline = DateTime.now().add(const Duration(milliseconds: 1500));
  final transport = FakeTransport();
  for (final requestId in ids) {
    transport.invoke(
      null,
      requestId: requestId,
      headers: {
        'lambda-runtime-deadline-ms': '${deadline.millisecondsSinceEpoch}',
      },
    );
  }
  return (transport, RuntimeApi(transport, onTrouble: (_) {}));
}

Map<String, Object?> _failure(String type, String message) => {
  'errorType': type,
  'errorMessage': message,
  'stackTrace': isA<List<Object?>>(),
};
