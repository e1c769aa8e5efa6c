export { startConsole, type RunningConsole } from './server.ts'
export type { BuildView, ConsoleHost, FunctionView } from './types.ts'
