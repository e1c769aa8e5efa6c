export type { InvocationContext } from './context.ts'
export { currentInvocation } from './current.ts'
export type { FetchEnvironment } from './fetch/handler.ts'
export type { EventHandler, FetchHandler } from './handler-types.ts'
export { onInit, onShutdown } from './hooks.ts'
export { run } from './run.ts'
export type { CurrentInvocation } from './shared.ts'
export { HttpResponseStream, streamifyResponse } from './streaming/streamify.ts'
export type {
  HttpResponseMetadata,
  ResponseStream,
  StreamingHandler,
} from './streaming/streamify.ts'
