export { startLocalLambda } from './local-lambda.ts'
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
