/// The part of `package:test` that Oche's Dart tests use, for machines that cannot reach pub.dev.
///
/// A test file runs by itself, as a script: it prints what failed and ends with status 1.
library;

import 'dart:async';
import 'dart:io';

final _tests = <(String, FutureOr<void> Function())>[];
final _groups = <String>[];
final _tearDowns = <FutureOr<void> Function()>[];
var _scheduled = false;

void group(String description, void Function() body, {Object? skip}) {
  if (skip is String) return print('skipped: $description ($skip)');
  _groups.add(description);
  body();
  _groups.removeLast();
}

void test(String description, FutureOr<void> Function() body, {Object? skip}) {
  if (skip is String) return print('skipped: $description ($skip)');
  _tests.add(([..._groups, description].join(' '), body));
  if (_scheduled) return;
  _scheduled = true;
  Timer.run(_runAll);
}

void addTearDown(FutureOr<void> Function() callback) =>
    _tearDowns.add(callback);

Future<void> _runAll() async {
  var failed = 0;
  for (final (name, body) in _tests) {
    final outcome = Completer<void>();
    runZonedGuarded(
      () async {
        await body();
        if (!outcome.isCompleted) outcome.complete();
      },
      (error, stackTrace) {
        if (outcome.isCompleted) return;
        outcome.completeError(error, stackTrace);
      },
    );
    try {
      await outcome.future.timeout(const Duration(seconds: 30));
    } catch (error, stackTrace) {
      failed++;
      print('failed: $name\n$error\n$stackTrace');
    }
    for (final tearDown in _tearDowns.reversed) {
      await tearDown();
    }
    _tearDowns.clear();
  }
  print('${_tests.length - failed} passed, $failed failed');
  exit(failed == 0 ? 0 : 1);
}

void expect(Object? actual, Object? matcher, {String? reason}) {
  final problem = _asMatcher(matcher).mismatch(actual);
  if (problem == null) return;
  throw TestFailure(reason == null ? problem : '$problem\n$reason');
}

final class TestFailure implements Exception {
  TestFailure(this.message);
  final String message;

  @override
  String toString() => message;
}

/// Says what is wrong with a value, or null.
class Matcher {
  const Matcher(this.mismatch);
  final String? Function(Object? actual) mismatch;
}

Matcher _asMatcher(Object? value) => value is Matcher ? value : equals(value);

Matcher _where(String wanted, bool Function(Object? actual) fits) => Matcher(
  (actual) => fits(actual) ? null : 'expected $wanted, got ${_show(actual)}',
);

String _show(Object? value) => value is String ? '"$value"' : '$value';

Matcher equals(Object? expected) =>
    _where(_show(expected), (actual) => _equal(expected, actual));

bool _equal(Object? expected, Object? actual) => switch ((expected, actual)) {
  (final Matcher matcher, _) => matcher.mismatch(actual) == null,
  (final Map<Object?, Object?> a, final Map<Object?, Object?> b) =>
    a.length == b.length &&
        a.entries.every(
          (entry) =>
              b.containsKey(entry.key) && _equal(entry.value, b[entry.key]),
        ),
  (final Iterable<Object?> a, final Iterable<Object?> b) =>
    a.length == b.length &&
        a.indexed.every((one) => _equal(one.$2, b.elementAt(one.$1))),
  _ => expected == actual,
};

final isNull = equals(null);
final isNotNull = _where('a value', (actual) => actual != null);
final isTrue = equals(true);
final isFalse = equals(false);
final isEmpty = _where('something empty', (actual) => _length(actual) == 0);
final isNotEmpty = _where('something in it', (actual) => _length(actual) != 0);

int? _length(Object? value) => switch (value) {
  String() => value.length,
  Iterable<Object?>() => value.length,
  Map<Object?, Object?>() => value.length,
  _ => null,
};

Matcher hasLength(int length) =>
    _where('length $length', (actual) => _length(actual) == length);

Matcher startsWith(String prefix) => _where(
  'text that starts with "$prefix"',
  (actual) => actual is String && actual.startsWith(prefix),
);

Matcher contains(Object? part) => _where(
  'something that contains ${_show(part)}',
  (actual) => switch (actual) {
    String() => actual.contains('$part'),
    Iterable<Object?>() => actual.any((one) => _equal(part, one)),
    Map<Object?, Object?>() => actual.containsKey(part),
    _ => false,
  },
);

Matcher containsPair(Object? key, Object? value) => _where(
  'a map with $key: ${_show(value)}',
  (actual) =>
      actual is Map && actual.containsKey(key) && _equal(value, actual[key]),
);

Matcher everyElement(Object? matcher) => _where(
  'only such elements',
  (actual) => actual is Iterable && actual.every((one) => _equal(matcher, one)),
);

Matcher lessThanOrEqualTo(num limit) =>
    _where('at most $limit', (actual) => actual is num && actual <= limit);

Matcher greaterThan(num limit) =>
    _where('more than $limit', (actual) => actual is num && actual > limit);

TypeMatcher<T> isA<T>() => TypeMatcher<T>(const []);

final class TypeMatcher<T> extends Matcher {
  TypeMatcher(this._features)
    : super(
        (actual) => actual is T
            ? _features
                  .map((feature) => feature(actual))
                  .whereType<String>()
                  .firstOrNull
            : 'expected a $T, got ${actual.runtimeType}: ${_show(actual)}',
      );

  final List<String? Function(T actual)> _features;

  TypeMatcher<T> having(
    Object? Function(T) feature,
    String description,
    Object? matcher,
  ) => TypeMatcher([
    ..._features,
    (actual) {
      final problem = _asMatcher(matcher).mismatch(feature(actual));
      return problem == null ? null : '$description: $problem';
    },
  ]);
}

/// The value is called and has to throw at once.
Matcher throwsA(Object? matcher) => Matcher((actual) {
  if (actual is! Function) return 'expected a function';
  try {
    Function.apply(actual, const []);
  } catch (error) {
    return _asMatcher(matcher).mismatch(error);
  }
  return 'expected an error';
});

final throwsFormatException = throwsA(isA<FormatException>());

/// As [expect]; where the value is a function or a future of an error, waits for it.
Future<void> expectLater(Object? actual, Object? matcher) async {
  if (actual is! Future<Object?>) return expect(actual, matcher);
  try {
    await actual;
  } catch (error) {
    final problem = _asMatcher(matcher).mismatch(() => throw error);
    if (problem != null) throw TestFailure(problem);
    return;
  }
  throw TestFailure('expected the future to fail');
}
