import 'dart:async';

import '../function_error.dart';
import '../handler.dart';
import '../log.dart';
import 'guard.dart';
import 'runtime_api.dart';

/// What [create] makes; null where it failed, which has been reported then.
Future<LambdaHandler?> initialise(
  FutureOr<LambdaHandler> Function() create,
  RuntimeApi api,
  Logger logger,
) async {
  try {
    return await guard(
      create,
      onStray: (error, stackTrace) =>
          logger.error('Unhandled Error', error: error, stackTrace: stackTrace),
      onPrint: logger.printed,
    );
  } catch (error, stackTrace) {
    logger.fatal('Init Error', error: error, stackTrace: stackTrace);
    try {
      await api.initError(FunctionError.of(error, stackTrace));
    } on RuntimeApiFailure catch (failure) {
      logger.error(failure.message);
    }
    return null;
  }
}
