import 'dart:async';
import 'dart:io';

import 'handler.dart';
import 'log.dart';
import 'runtime/environment.dart';
import 'runtime/guard.dart';
import 'runtime/initialise.dart';
import 'runtime/http/socket_transport.dart';
import 'runtime/loop.dart';
import 'runtime/runtime_api.dart';

/// Answers invocations with one of [handlers] until the execution environment ends.
///
/// The function's handler setting (`handler:` in oche.yaml, `_HANDLER` in the process) picks one by
/// its name; a single one needs no name.
///
/// [onShutdown] runs on SIGTERM. Lambda sends it only to functions that have an extension, and ends
/// the process 300 ms later.
///
/// ```dart
/// Future<void> main() => serve({
///   'hello.method': apiGateway(
///     (event, context) => ApiGatewayResponse.json({'path': event.path}),
///   ),
/// });
/// ```
Future<void> serve(
  Map<String, LambdaHandler> handlers, {
  FutureOr<void> Function()? onShutdown,
}) => serveFrom(() => handlers, onShutdown: onShutdown);

/// Answers invocations with what [create] makes, whose failure is an init error.
///
/// It runs once, before the first invocation: the place to open connections and read secrets.
Future<void> serveFrom(
  FutureOr<Map<String, LambdaHandler>> Function() create, {
  FutureOr<void> Function()? onShutdown,
}) => _run(
  (name) async => resolveHandler(await create(), name),
  onShutdown: onShutdown,
);

/// Answers invocations of any kind with [handler], whatever the function's handler setting says.
///
/// ```dart
/// Future<void> main() => serveAny((event, context) => {'got': event});
/// ```
Future<void> serveAny(
  LambdaHandler handler, {
  FutureOr<void> Function()? onShutdown,
}) => _run((_) => handler, onShutdown: onShutdown);

/// The same for a handler that [create] makes, whose failure is an init error.
Future<void> serveAnyFrom(
  FutureOr<LambdaHandler> Function() create, {
  FutureOr<void> Function()? onShutdown,
}) => _run((_) => create(), onShutdown: onShutdown);

/// The thin edge: the process, its variables, its signals and its end.
Future<void> _run(
  FutureOr<LambdaHandler> Function(String name) create, {
  required FutureOr<void> Function()? onShutdown,
}) {
  // Handlers run in the zone of the caller, with its values; the Runtime API's client does not, whose
  // sockets no override is meant for.
  final caller = Zone.current;
  return Zone.root.run(() => _serve(create, onShutdown, caller));
}

Future<void> _serve(
  FutureOr<LambdaHandler> Function(String name) create,
  FutureOr<void> Function()? onShutdown,
  Zone caller,
) async {
  final environment = LambdaEnvironment.from(Platform.environment);
  final logger = Logger(
    format: environment.logFormat,
    level: environment.logLevel,
  );
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
    () => create(environment.handler),
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
  Logger logger,
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
