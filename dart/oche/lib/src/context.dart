import 'dart:convert';

import 'function_error.dart';
import 'log.dart';
import 'runtime/environment.dart';
import 'runtime/runtime_api.dart';

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

  /// The context of [invocation]. Throws where client context or identity are not JSON.
  factory LambdaContext.of(
    Invocation invocation, {
    LambdaEnvironment environment = const LambdaEnvironment(),
    Logger logger = const Logger(),
  }) {
    final tenantId = invocation.header(RuntimeHeaders.tenantId);
    final deadline = int.tryParse(
      invocation.header(RuntimeHeaders.deadlineMs) ?? '',
    );
    return LambdaContext(
      requestId: invocation.requestId,
      deadline: deadline == null
          ? null
          : DateTime.fromMillisecondsSinceEpoch(deadline, isUtc: true),
      invokedFunctionArn: invocation.header(RuntimeHeaders.functionArn),
      traceId: invocation.header(RuntimeHeaders.traceId),
      tenantId: tenantId,
      clientContext: _jsonHeader(invocation, RuntimeHeaders.clientContext),
      identity: _jsonHeader(invocation, RuntimeHeaders.cognitoIdentity),
      functionName: environment.functionName,
      functionVersion: environment.functionVersion,
      memoryLimitInMB: environment.memoryLimitInMB,
      logGroupName: environment.logGroupName,
      logStreamName: environment.logStreamName,
      log: logger.forInvocation(invocation.requestId, tenantId: tenantId),
    );
  }

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

  static Object? _jsonHeader(Invocation invocation, String name) {
    final value = invocation.header(name);
    if (value == null) return null;
    try {
      // Header bytes come as latin1; JSON is UTF-8.
      return jsonDecode(utf8.decode(latin1.encode(value)));
    } on FormatException catch (error) {
      throw RuntimeFault.unmarshal(
        'The header $name is not JSON: ${error.message}',
      );
    }
  }
}
