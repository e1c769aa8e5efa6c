export { sampleEvents } from '../contract/samples/index.ts'
export { listSavedEvents, readSavedEvent, saveEvent } from '../core/saved-events.ts'
export { Recording } from './recording/recording.ts'
export { runBatch } from './sending/batch.ts'
export { sendRequest } from './sending/http.ts'
export { sendAgain } from './sending/again.ts'
export { projectFunctions } from './project/built.ts'
export { checkFunctions } from './server/check.ts'
export { startLocalLambda } from './server/start.ts'
export type { ProjectFunctionsOptions } from './project/built.ts'
export type { SampleEvent } from '../contract/samples/index.ts'
export type { RecordingOptions } from './recording/recording.ts'
export type {
  RecordedBody,
  RecordedBounds,
  RecordedHeaders,
  RecordedInvocation,
  RecordedLine,
  RecordedPhase,
  RecordedReport,
  RecordedRequest,
  RecordedResponse,
  RecordedState,
  RecordedSummary,
  RecordedVia,
} from './recording/types.ts'
export type { LocalTrace, TracedReport, TracedResponse } from './trace.ts'
export type { BatchOptions, BatchResult } from './sending/batch.ts'
export type { HttpAnswer, HttpMessage } from './sending/http.ts'
export type { LogLevel } from '../contract/log-levels.ts'
export type {
  Credentials,
  InvokeOptions,
  InvokeResult,
  LocalCode,
  LocalEnvironment,
  LocalEvent,
  LocalExecutable,
  LocalFailure,
  LocalFunction,
  LocalFunctionSettings,
  LocalLambda,
  LocalLambdaOptions,
  LocalPackage,
  Recorder,
  Refused,
  Restarted,
} from './types.ts'
