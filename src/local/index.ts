export { checkFunctions } from './server/check.ts'
export { startLocalLambda } from './server/start.ts'
export type { LogLevel } from '../contract/log-levels.ts'
export type {
  Credentials,
  InvokeOptions,
  InvokeResult,
  LocalCode,
  LocalEvent,
  LocalExecutable,
  LocalFailure,
  LocalFunction,
  LocalFunctionSettings,
  LocalLambda,
  LocalLambdaOptions,
  LocalPackage,
  Refused,
  Restarted,
} from './types.ts'
