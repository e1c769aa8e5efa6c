import type { EndpointResponse } from '../../contract/http/refusal.ts'
import { debug } from '../../core/debug.ts'
import type { Lambda } from '../functions/lambda.ts'
import { readBody } from '../http/read-body.ts'
import { send } from '../http/send.ts'
import type { Served } from '../http/served.ts'
import type { Invocation } from '../invocation/invocation.ts'
import type { Refused } from '../types.ts'
import type { Exchange } from '../wire/exchange.ts'
import { Authorizers } from './authorizer/authorizers.ts'
import { earlyAnswer } from './early.ts'
import { eventOf } from './event.ts'
import { contextOf, exchangeOf, headOf, type Passage } from './passage.ts'
import { refusedBy, reply, replyRejected, sendAnswer } from './reply.ts'
import { findTarget, type Site, type SiteRoute, type Target } from './sites.ts'

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
  handle(site: Site | undefined, exchange: Exchange): Promise<Served> {
    const head = headOf(exchange)
    const target = site && findTarget(site, head.method, head.target)
    const place = { region: this.#lambda.region, port: exchange.peer.localPort }
    const passage = { exchange, head, context: contextOf(head, target, place), site }
    debug('local', () => {
      const taken = target && `${target.route.key} of ${target.route.function}`
      return `${head.method} ${head.target}: ${taken ?? 'no route'}`
    })
    const early = earlyAnswer(passage, target)
    return early === undefined ? this.#ask(passage, target!) : answerEarly(passage, early)
  }

  /** Asks the function. */
  async #ask(passage: Passage, target: Target): Promise<Served> {
    const { route } = target
    const { endpoint } = route
    const event = await eventOf(passage, target, this.#authorizers.before(route.function))
    if (event === undefined) return unasked(passage)
    if ('cause' in event) {
      return unasked(passage, sendAnswer(passage, endpoint.refuse(event, exchangeOf(passage))))
    }
    const invocation = this.#prepare(passage, route, event)
    const rejection = await this.#lambda.invoke(route.function, invocation)
    if (rejection) return unasked(passage, replyRejected(passage, route, rejection))
    const refused = await reply(passage, route, invocation)
    const { coldStart, request } = invocation
    return { function: route.function, requestId: request.requestId, coldStart, refused }
  }

  #prepare(
    { exchange: caller, context: { requestId, traceId } }: Passage,
    { endpoint, function: name }: SiteRoute,
    payload: Buffer,
  ): Invocation {
    const isSame = endpoint.requestIds === 'of-the-invocation'
    const own = isSame ? requestId : undefined
    const exchange = caller.tape?.exchange
    return this.#lambda.prepare(name, { payload, traceId, requestId: own, exchange })
  }
}

async function answerEarly(passage: Passage, early: EndpointResponse): Promise<Served> {
  if ((await readBody(passage.exchange, 0)) !== 'truncated') send(passage.exchange, early)
  return unasked(passage, refusedBy(early))
}

/** What is told where no function was asked. */
function unasked({ context: { requestId } }: Passage, refused?: Refused): Served {
  return { function: '', requestId, coldStart: false, refused }
}
