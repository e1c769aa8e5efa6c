import type { InvocationContext } from './context.ts'
import type { CurrentInvocation } from './shared.ts'
import type { StreamedAnswer } from './streaming/answer.ts'

/** `(event, context) => result`, as on managed Node.js. */
export type EventHandler = (event: any, context: InvocationContext) => unknown

/** `export default { fetch }`: a Hono app, an itty-router, or an object of your own. */
export interface FetchHandler {
  fetch(request: Request, env?: any, executionContext?: any): Response | Promise<Response>
}

/**
 * Calls a module's handler the way it wants to be called.
 *
 * @param streamsHttp whether the answers of `fetch` handlers go out as they are written
 * @param stream begins an answer that is sent piece by piece
 */
export type ResolvedHandler = (
  current: CurrentInvocation,
  streamsHttp: boolean,
  stream: () => StreamedAnswer,
) => unknown

/**
 * Makes a `fetch` of a request listener or a server, see `listener/`; undefined for everything else.
 */
export type MakeFetch = (
  value: any,
) => FetchHandler['fetch'] | undefined | Promise<FetchHandler['fetch']>
