import { RuntimeError, runtimeErrorTypes } from './errors.ts'
import type { InvocationContext } from './context.ts'
import { isStreaming } from './streaming/streamify.ts'
import type { StreamingHandler } from './streaming/streamify.ts'

/** `(event, context) => result`, as on managed Node.js. */
export type EventHandler = (event: any, context: InvocationContext) => unknown

/** `export default { fetch }`: a Hono app, an itty-router, or an object of your own. */
export interface FetchHandler {
  fetch(request: Request, env?: any, executionContext?: any): Response | Promise<Response>
}

/** How a module's handler wants to be called. */
export type ResolvedHandler =
  | { kind: 'event'; handle: EventHandler }
  | { kind: 'fetch'; handle: FetchHandler['fetch'] }
  | { kind: 'stream'; handle: StreamingHandler }

type Exports = Record<string, unknown>

/** Names that say "the handler" to whoever deploys, rather than one of several. */
const PLACEHOLDER = /^(|bootstrap|provided|(.*\.)?handler)$/

/**
 * Picks the handler of a module. In this order: the entry of `handlers` that `_HANDLER` names, or its
 * only one; the export that stands behind the dot of `_HANDLER`; `handler`; `default`.
 *
 * @param exported the module's namespace, or what CommonJS code exported
 * @param name value of `_HANDLER`
 * @throws RuntimeError where there is none, or where it takes a callback
 */
export function resolveHandler(exported: unknown, name = ''): ResolvedHandler {
  const module = unwrap(exported)
  const named = module['handlers']
  const found = isObject(named) ? ofSeveral(named, name, module) : ofModule(module, name)
  if (found) return found
  throw notFound(`The module exports no handler; it exports ${list(Object.keys(module))}`)
}

/** Exports of CommonJS code stand on `default` when it is imported as a module. */
function unwrap(exported: unknown): Exports {
  if (!isObject(exported)) return {}
  const inner = exported['default']
  const own = 'handler' in exported || 'handlers' in exported
  if (own || !isObject(inner) || asHandler(inner)) return exported
  return { ...exported, ...inner }
}

function ofSeveral(handlers: Exports, name: string, module: Exports): ResolvedHandler | undefined {
  const names = Object.keys(handlers)
  const chosen = names.includes(name) ? name : undefined
  if (chosen !== undefined) return asHandler(handlers[chosen]) ?? unusable(chosen)
  if (!PLACEHOLDER.test(name)) throw unknown(name, names)
  const plain = asHandler(module['handler']) ?? asHandler(module['default'])
  if (plain) return plain
  if (names.length === 1) return asHandler(handlers[names[0]!]) ?? unusable(names[0]!)
  throw unknown(name, names)
}

function ofModule(module: Exports, name: string): ResolvedHandler | undefined {
  const behindTheDot = name.slice(name.indexOf('.') + 1)
  const byName = Object.hasOwn(module, behindTheDot) ? asHandler(module[behindTheDot]) : undefined
  return byName ?? asHandler(module['handler']) ?? asHandler(module['default'])
}

function asHandler(value: unknown): ResolvedHandler | undefined {
  if ((isObject(value) || typeof value === 'function') && 'fetch' in value) {
    const { fetch } = value
    if (typeof fetch === 'function') return { kind: 'fetch', handle: fetch.bind(value) }
  }
  if (typeof value !== 'function') return undefined
  if (isStreaming(value)) return { kind: 'stream', handle: value }
  refuseCallback(value)
  return { kind: 'event', handle: value as EventHandler }
}

function refuseCallback(handler: Function): void {
  if (handler.length < 3) return
  throw new RuntimeError(
    runtimeErrorTypes.callbackHandler,
    'The handler takes a callback as its third argument, which Node.js 24 on Lambda no longer supports: ' +
      'make it async (event, context) and return the result',
  )
}

function unknown(name: string, names: string[]): RuntimeError {
  const problem = PLACEHOLDER.test(name)
    ? 'Several handlers, and none is chosen'
    : `No handler is called ${JSON.stringify(name)}`
  return notFound(`${problem}: set the function's handler (_HANDLER) to one of ${list(names)}`)
}

function unusable(name: string): never {
  throw notFound(`handlers[${JSON.stringify(name)}] is neither a function nor an object with fetch`)
}

function notFound(message: string): RuntimeError {
  return new RuntimeError(runtimeErrorTypes.handlerNotFound, message)
}

function list(names: string[]): string {
  return names.length === 0 ? 'nothing' : names.join(', ')
}

function isObject(value: unknown): value is Exports {
  return typeof value === 'object' && value !== null
}
