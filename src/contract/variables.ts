/**
 * Names of the variables that a process in an execution environment finds. Each is an export of its
 * own, so that a function's binary holds those it uses.
 */

export const runtimeApi = 'AWS_LAMBDA_RUNTIME_API'
export const handler = '_HANDLER'
export const functionName = 'AWS_LAMBDA_FUNCTION_NAME'
export const functionVersion = 'AWS_LAMBDA_FUNCTION_VERSION'
export const memorySize = 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE'
export const logGroup = 'AWS_LAMBDA_LOG_GROUP_NAME'
export const logStream = 'AWS_LAMBDA_LOG_STREAM_NAME'
export const logFormat = 'AWS_LAMBDA_LOG_FORMAT'
export const logLevel = 'AWS_LAMBDA_LOG_LEVEL'
export const executionEnvironment = 'AWS_EXECUTION_ENV'
export const initializationType = 'AWS_LAMBDA_INITIALIZATION_TYPE'
export const maxConcurrency = 'AWS_LAMBDA_MAX_CONCURRENCY'
export const execWrapper = 'AWS_LAMBDA_EXEC_WRAPPER'
export const region = 'AWS_REGION'
export const defaultRegion = 'AWS_DEFAULT_REGION'
export const traceId = '_X_AMZN_TRACE_ID'
/** Set to `true` by Oche where a function's endpoint streams; nothing else tells a runtime. */
export const responseStreaming = 'OCHE_RESPONSE_STREAMING'
/** Read by every executable of Dart's since 3.4: options of the virtual machine, with commas between them. */
export const dartVmOptions = 'DART_VM_OPTIONS'
export const taskRoot = 'LAMBDA_TASK_ROOT'
export const runtimeDir = 'LAMBDA_RUNTIME_DIR'
/** Where AWS's clients find all services, and Lambda alone. */
export const endpointUrl = 'AWS_ENDPOINT_URL'
export const lambdaEndpointUrl = 'AWS_ENDPOINT_URL_LAMBDA'
