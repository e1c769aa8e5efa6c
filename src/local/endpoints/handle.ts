import type { IncomingMessage, ServerResponse } from 'node:http'
import { debug } from '../../core/debug.ts'
import type { Lambda } from '../functions/lambda.ts'
import { readBody } from '../http/read-body.ts'
import { send } from '../http/send.ts'
import type { Served } from '../http/served.ts'
import { Authorizers } from './authorizer/authorizers.ts'
import { earlyAnswer } from './early.ts'
import { eventOf } from './event.ts'
import { contextOf, exchangeOf, headOf, type Passage } from './passage.ts'
import { refusedBy, reply, replyRejected, sendAnswer } from './reply.ts'
import { findTarget, type Site, type SiteRoute } from './sites.ts'

export interface EndpointsOptions {
  sites: readonly Site[]
  lambda: Lambda
  /** Folder that files in settings are relative to. */
  root: string
  onFault(functionName: string, message: string): void
}

/** The endpoints of all functions. */
export class Endpoints {
  readonly #lambda: Lambda
  readonly #authorizers: Authorizers

  constructor({ sites, lambda, root, onFault }: EndpointsOptions) {
    this.#lambda = lambda
    const routes = sites.flatMap((site) => site.routes)
    this.#authorizers = new Authorizers(routes, { lambda, root, onFault })
  }

  /** A function has other code, or starts anew: what was remembered of its decisions is gone. */
  replaced(functionName: string): void {
    this.#authorizers.forget(functionName)
  }

  /**
   * Answers a request; settled once the response is handed to the connection.
   *
   * @param site that has the port; undefined where no function has an endpoint
   */
  async handle(
    site: Site | undefined,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Served> {
    const head = headOf(request)
    const target = site && findTarget(site, head.method, head.target)
    const place = { region: this.#lambda.region, port: request.socket.localPort ?? 0 }
    const passage = { request, response, head, context: contextOf(head, target, place), site }
    const { context } = passage
    const served = { function: '', requestId: context.requestId, coldStart: false }
    debug('local', () => {
      const taken = target && `${target.route.key} of ${target.route.function}`
      return `${head.method} ${head.target}: ${taken ?? 'no route'}`
    })
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
    const isSame = endpoint.requestIds === 'of-the-invocation'
    const invocation = this.#lambda.prepare(name, {
      payload,
      traceId,
      requestId: isSame ? requestId : undefined,
    })
    const rejection = await this.#lambda.invoke(name, invocation)
    if (rejection) {
      const refused = replyRejected(passage, route, rejection)
      return { function: '', requestId, coldStart: false, refused }
    }
    const refused = await reply(passage, route, invocation)
    const { coldStart, request } = invocation
    return { function: name, requestId: request.requestId, coldStart, refused }
  }
}
