import type { CorsSettings } from '../../contract/http/cors.ts'
import {
  createEndpoint,
  endpointKinds,
  type Endpoint,
} from '../../contract/http/endpoints/index.ts'
import { parseRoute, type Route } from '../../contract/http/routing.ts'
import { splitStage, splitTarget } from '../../contract/http/target.ts'
import type { EndpointKind } from '../../contract/http/types.ts'
import type { KindOfEndpoint } from '../../contract/http/endpoint.ts'
import type { AuthorizerConfig } from '../../core/config/schema.ts'
import { binaryMediaTypesOf, mergedCors } from '../../core/shared-api.ts'
import { stableId } from '../invocation/ids.ts'
import type { Settings } from '../settings.ts'

/** One API, load balancer or Function URL with everything behind it. */
export interface Site {
  kind: EndpointKind
  apiId: string
  stage: string
  cors: CorsSettings | undefined
  routes: readonly SiteRoute[]
}

export interface SiteRoute extends Route {
  function: string
  endpoint: Endpoint
  streaming: boolean
  authorizer: AuthorizerConfig | undefined
}

export interface Target {
  site: Site
  route: SiteRoute
  pathParameters: Record<string, string>
}

/**
 * What has a port of its own. Functions of an HTTP API share one API, whatever their payload format
 * is, and so do those of a REST API and those of a load balancer; every Function URL is a site of its
 * own. The first one gets the port that was asked for.
 */
export function planSites(functions: readonly Settings[]): Site[] {
  const reachable = functions.filter(({ http }) => http.kind !== 'none')
  const of = (shared: KindOfEndpoint['shared']) =>
    reachable.filter((fn) => endpointKinds[kindOf(fn)].shared === shared)
  const shared = SHARED.map((kind) => sharedSite(kind, of(kind)))
  const own = of(undefined).map((fn) => ownSite(fn))
  return [...shared.filter((site) => site !== undefined), ...own]
}

/** The same for a client that waits however long a function takes. */
export function unhurried(sites: readonly Site[]): Site[] {
  return sites.map((site) => ({
    ...site,
    routes: site.routes.map((route) => ({
      ...route,
      endpoint: { ...route.endpoint, timeoutMs: undefined },
    })),
  }))
}

const SHARED = [...new Set(Object.values(endpointKinds).flatMap(({ shared }) => shared ?? []))]

/** Of a function that is reachable. */
const kindOf = ({ http }: Settings) => http.kind as EndpointKind

function sharedSite(kind: EndpointKind, functions: readonly Settings[]): Site | undefined {
  const [first] = functions
  if (first === undefined) return undefined
  const binaryMediaTypes = binaryMediaTypesOf(functions)
  return {
    kind,
    apiId: stableId(`${kind} ${functions.map(({ name }) => name).join(' ')}`, 10),
    stage: first.http.stage,
    cors: endpointKinds[kind].cors && mergedCors(functions).cors,
    routes: functions.flatMap((fn) =>
      fn.http.routes
        .flatMap((key) => endpointKinds[kind].routeKeys(key))
        .map((key) => siteRoute({ ...fn, http: { ...fn.http, binaryMediaTypes } }, key)),
    ),
  }
}

function ownSite(fn: Settings): Site {
  const kind = kindOf(fn)
  return {
    kind,
    apiId: stableId(`${kind} ${fn.name}`, 32),
    stage: endpointKinds[kind].defaultStage,
    cors: fn.http.cors,
    routes: [siteRoute(fn, '$default')],
  }
}

function siteRoute(fn: Settings, key: string): SiteRoute {
  const { http } = fn
  const kind = kindOf(fn)
  const { canStream, authorization } = endpointKinds[kind]
  return {
    ...parseRoute(key),
    function: fn.name,
    endpoint: createEndpoint({ ...http, kind }),
    streaming: http.streaming && canStream,
    authorizer: authorization && http.authorizer,
  }
}

/** The route that takes the request. */
export function findTarget(site: Site, method: string, target: string): Target | undefined {
  const { path } = splitTarget(target)
  const [only] = site.routes
  if (site.routes.length === 1 && only!.segments === undefined) {
    return { site, route: only!, pathParameters: {} }
  }
  const below = splitStage(path, site.stage).path
  const match = endpointKinds[site.kind].match(site.routes, method, below)
  if (match === undefined) return undefined
  const route = site.routes.find(({ key }) => key === match.routeKey)!
  return { site, route, pathParameters: match.pathParameters }
}

/** Where each function answers, by its name. */
export function urlsOf(places: readonly { site: Site; url: string }[]): Record<string, string> {
  const urls = new Map<string, string>()
  for (const { site, url } of places) {
    for (const { function: name } of site.routes) urls.set(name, url)
  }
  return Object.fromEntries(urls)
}
