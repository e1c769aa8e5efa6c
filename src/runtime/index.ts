export type { InvocationContext } from './context.ts'
export type { FetchEnvironment } from './fetch/handler.ts'
export type { EventHandler, FetchHandler } from './handler.ts'
export { run } from './run.ts'
