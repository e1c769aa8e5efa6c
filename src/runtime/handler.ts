import { isObject, RuntimeError } from './errors.ts'
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
  const { handlers } = module
  const found = isObject(handlers)
    ? ofSeveral(handlers, name, module)
    : (ofName(module, name.slice(name.indexOf('.') + 1)) ?? plain(module))
  return found ?? notFound(`The module exports no handler; it exports ${list(module)}`)
}

/** Exports of CommonJS code stand on `default` when it is imported as a module. */
function unwrap(exported: unknown): Exports {
  if (!isObject(exported)) return {}
  const inner = exported['default']
  const own = 'handler' in exported || 'handlers' in exported
  return own || !isObject(inner) || asHandler(inner) ? exported : { ...exported, ...inner }
}

function ofSeveral(handlers: Exports, name: string, module: Exports): ResolvedHandler {
  const choose = `: set the function's handler (_HANDLER) to one of ${list(handlers)}`
  const entry = (key: string) =>
    ofName(handlers, key) ??
    notFound(`handlers[${JSON.stringify(key)}] is neither a function nor an object with fetch`)
  if (Object.hasOwn(handlers, name)) return entry(name)
  if (!PLACEHOLDER.test(name)) notFound(`No handler is called ${JSON.stringify(name)}${choose}`)
  const [only, ...others] = Object.keys(handlers)
  if (only !== undefined && others.length === 0) return plain(module) ?? entry(only)
  return plain(module) ?? notFound(`Several handlers, and none is chosen${choose}`)
}

function plain(module: Exports): ResolvedHandler | undefined {
  return asHandler(module['handler']) ?? asHandler(module['default'])
}

function ofName(exports: Exports, name: string): ResolvedHandler | undefined {
  return Object.hasOwn(exports, name) ? asHandler(exports[name]) : undefined
}

function asHandler(value: unknown): ResolvedHandler | undefined {
  const fetch = (value as Partial<FetchHandler> | null | undefined)?.fetch
  if (typeof fetch === 'function') return { kind: 'fetch', handle: fetch.bind(value) }
  if (typeof value !== 'function') return undefined
  if (isStreaming(value)) return { kind: 'stream', handle: value }
  if (value.length < 3) return { kind: 'event', handle: value as EventHandler }
  throw new RuntimeError(
    'Runtime.CallbackHandlerDeprecated',
    'The handler takes a callback as its third argument, which Node.js 24 on Lambda no longer supports: ' +
      'make it async (event, context) and return the result',
  )
}

function notFound(message: string): never {
  throw new RuntimeError('Runtime.HandlerNotFound', message)
}

function list(exports: Exports): string {
  return Object.keys(exports).join(', ') || 'nothing'
}
