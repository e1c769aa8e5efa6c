import * as variables from './variables.ts'

/** Variables that Lambda sets itself: a configuration that names one is refused. */
export const reservedVariables: ReadonlySet<string> = new Set([
  variables.handler,
  variables.traceId,
  variables.region,
  variables.defaultRegion,
  variables.executionEnvironment,
  variables.functionName,
  variables.functionVersion,
  variables.memorySize,
  variables.initializationType,
  variables.logGroup,
  variables.logStream,
  variables.runtimeApi,
  variables.maxConcurrency,
  variables.taskRoot,
  variables.runtimeDir,
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_METADATA_API',
  'AWS_LAMBDA_METADATA_TOKEN',
])
