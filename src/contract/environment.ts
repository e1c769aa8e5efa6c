/** Names of the variables that a process in an execution environment finds. */
export const environmentVariables = {
  runtimeApi: 'AWS_LAMBDA_RUNTIME_API',
  handler: '_HANDLER',
  functionName: 'AWS_LAMBDA_FUNCTION_NAME',
  functionVersion: 'AWS_LAMBDA_FUNCTION_VERSION',
  memorySize: 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  logGroup: 'AWS_LAMBDA_LOG_GROUP_NAME',
  logStream: 'AWS_LAMBDA_LOG_STREAM_NAME',
  logFormat: 'AWS_LAMBDA_LOG_FORMAT',
  logLevel: 'AWS_LAMBDA_LOG_LEVEL',
  initializationType: 'AWS_LAMBDA_INITIALIZATION_TYPE',
  maxConcurrency: 'AWS_LAMBDA_MAX_CONCURRENCY',
  execWrapper: 'AWS_LAMBDA_EXEC_WRAPPER',
  region: 'AWS_REGION',
  defaultRegion: 'AWS_DEFAULT_REGION',
  traceId: '_X_AMZN_TRACE_ID',
  /** Set to `true` by Oche where a function's front door streams; nothing else tells a runtime. */
  responseStreaming: 'OCHE_RESPONSE_STREAMING',
  taskRoot: 'LAMBDA_TASK_ROOT',
  runtimeDir: 'LAMBDA_RUNTIME_DIR',
} as const
