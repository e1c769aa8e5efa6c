import '../log.dart';

/// What Lambda tells a process by its environment variables.
///
/// Every name of a variable stands in this file and nowhere else.
final class LambdaEnvironment {
  const LambdaEnvironment({
    this.runtimeApi,
    this.handler = '',
    this.functionName,
    this.functionVersion,
    this.memoryLimitInMB,
    this.logGroupName,
    this.logStreamName,
    this.maxConcurrency = 1,
    this.logFormat = LambdaLogFormat.text,
    this.logLevel = LambdaLogLevel.trace,
  });

  /// Reads [variables], as `Platform.environment` gives them.
  factory LambdaEnvironment.from(Map<String, String> variables) {
    final format = variables['AWS_LAMBDA_LOG_FORMAT'] ?? '';
    final logFormat = format.toLowerCase() == 'json'
        ? LambdaLogFormat.json
        : LambdaLogFormat.text;
    final concurrency = int.tryParse(
      variables['AWS_LAMBDA_MAX_CONCURRENCY'] ?? '',
    );
    return LambdaEnvironment(
      runtimeApi: variables[runtimeApiName],
      handler: variables['_HANDLER'] ?? '',
      functionName: variables['AWS_LAMBDA_FUNCTION_NAME'],
      functionVersion: variables['AWS_LAMBDA_FUNCTION_VERSION'],
      memoryLimitInMB: int.tryParse(
        variables['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'] ?? '',
      ),
      logGroupName: variables['AWS_LAMBDA_LOG_GROUP_NAME'],
      logStreamName: variables['AWS_LAMBDA_LOG_STREAM_NAME'],
      maxConcurrency: concurrency == null || concurrency < 1 ? 1 : concurrency,
      logFormat: logFormat,
      logLevel: LambdaLogLevel.parse(
        variables['AWS_LAMBDA_LOG_LEVEL'],
        // Text is not filtered unless a level is set, JSON starts at INFO.
        otherwise: logFormat == LambdaLogFormat.json
            ? LambdaLogLevel.info
            : LambdaLogLevel.trace,
      ),
    );
  }

  static const runtimeApiName = 'AWS_LAMBDA_RUNTIME_API';

  /// Set by Oche where `oche.yaml` says `streaming: true`, which events do not tell.
  static const responseStreamingName = 'OCHE_RESPONSE_STREAMING';

  /// Host and port of the Runtime API; null outside of Lambda.
  final String? runtimeApi;

  /// The function's handler setting: which of several handlers to run.
  final String handler;

  final String? functionName;
  final String? functionVersion;
  final int? memoryLimitInMB;
  final String? logGroupName;
  final String? logStreamName;

  /// How many invocations this process may have at once.
  final int maxConcurrency;

  final LambdaLogFormat logFormat;
  final LambdaLogLevel logLevel;

  /// Writes lines as the function's logging configuration wants them.
  LambdaLogger get logger => LambdaLogger(format: logFormat, level: logLevel);
}
