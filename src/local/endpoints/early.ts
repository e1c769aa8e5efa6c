import { amazonHeaders } from '../../contract/amazon-headers.ts'
import { preflight } from '../../contract/http/cors.ts'
import { endpointKinds } from '../../contract/http/endpoints/index.ts'
import {
  refusedResponse,
  type EndpointResponse,
  type RefusedResponse,
} from '../../contract/http/refusal.ts'
import { exchangeOf, withSiteCors, type Passage } from './passage.ts'
import { noEndpoint, noRoute } from './reasons.ts'
import type { Target } from './sites.ts'

/** The answer that the head of a request suffices for; undefined where the function has to be asked. */
export function earlyAnswer(
  passage: Passage,
  target: Target | undefined,
): EndpointResponse | undefined {
  const { site, head } = passage
  if (site === undefined) return notHere()
  const { cors } = endpointKinds[site.kind]
  const preflighted = cors && site.cors && preflight(cors.preflightStatus, site.cors, head)
  if (preflighted) return preflighted
  const { endpoint } = target?.route ?? site.routes[0]!
  const refusal = target === undefined ? noRoute(head, site) : endpoint.check(head)
  return refusal && withSiteCors(passage, endpoint.refuse(refusal, exchangeOf(passage)))
}

/** What AWS answers for the address of no Function URL. */
function notHere(): RefusedResponse {
  return refusedResponse(noEndpoint(), {
    status: 403,
    headers: [
      ['Content-Type', 'application/json'],
      [amazonHeaders.errorType, 'AccessDeniedException'],
    ],
    body: Buffer.from('{"Message":null}'),
  })
}
