import 'dart:async';

import 'context.dart';
import 'runtime/guard.dart';

/// Runs [work] so that errors which nobody catches there, of timers and of futures that are not
/// awaited, are logged and fail nothing.
///
/// Without it such an error fails the invocation as long as it has no result: that of a queue's
/// message is then delivered again. What [work] itself throws is thrown here.
///
/// ```dart
/// onHttp((event, context) => logUncaught(context, () async {
///   unawaited(metrics.send());
///   return HttpReply.text('done');
/// }));
/// ```
Future<T> logUncaught<T>(LambdaContext context, FutureOr<T> Function() work) =>
    logStrays(
      work,
      onStray: (error, stackTrace) => context.log.error(
        'Unhandled Error',
        error: error,
        stackTrace: stackTrace,
      ),
    );
