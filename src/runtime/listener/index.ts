import type { FetchHandler, MakeFetch } from '../handler-types.ts'
import { isStreaming } from '../streaming/streamify.ts'

/** `(req, res)` and what may follow, however a bundler numbers the names. */
const LISTENER = /^[^(]*\(\s*_*req(uest)?\d*\s*,\s*_*res(ponse)?\d*\s*[,)]/

/**
 * Tells a request listener, a server, or a framework's application from the other kinds of handlers.
 * What serves them is loaded only then.
 */
export const makeFetch: MakeFetch = (value) => {
  if (typeof value.fetch === 'function') return tellOfRoutes(value)
  if (typeof value.listen !== 'function' && !isListener(value)) return undefined
  return import('./serve.ts').then(({ serve }) => serve(value))
}

function isListener(value: unknown): boolean {
  return typeof value === 'function' && !isStreaming(value) && LISTENER.test(String(value))
}

/** What `Bun.serve` takes; frameworks keep a list under the same name. */
function tellOfRoutes({ constructor, routes }: FetchHandler & { routes?: unknown }): undefined {
  if (constructor !== Object || !routes) return
  console.warn(
    'The "routes" of the default export are Bun.serve’s and are not served: only "fetch" is called',
  )
}
