import { isObject, outline, runtimeError } from './errors.ts'
import { invokeFetch } from './fetch/handler.ts'
import type { MakeFetch, ResolvedHandler } from './handler-types.ts'
import { callStreaming } from './streaming/response-stream.ts'
import { isStreaming } from './streaming/streamify.ts'

type Exports = Record<string, unknown>

/** Names that say "the handler" to whoever deploys, rather than one of several. */
const PLACEHOLDER = /^(|bootstrap|provided|(.*\.)?handler)$/

/**
 * Picks the handler of a module. In this order: the entry of `handlers` that `_HANDLER` names, or its
 * only one; the entry or export that stands behind the dot of `_HANDLER`; `handler`; `default`.
 *
 * @param exported the module's namespace, or what CommonJS code exported
 * @param name value of `_HANDLER`
 * @throws Error where there is none, or where it takes a callback
 */
export async function resolveHandler(
  exported: unknown,
  name = '',
  makeFetch?: MakeFetch,
): Promise<ResolvedHandler> {
  const module = unwrap(exported)
  const { handlers } = module
  const found: Handler = isObject(handlers)
    ? ofSeveral(handlers, name, module)
    : ofName(module, name.replace(/.*?\./, '')) || plain(module)
  return callable(
    found || notFound(`No handler is exported: it exports ${outline(module)}`),
    makeFetch,
  )
}

/** Exports of CommonJS code stand on `default` when it is imported as a module. */
function unwrap(exported: unknown): Exports {
  if (!isObject(exported)) return {}
  const inner = exported['default']
  const own = 'handler' in exported || 'handlers' in exported
  return own || !isObject(inner) || asHandler(inner) ? exported : { ...exported, ...inner }
}

function ofSeveral(handlers: Exports, name: string, module: Exports): Handler {
  const [only = '', another] = Object.keys(handlers)
  const isNamed = !PLACEHOLDER.test(name)
  return (
    ofName(handlers, name) ||
    (isNamed
      ? ofName({ ...module, ...handlers }, name.replace(/.*?\./, ''))
      : plain(module) || (!another && ofName(handlers, only))) ||
    notFound(
      `${isNamed ? `No handler is called ${JSON.stringify(name)}` : 'No handler is chosen'}: ` +
        `set the function's handler (_HANDLER) to one of ${outline(handlers)}`,
    )
  )
}

function plain(module: Exports): Handler {
  return asHandler(module['handler']) || asHandler(module['default'])
}

function ofName(exports: Exports, name: string): Handler {
  return Object.hasOwn(exports, name) && asHandler(exports[name])
}

/** A function, or what has `fetch`, or `listen` as servers have. */
type Handler = any

function asHandler(value: any): Handler {
  return (isFunction(value) || value?.fetch || value?.listen) && value
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function'
}

async function callable(value: Handler, makeFetch?: MakeFetch): Promise<ResolvedHandler> {
  const fetch = (await makeFetch?.(value)) ?? value.fetch
  if (isFunction(fetch)) {
    const bound = fetch.bind(value)
    return (current, streamsHttp) => invokeFetch(bound, current, streamsHttp)
  }
  if (isStreaming(value)) return (current, _, stream) => callStreaming(value, current, stream())
  if (value.length < 3) return ({ event, context }) => value(event, context)
  throw runtimeError(
    'CallbackHandlerDeprecated',
    'Lambda takes no callback: make the handler async (event, context) and return the result',
  )
}

function notFound(message: string): never {
  throw runtimeError('HandlerNotFound', message)
}
