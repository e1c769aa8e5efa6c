import 'log.dart';

/// What a handler is told about its invocation.
///
/// In a test of a handler one is made by hand: `LambdaContext(requestId: 'test')`.
final class LambdaContext {
  LambdaContext({
    required this.requestId,
    DateTime? deadline,
    this.invokedFunctionArn,
    this.traceId,
    this.tenantId,
    this.clientContext,
    this.identity,
    this.functionName,
    this.functionVersion,
    this.memoryLimitInMB,
    this.logGroupName,
    this.logStreamName,
    Logger? log,
  }) : deadline = deadline ?? _never,
       log = log ?? Logger(requestId: requestId, tenantId: tenantId);

  final String requestId;

  /// When Lambda ends this invocation; the end of time where it did not say.
  final DateTime deadline;

  /// With the qualifier that was invoked.
  final String? invokedFunctionArn;

  /// X-Ray's trace header of this invocation. A Dart process cannot set `_X_AMZN_TRACE_ID`.
  final String? traceId;

  /// Under tenant isolation.
  final String? tenantId;

  /// What a mobile SDK, or `--client-context`, sent: decoded JSON.
  final Object? clientContext;

  /// Who calls, where Amazon Cognito says so: decoded JSON.
  final Object? identity;

  final String? functionName;
  final String? functionVersion;
  final int? memoryLimitInMB;
  final String? logGroupName;
  final String? logStreamName;

  /// Writes lines that carry [requestId].
  final Logger log;

  /// The time left until [deadline], read anew each time.
  Duration get remainingTime => deadline.difference(DateTime.now());

  static final _never = DateTime.utc(9999, 12, 31, 23, 59, 59);
}
