import { amazonHeaders } from '../../contract/amazon-headers.ts'
import { fixedCors, preflight } from '../../contract/http/cors.ts'
import { endpointKinds } from '../../contract/http/endpoints/index.ts'
import {
  refusedResponse,
  type EndpointResponse,
  type RefusedResponse,
} from '../../contract/http/refusal.ts'
import { exchangeOf, withSiteCors, type Head, type Passage } from './passage.ts'
import { noEndpoint, noRoute } from './reasons.ts'
import { findTarget, type Site, type Target } from './sites.ts'

/** The answer that the head of a request suffices for; undefined where the function has to be asked. */
export function earlyAnswer(
  passage: Passage,
  target: Target | undefined,
): EndpointResponse | undefined {
  const { site, head } = passage
  if (site === undefined) return notHere()
  const preflighted = preflightAnswer(site, head)
  if (preflighted) return preflighted
  const { endpoint } = target?.route ?? site.routes[0]!
  const refusal = target === undefined ? noRoute(head, site) : endpoint.check(head)
  return refusal && withSiteCors(passage, endpoint.refuse(refusal, exchangeOf(passage)))
}

function preflightAnswer(site: Site, head: Head): EndpointResponse | undefined {
  const { cors } = endpointKinds[site.kind]
  if (cors === undefined || site.cors === undefined) return undefined
  if (!cors.isFixed) return preflight(cors.preflightStatus, site.cors, head)
  if (head.method !== 'OPTIONS' || !hasPreflight(site, head.target)) return undefined
  return {
    status: cors.preflightStatus,
    headers: [['Content-Type', 'application/json'], ...fixedCors(site.cors).preflight],
    body: new Uint8Array(),
  }
}

/** Whether the path is one of the API's, and no function answers OPTIONS there by itself. */
function hasPreflight(site: Site, target: string): boolean {
  const resources = site.routes.map((route) => ({ ...route, method: 'ANY' }))
  const found = findTarget({ ...site, routes: resources }, 'OPTIONS', target)
  if (found === undefined) return false
  const { key } = found.route
  const path = key.slice(key.indexOf(' '))
  return !site.routes.some((route) => route.key === `OPTIONS${path}`)
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
