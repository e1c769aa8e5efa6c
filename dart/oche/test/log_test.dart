import 'dart:convert';

import 'package:oche/oche.dart';
import 'package:oche/src/function_error.dart';
import 'package:test/test.dart';

final class _Private implements Exception {
  @override
  String toString() => '_Private: hidden';
}

final class _Unreadable implements StackTrace {
  @override
  String toString() => throw StateError('no text');
}

void main() {
  group('an error', () {
    FunctionError describe(Object error) =>
        FunctionError.of(error, StackTrace.empty);

    test(
      'is told by its type without the underscore, and its message without the type',
      () {
        expect(describe(Exception('boom')).toJson(), {
          'errorType': 'Exception',
          'errorMessage': 'boom',
          'stackTrace': isEmpty,
        });
        expect(describe(const FormatException('bad')).errorMessage, 'bad');
        expect(describe(_Private()).errorType, 'Private');
      },
    );

    test('that has no text does not matter', () {
      expect(describe(_Unreadable()).errorMessage, 'The error cannot be read');
      expect(FunctionError.of('', _Unreadable()).stackTrace, isEmpty);
    });

    test('has a header that Lambda takes', () {
      String header(String type) =>
          FunctionError(errorType: type, errorMessage: '').header;
      expect(header('StateError'), 'Function.StateError');
      expect(header('Runtime.MarshalError'), 'Runtime.MarshalError');
      expect(header('Boom<int>'), 'Function.Unknown');
      expect(header('Zoë'), 'Function.Unknown');
    });

    test('has its stack as a list of lines', () {
      final error = FunctionError.of('', StackTrace.fromString('#0 a\n#1 b\n'));
      expect(error.stackTrace, ['#0 a', '#1 b']);
    });
  });

  group('a logger', () {
    test('writes an error with its stack as one record of text', () {
      final lines = <String>[];
      LambdaLogger(write: lines.add).error(
        'It\nfailed',
        error: StateError('off'),
        stackTrace: StackTrace.fromString('#0 a\n#1 b\n'),
      );
      expect(
        lines.single,
        contains('ERROR\tIt\rfailed: StateError: Bad state: off\r#0 a\r#1 b'),
      );
      expect(lines.single.contains('\n'), isFalse);
    });

    test('writes text with time, request id and level', () {
      final lines = <String>[];
      LambdaLogger(requestId: 'id-1', write: lines.add).warn('careful');
      expect(lines.single.split('\t').skip(1), ['id-1', 'WARN', 'careful']);
      expect(DateTime.parse(lines.single.split('\t').first).isUtc, isTrue);
    });

    test('writes JSON as Lambda’s own runtimes do', () {
      final lines = <String>[];
      LambdaLogger(
        format: LambdaLogFormat.json,
        requestId: 'id-1',
        tenantId: 'tenant-1',
        write: lines.add,
      ).error('failed', error: StateError('off'), stackTrace: StackTrace.empty);
      expect(jsonDecode(lines.single), {
        'timestamp': isA<String>(),
        'level': 'ERROR',
        'requestId': 'id-1',
        'tenantId': 'tenant-1',
        'message': 'failed',
        'errorType': 'StateError',
        'errorMessage': 'Bad state: off',
        'stackTrace': isEmpty,
      });
    });

    test('leaves out what is less serious than its level', () {
      final lines = <String>[];
      LambdaLogger(level: LambdaLogLevel.warn, write: lines.add)
        ..info('left out')
        ..error('written');
      expect(lines, hasLength(1));
    });

    test('writes objects by their toJson', () {
      final lines = <String>[];
      LambdaLogger(format: LambdaLogFormat.json, write: lines.add).info({
        'failed': BatchResponse(failed: ['m1']),
      });
      expect((jsonDecode(lines.single) as Map<String, Object?>)['message'], {
        'failed': {
          'batchItemFailures': [
            {'itemIdentifier': 'm1'},
          ],
        },
      });
    });

    test('does not fail where what it is given cannot be read', () {
      for (final format in LambdaLogFormat.values) {
        final lines = <String>[];
        LambdaLogger(format: format, write: lines.add)
          ..info(_Unreadable())
          ..info([_Unreadable()]);
        expect(lines, hasLength(2));
        expect(lines, everyElement(contains('The message cannot be read')));
      }
    });

    test('writes whatever it is given, JSON or not', () {
      final lines = <String>[];
      final circle = <String, Object?>{};
      circle['self'] = circle;
      LambdaLogger(format: LambdaLogFormat.json, write: lines.add)
        ..info({'when': DateTime.utc(2026), 'not': double.nan})
        ..info(circle);
      expect((jsonDecode(lines.first) as Map<String, Object?>)['message'], {
        'when': '2026-01-01 00:00:00.000Z',
        'not': 'NaN',
      });
      expect(
        (jsonDecode(lines.last) as Map<String, Object?>)['message'],
        isA<String>(),
      );
    });
  });

  group('the context', () {
    test('counts down to the deadline', () {
      final context = LambdaContext(
        requestId: 'id-1',
        deadline: DateTime.now().add(const Duration(hours: 1)),
      );
      expect(context.remainingTime.inMinutes, lessThanOrEqualTo(60));
      expect(context.remainingTime.inMinutes, greaterThan(50));
    });

    test('without a deadline has time', () {
      expect(
        LambdaContext(requestId: 'id-1').remainingTime.inDays,
        greaterThan(365),
      );
    });
  });
}
