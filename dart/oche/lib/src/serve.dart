import 'dart:async';
import 'dart:io';

import 'handler.dart';
import 'log.dart';
import 'resolve_handler.dart';
import 'runtime/environment.dart';
import 'runtime/guard.dart';
import 'runtime/http/socket_transport.dart';
import 'runtime/initialise.dart';
import 'runtime/loop.dart';
import 'runtime/runtime_api.dart';

/// Answers invocations until the execution environment ends.
///
/// [handlers] is one of these:
///
/// - a handler, such as `onHttp(…)` makes, or any [LambdaHandler]: it answers every invocation;
/// - a map of handlers by their names: the function's handler setting (`handler:` in oche.yaml,
///   `_HANDLER` in the process) picks one, the function's own name where that setting is none of them,
///   and a single one needs no name;
/// - a function without parameters that makes either, at once or later. It runs once, before the first
///   invocation: the place to open connections and read secrets. What it throws, anything that is none of
///   these, and a name that no handler has, is an init error.
///
/// A program calls it once: throws a [StateError] the second time.
///
/// [onShutdown] runs on SIGTERM. Lambda sends it only to functions that have an extension, and ends
/// the process 300 ms later.
///
/// ```dart
/// Future<void> main() => serve(() async {
///   final orders = await Orders.open();
///   return {
///     'orders.list': onHttp((event, context) => orders.all()),
///     'orders.import': onSqs((event, context) => orders.import(event)),
///   };
/// });
/// ```
Future<void> serve(Object handlers, {FutureOr<void> Function()? onShutdown}) {
  // A second loop would take invocations away from the first.
  if (_isServing) {
    throw StateError(
      'serve was called before: a program has one, which takes several handlers as a map',
    );
  }
  _isServing = true;
  // Handlers run in the zone of the caller, with its values; the Runtime API's client does not, whose
  // sockets no override is meant for.
  final caller = Zone.current;
  return Zone.root.run(() => _serve(handlers, onShutdown, caller));
}

var _isServing = false;

/// The thin edge: the process, its variables, its signals and its end.
Future<void> _serve(
  Object handlers,
  FutureOr<void> Function()? onShutdown,
  Zone caller,
) async {
  final environment = LambdaEnvironment.from(Platform.environment);
  final logger = environment.logger;
  final address = environment.runtimeApi;
  if (address == null) {
    stderr.writeln(
      '${LambdaEnvironment.runtimeApiName} is not set: '
      'this is a Lambda function; start it with oche dev',
    );
    await stderr.flush();
    exit(1);
  }
  final api = RuntimeApi(SocketTransport(address), onTrouble: logger.error);
  // A process that nothing keeps alive ends by itself, and successfully unless told otherwise.
  exitCode = 1;
  final handler = await initialise(
    () => resolveHandler(handlers, environment),
    api,
    logger,
    zone: caller,
  );
  if (handler == null) exit(1);
  exitCode = 0;
  if (onShutdown != null) _onSigterm(onShutdown, logger, caller);
  final invoker = Invoker(
    handler,
    environment: environment,
    logger: logger,
    zone: caller,
  );
  try {
    // Under Managed Instances each loop has an invocation of its own under way.
    await Future.wait([
      for (var loop = 0; loop < environment.maxConcurrency; loop++)
        invoker.poll(api),
    ], eagerError: true);
  } catch (error, stackTrace) {
    logger.fatal('Runtime Error', error: error, stackTrace: stackTrace);
    exit(1);
  }
}

void _onSigterm(
  FutureOr<void> Function() onShutdown,
  LambdaLogger logger,
  Zone caller,
) {
  // Windows has no SIGTERM to watch.
  if (Platform.isWindows) return;
  ProcessSignal.sigterm.watch().first.then((_) async {
    void report(Object error, StackTrace stackTrace) =>
        logger.error('Shutdown Error', error: error, stackTrace: stackTrace);
    try {
      await guard(
        onShutdown,
        onStray: report,
        onPrint: logger.printed,
        inside: caller,
      );
    } catch (error, stackTrace) {
      report(error, stackTrace);
      exit(1);
    }
    exit(0);
  });
}
