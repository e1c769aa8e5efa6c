import 'dart:async';

import '../log.dart';

/// Tells of invocations that are about to run out of time, and keeps the process until Lambda ends it.
///
/// A process whose handler waits for what never comes would end by itself, with status 0 and without a reason.
/// Nearly all invocations end in time: the timer of one is left to run then, and serves the next.
final class Patience {
  /// How long before its deadline an invocation is told of.
  static const margin = Duration(milliseconds: 200);

  final _underWay = <_Wait>{};
  Timer? _timer;
  DateTime? _firesAt;

  /// Runs [work], which has to end before [deadline].
  Future<void> during(
    Future<void> Function() work, {
    required DateTime? deadline,
    required LambdaLogger log,
  }) async {
    if (deadline == null || !deadline.isAfter(DateTime.now())) return work();
    final toldAt = deadline.subtract(margin);
    final wait = _Wait(toldAt, log);
    _underWay.add(wait);
    _lookAt(toldAt);
    try {
      await work();
    } finally {
      _underWay.remove(wait);
    }
  }

  void _lookAt(DateTime time) {
    final next = _firesAt;
    if (next != null && !time.isBefore(next)) return;
    _timer?.cancel();
    _firesAt = time;
    _timer = Timer(time.difference(DateTime.now()), _look);
  }

  void _look() {
    _firesAt = null;
    final now = DateTime.now();
    for (final wait in _underWay) {
      if (wait.isTold || wait.toldAt.isAfter(now)) continue;
      wait.isTold = true;
      wait.log.warn(
        'The time is nearly over: what the handler waits for may never come',
      );
    }
    for (final wait in _underWay) {
      // What is told already waits for Lambda.
      _lookAt(wait.isTold ? now.add(const Duration(seconds: 1)) : wait.toldAt);
    }
  }
}

final class _Wait {
  _Wait(this.toldAt, this.log);

  final DateTime toldAt;
  final LambdaLogger log;
  bool isTold = false;
}
