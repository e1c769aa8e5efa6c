import 'dart:async';

typedef _Fail = void Function(Object error, StackTrace stackTrace);

/// Key of the [_Fail] that a zone's errors go to.
final _failKey = Object();

/// Where errors arrive that nobody caught, with the zone they come from: one inside of each zone that
/// handlers were given from.
///
/// It is one for all invocations: a future that fails in one error zone never completes in another,
/// and what an invocation keeps (a connection being opened) has to work in the next.
final _errorZones = Expando<Zone>();

Zone _errorZoneIn(Zone zone) => _errorZones[zone] ??= zone.fork(
  specification: ZoneSpecification(
    handleUncaughtError: (self, parent, zone, error, stackTrace) =>
        (zone[_failKey] as _Fail)(error, stackTrace),
  ),
);

/// Runs [work] and completes with its outcome, or with the first error that nobody caught while it
/// was running, timers and futures that were left behind included.
///
/// [onStray] is told of errors that come once the outcome is known. [onPrint] takes the lines of
/// `print`. [work] runs inside of the zone [inside], by default the current one, and sees its values, and [values].
Future<T> guard<T>(
  FutureOr<T> Function() work, {
  required void Function(Object error, StackTrace stackTrace) onStray,
  required void Function(String line) onPrint,
  Zone? inside,
  Map<Object, Object> values = const {},
}) {
  // Made out here: a future that fails inside the zone never completes outside of it.
  final outcome = Completer<T>();
  void fail(Object error, StackTrace stackTrace) {
    if (outcome.isCompleted) {
      onStray(error, stackTrace);
    } else {
      outcome.completeError(error, stackTrace);
    }
  }

  Future<void> run() async {
    try {
      final result = await work();
      // What failed without being awaited is reported once the microtasks are through.
      await Future<void>.delayed(Duration.zero);
      if (!outcome.isCompleted) outcome.complete(result);
    } catch (error, stackTrace) {
      fail(error, stackTrace);
    }
  }

  final zone = _errorZoneIn(inside ?? Zone.current).fork(
    zoneValues: {...values, _failKey: fail},
    specification: ZoneSpecification(
      print: (self, parent, zone, line) => onPrint(line),
    ),
  );
  zone.run(run);
  return outcome.future;
}

/// Runs [work] in a zone of its own whose errors that nobody caught go to [onStray], and fail
/// nothing. What [work] itself throws is the future's.
Future<T> logStrays<T>(
  FutureOr<T> Function() work, {
  required void Function(Object error, StackTrace stackTrace) onStray,
}) {
  // Inside of an invocation its error zone stays: futures pass through.
  final isGuarded = Zone.current[_failKey] != null;
  final around = isGuarded ? Zone.current : _errorZoneIn(Zone.current);
  final zone = around.fork(zoneValues: {_failKey: onStray});
  // Made out here: a future that fails inside the zone never completes outside of it.
  final outcome = Completer<T>();
  zone.run(() async {
    try {
      outcome.complete(await work());
    } catch (error, stackTrace) {
      outcome.completeError(error, stackTrace);
    }
  });
  return outcome.future;
}

/// [source] listened to in the zone that is current now, wherever the result is listened to.
Stream<List<int>> bindToZone(Stream<List<int>> source) {
  final zone = Zone.current;
  final controller = StreamController<List<int>>();
  controller.onListen = () => zone.run(() async {
    try {
      await controller.addStream(source, cancelOnError: true);
    } catch (error, stackTrace) {
      // It could not be listened to: somebody has done that before.
      controller.addError(error, stackTrace);
    }
    await controller.close();
  });
  return controller.stream;
}
