import 'dart:async';
import 'dart:convert';

import 'package:oche/oche.dart';
import 'package:oche/testing.dart';
import 'package:test/test.dart';

/// What `package:logging` hands to its listeners, as far as it is read.
final class _Record {
  _Record(this.level, this.message, {this.error});

  final ({int value}) level;
  final String message;
  final Object? error;
  final String loggerName = 'shop';
  final StackTrace? stackTrace = null;
  final Zone? zone = Zone.current;
}

void main() {
  test(
    'records keep their levels, their logger and their invocation',
    () async {
      const levels = {
        300: 'TRACE',
        400: 'TRACE',
        500: 'DEBUG',
        700: 'DEBUG',
        800: 'INFO',
        900: 'WARN',
        1000: 'ERROR',
        1200: 'FATAL',
      };
      // Listeners run in the zone that listened.
      final records = StreamController<_Record>(sync: true);
      records.stream.listen(logRecord);
      final outcome = await invoke(
        (event, context) {
          for (final level in levels.keys) {
            records.add(_Record((value: level), 'at $level'));
          }
          return null;
        },
        null,
        variables: {
          'AWS_LAMBDA_LOG_FORMAT': 'JSON',
          'AWS_LAMBDA_LOG_LEVEL': 'TRACE',
        },
      );
      expect(
        [for (final line in outcome.logs) jsonDecode(line)],
        [
          for (final MapEntry(:key, :value) in levels.entries)
            {
              'timestamp': isA<String>(),
              'level': value,
              'requestId': 'test',
              'logger': 'shop',
              'message': 'at $key',
            },
        ],
      );
    },
  );

  test('the function’s level decides, and an error is told', () async {
    final outcome = await invoke(
      (event, context) {
        logRecord(_Record((value: 800), 'left out'));
        logRecord(_Record((value: 1000), 'failed', error: StateError('no')));
        return null;
      },
      null,
      variables: {'AWS_LAMBDA_LOG_LEVEL': 'WARN'},
    );
    expect(
      outcome.logs.single,
      contains('ERROR\tshop: failed: StateError: Bad state: no'),
    );
  });

  test('outside of an invocation a record is a line of its own', () {
    final printed = <String>[];
    runZoned(
      () => logRecord(_Record((value: 800), 'started')),
      zoneSpecification: ZoneSpecification(
        print: (self, parent, zone, line) => printed.add(line),
      ),
    );
    // It goes past the zones, to standard output itself.
    expect(printed, isEmpty);
  });
}
