import 'dart:async';

import 'log.dart';

/// Key of the [LambdaContext] in the zone of its invocation.
final currentKey = Object();

/// What a handler is told about its invocation.
///
/// In a test of a handler one is made by hand: `LambdaContext.fake()`.
///
/// ```dart
/// onHttp((event, context) {
///   context.log.info('${context.requestId} has ${context.remainingTime.inSeconds} s');
///   return HttpReply(204);
/// });
/// ```
final class LambdaContext {
  /// A context for a test; Lambda's own come with the invocation. What is left out is null, or as
  /// its member says.
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
    LambdaLogger? log,
  }) : deadline = deadline ?? _never,
       log = log ?? LambdaLogger(requestId: requestId, tenantId: tenantId);

  /// A context for a test that calls a handler itself, with [remaining] time left.
  factory LambdaContext.fake({
    String requestId = 'test',
    Duration remaining = const Duration(minutes: 1),
    String functionName = 'test',
    String? tenantId,
    Object? clientContext,
    Object? identity,
    LambdaLogger? log,
  }) => LambdaContext(
    requestId: requestId,
    deadline: DateTime.now().add(remaining),
    invokedFunctionArn:
        'arn:aws:lambda:us-east-1:123456789012:function:$functionName',
    tenantId: tenantId,
    clientContext: clientContext,
    identity: identity,
    functionName: functionName,
    functionVersion: r'$LATEST',
    memoryLimitInMB: 128,
    logGroupName: '/aws/lambda/$functionName',
    logStreamName: 'test',
    log: log,
  );

  /// The context of the invocation that the code which asks belongs to, also where several run at
  /// once; null outside of one.
  static LambdaContext? get current => switch (Zone.current[currentKey]) {
    final LambdaContext context => context,
    _ => null,
  };

  /// The invocation's id; a retry of an asynchronous invocation has the same.
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

  /// Name of the function, without its qualifier.
  final String? functionName;

  /// The version that runs: a number, or `$LATEST`.
  final String? functionVersion;

  /// Memory of the function, in MB.
  final int? memoryLimitInMB;

  /// The CloudWatch log group that lines go to.
  final String? logGroupName;

  /// The log stream of this execution environment.
  final String? logStreamName;

  /// Writes lines that carry [requestId].
  final LambdaLogger log;

  /// The time left until [deadline], read anew each time.
  Duration get remainingTime => deadline.difference(DateTime.now());

  static final _never = DateTime.utc(9999, 12, 31, 23, 59, 59);
}
