import 'dart:async';

import '../function_error.dart';
import '../handler.dart';
import '../log.dart';
import 'guard.dart';
import 'runtime_api.dart';

/// What [create] makes; null where it failed, which has been reported then.
///
/// It runs inside of [zone], by default the current one. After [patience] a line says that it is
/// still waited for: Lambda ends an initialisation after ten seconds without a reason.
Future<LambdaHandler?> initialise(
  FutureOr<LambdaHandler> Function() create,
  RuntimeApi api,
  LambdaLogger logger, {
  Zone? zone,
  Duration patience = const Duration(seconds: 8),
}) async {
  // It also keeps a process alive for as long that has nothing else to wait for.
  final doubt = Timer(
    patience,
    () => logger.warn(
      'The initialisation has not ended after ${patience.inSeconds} s: '
      'what the factory given to serve waits for may never come',
    ),
  );
  try {
    return await guard(
      create,
      onStray: (error, stackTrace) =>
          logger.error('Unhandled Error', error: error, stackTrace: stackTrace),
      onPrint: logger.printed,
      inside: zone,
    );
  } catch (error, stackTrace) {
    logger.fatal('Init Error', error: error, stackTrace: stackTrace);
    try {
      await api.initError(FunctionError.of(error, stackTrace));
    } on RuntimeApiFailure catch (failure) {
      logger.error(failure.message);
    }
    return null;
  } finally {
    doubt.cancel();
  }
}
