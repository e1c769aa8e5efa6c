import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Lambda } from '../functions/lambda.ts'
import { readBody } from '../http/read-body.ts'
import { send } from '../http/send.ts'
import type { Served } from '../http/served.ts'
import { Authorizers } from './authorizer/authorizers.ts'
import { earlyAnswer } from './early.ts'
import { eventOf } from './event.ts'
import { contextOf, exchangeOf, headOf, type Passage } from './passage.ts'
import { refusedBy, reply, replyRejected, sendAnswer } from './reply.ts'
import { findTarget, sitesFor, type Site, type SiteRoute } from './sites.ts'

export interface EndpointsOptions {
  sites: readonly Site[]
  lambda: Lambda
  /** That clients use. */
  port(): number
  /** Folder that files in settings are relative to. */
  root: string
  onFault(functionName: string, message: string): void
}

/** The endpoints of all functions on one port. */
export class Endpoints {
  readonly #sites: readonly Site[]
  readonly #lambda: Lambda
  readonly #port: () => number
  readonly #authorizers: Authorizers

  constructor({ sites, lambda, port, root, onFault }: EndpointsOptions) {
    this.#sites = sites
    this.#lambda = lambda
    this.#port = port
    const routes = sites.flatMap((site) => site.routes)
    this.#authorizers = new Authorizers(routes, { lambda, root, onFault })
  }

  /** A function has other code: what was remembered of its decisions is gone. */
  replaced(functionName: string): void {
    this.#authorizers.forget(functionName)
  }

  /** Answers a request; settled once the response is handed to the connection. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<Served> {
    const head = headOf(request)
    const sites = sitesFor(this.#sites, request.headers.host)
    const target = findTarget(sites, head.method, head.target)
    const context = contextOf(head, target, { region: this.#lambda.region, port: this.#port() })
    const passage = { request, response, head, context, site: target?.site ?? sites[0] }
    const served = { function: '', requestId: context.requestId, coldStart: false }
    const early = earlyAnswer(passage, target)
    if (early !== undefined) {
      if ((await readBody(request, 0)) !== 'truncated') send(response, early)
      return { ...served, refused: refusedBy(early) }
    }
    const { route } = target!
    const event = await eventOf(passage, target!, this.#authorizers.before(route.function))
    if (event === undefined) return served
    if (!('cause' in event)) return this.#invoke(passage, route, event)
    const refused = sendAnswer(passage, route.endpoint.refuse(event, exchangeOf(passage)))
    return { ...served, refused }
  }

  async #invoke(passage: Passage, route: SiteRoute, payload: Buffer): Promise<Served> {
    const { endpoint, function: name } = route
    const { requestId, traceId } = passage.context
    const invocation = this.#lambda.prepare(name, {
      payload,
      traceId,
      ...(endpoint.requestIds === 'of-the-invocation' && { requestId }),
    })
    const rejection = this.#lambda.invoke(name, invocation)
    if (rejection) {
      const refused = replyRejected(passage, route, rejection)
      return { function: '', requestId, coldStart: false, refused }
    }
    const refused = await reply(passage, route, invocation)
    const { coldStart, request } = invocation
    return { function: name, requestId: request.requestId, coldStart, refused }
  }
}
