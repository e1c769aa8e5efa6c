import 'dart:async';
import 'dart:io' show Platform;

import 'context.dart';
import 'log.dart';
import 'runtime/environment.dart';

/// Writes a record of `package:logging` as a line of the invocation that it was made in, at its level.
///
/// This package does not depend on that one: what is read of [record] are `level.value`, `message`,
/// `loggerName`, `error`, `stackTrace` and `zone`. SHOUT becomes FATAL, SEVERE ERROR, WARNING WARN, INFO
/// INFO, CONFIG and FINE DEBUG, FINER and FINEST TRACE. The function's log level decides what is written, so
/// the package's own may let everything through:
///
/// ```dart
/// import 'package:logging/logging.dart';
///
/// Future<void> main() {
///   Logger.root.level = Level.ALL;
///   Logger.root.onRecord.listen(logRecord);
///   return serve(onHttp(answer));
/// }
/// ```
void logRecord(dynamic record) {
  // The zone of whoever logged: listeners are called in that of whoever listened.
  final Object? zone = record.zone;
  final context = zone is Zone ? zone[currentKey] : null;
  final logger = context is LambdaContext ? context.log : _ofProcess;
  logger.log(
    _levelOf(record.level.value as int),
    record.message as Object?,
    error: record.error as Object?,
    stackTrace: record.stackTrace as StackTrace?,
    name: record.loggerName as String?,
  );
}

/// Of lines that belong to no invocation.
final _ofProcess = LambdaEnvironment.from(Platform.environment).logger;

LambdaLogLevel _levelOf(int value) => switch (value) {
  >= 1200 => LambdaLogLevel.fatal,
  >= 1000 => LambdaLogLevel.error,
  >= 900 => LambdaLogLevel.warn,
  >= 800 => LambdaLogLevel.info,
  >= 500 => LambdaLogLevel.debug,
  _ => LambdaLogLevel.trace,
};
