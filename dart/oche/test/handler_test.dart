import 'package:oche/oche.dart';
import 'package:oche/src/function_error.dart';
import 'package:oche/src/resolve_handler.dart';
import 'package:oche/src/runtime/environment.dart';
import 'package:test/test.dart';

Object? one(Object? event, LambdaContext context) => 1;
Object? two(Object? event, LambdaContext context) => 2;

/// What `serve` answers with, of what it is given.
Future<LambdaHandler> resolve(
  Object given, {
  String setting = '',
  String? functionName,
}) => resolveHandler(
  given,
  LambdaEnvironment(handler: setting, functionName: functionName),
);

Matcher _fault(Object? message) => throwsA(
  isA<RuntimeFault>()
      .having((fault) => fault.type, 'type', 'Runtime.HandlerNotFound')
      .having((fault) => fault.message, 'message', message),
);

void main() {
  const both = <String, LambdaHandler>{'hello.one': one, 'hello.two': two};

  group('of several handlers', () {
    test('the setting picks one by its name', () async {
      expect(await resolve(both, setting: 'hello.two'), two);
    });

    test(
      'the function’s own name picks one where the setting does not',
      () async {
        expect(
          await resolve(both, setting: 'bootstrap', functionName: 'hello.two'),
          two,
        );
        expect(
          await resolve(both, setting: 'hello.one', functionName: 'hello.two'),
          one,
        );
      },
    );

    test('an unknown name is an error that lists those there are', () async {
      await expectLater(
        resolve(both, setting: 'hello.three', functionName: 'hello.two'),
        _fault(
          'No handler is called "hello.three": set the function\'s handler '
          '(_HANDLER) to one of hello.one, hello.two',
        ),
      );
    });

    test('none is picked by a setting that names none', () async {
      for (final name in ['', 'bootstrap', 'provided', 'index.handler']) {
        await expectLater(
          resolve(both, setting: name, functionName: 'another'),
          _fault(startsWith('Several handlers, and none is chosen')),
        );
      }
    });
  });

  group('a map of one handler', () {
    test('needs no name', () async {
      for (final name in ['', 'bootstrap', 'index.handler', 'hello.one']) {
        expect(await resolve({'hello.one': one}, setting: name), one);
      }
    });

    test('does not answer to another name', () async {
      await expectLater(
        resolve({'hello.one': one}, setting: 'hello.two'),
        _fault(startsWith('No handler is called "hello.two"')),
      );
    });
  });

  test('a map of none is an error', () async {
    await expectLater(
      resolve(<String, LambdaHandler>{}),
      _fault(startsWith('There is no handler')),
    );
  });

  test('a handler by itself answers to every name', () async {
    expect(await resolve(one, setting: 'hello.two'), one);
    final written = await resolve((event, context) => context.requestId);
    expect(await written(null, LambdaContext.fake(requestId: 'r')), 'r');
  });

  test('a factory makes a handler or a map, at once or later', () async {
    expect(await resolve(() => one), one);
    expect(await resolve(() async => one), one);
    expect(await resolve(() => both, setting: 'hello.two'), two);
    expect(await resolve(() async => both, setting: 'hello.two'), two);
  });

  test('what is no handler is told of, with what makes it one', () async {
    HttpReply hello(HttpEvent event, LambdaContext context) => HttpReply(200);
    void orders(SqsEvent event, LambdaContext context) {}
    void anything(LambdaEvent event, LambdaContext context) {}
    void due(ScheduledEvent event, LambdaContext context) {}
    final wrappers = {
      'onHttp': hello,
      'onSqs': orders,
      'onEvent': anything,
      'onSchedule': due,
    };
    for (final MapEntry(key: wrapper, value: function) in wrappers.entries) {
      await expectLater(resolve(function), _fault(contains('$wrapper(…)')));
      await expectLater(
        resolve({'a': function}),
        _fault(contains('$wrapper(…)')),
      );
    }
    await expectLater(resolve('hello'), _fault(contains('a String')));
    await expectLater(resolve({'a': null}), _fault(contains('null')));
    await expectLater(
      resolve(
        () async =>
            () => one,
      ),
      _fault(contains('serve')),
    );
  });
}
