import 'package:oche/oche.dart';
import 'package:oche/src/function_error.dart';
import 'package:oche/src/handler.dart';
import 'package:test/test.dart';

void main() {
  Object? one(Object? event, LambdaContext context) => 1;
  Object? two(Object? event, LambdaContext context) => 2;
  final both = <String, LambdaHandler>{'hello.one': one, 'hello.two': two};

  group('of several handlers', () {
    test('the setting picks one by its name', () {
      expect(resolveHandler(both, 'hello.two'), two);
    });

    test('an unknown name is an error that lists those there are', () {
      expect(
        () => resolveHandler(both, 'hello.three'),
        throwsA(
          isA<RuntimeFault>()
              .having((fault) => fault.type, 'type', 'Runtime.HandlerNotFound')
              .having(
                (fault) => fault.message,
                'message',
                'No handler is called "hello.three": set the function\'s handler '
                    '(_HANDLER) to one of hello.one, hello.two',
              ),
        ),
      );
    });

    test('none is picked by a setting that names none', () {
      for (final name in ['', 'bootstrap', 'provided', 'index.handler']) {
        expect(
          () => resolveHandler(both, name),
          throwsA(
            isA<RuntimeFault>().having(
              (fault) => fault.message,
              'message',
              startsWith('Several handlers, and none is chosen'),
            ),
          ),
        );
      }
    });
  });

  group('a single handler', () {
    test('needs no name', () {
      for (final name in ['', 'bootstrap', 'index.handler', 'hello.one']) {
        expect(resolveHandler({'hello.one': one}, name), one);
      }
    });

    test('does not answer to another name', () {
      expect(
        () => resolveHandler({'hello.one': one}, 'hello.two'),
        throwsA(isA<RuntimeFault>()),
      );
    });
  });

  test('no handler at all is an error', () {
    expect(() => resolveHandler({}, ''), throwsA(isA<RuntimeFault>()));
  });
}
