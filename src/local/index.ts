export { startLocalLambda } from './local-lambda.ts'
export type { LogLevel } from '../contract/log-lines.ts'
export type { Credentials } from './sandbox/variables.ts'
export type {
  InvokeOptions,
  InvokeResult,
  LocalCode,
  LocalEvent,
  LocalFailure,
  LocalFunction,
  LocalFunctionSettings,
  LocalLambda,
  LocalLambdaOptions,
} from './types.ts'
