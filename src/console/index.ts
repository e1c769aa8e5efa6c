export { startConsole, type RunningConsole } from './server.ts'
export type { BuildView, BundlePart, ConsoleHost, FunctionView } from './types.ts'
