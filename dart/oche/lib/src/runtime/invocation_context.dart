import 'dart:convert';

import '../context.dart';
import '../function_error.dart';
import '../log.dart';
import 'environment.dart';
import 'runtime_api.dart';

/// When Lambda ends [invocation], in UTC; null where it did not say.
DateTime? deadlineOf(Invocation invocation) =>
    switch (int.tryParse(invocation.header(RuntimeHeaders.deadlineMs) ?? '')) {
      final int deadline => DateTime.fromMillisecondsSinceEpoch(
        deadline,
        isUtc: true,
      ),
      null => null,
    };

/// The context of [invocation]. Throws a [RuntimeFault] where client context or identity are not
/// JSON.
LambdaContext contextOf(
  Invocation invocation,
  LambdaEnvironment environment,
  LambdaLogger log,
) {
  return LambdaContext(
    requestId: invocation.requestId,
    deadline: deadlineOf(invocation),
    invokedFunctionArn: invocation.header(RuntimeHeaders.functionArn),
    traceId: invocation.header(RuntimeHeaders.traceId),
    tenantId: invocation.header(RuntimeHeaders.tenantId),
    clientContext: _jsonHeader(invocation, RuntimeHeaders.clientContext),
    identity: _jsonHeader(invocation, RuntimeHeaders.cognitoIdentity),
    functionName: environment.functionName,
    functionVersion: environment.functionVersion,
    memoryLimitInMB: environment.memoryLimitInMB,
    logGroupName: environment.logGroupName,
    logStreamName: environment.logStreamName,
    log: log,
  );
}

Object? _jsonHeader(Invocation invocation, String name) {
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
