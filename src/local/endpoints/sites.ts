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
import { stableId } from '../invocation/ids.ts'
import type { Settings } from '../settings.ts'

/** One API, load balancer or Function URL with everything behind it. */
export interface Site {
  /** First label of the host name that chooses it: `<label>.localhost`. */
  label: string
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
 * What stands behind the one port. Functions of an HTTP API share one API, whatever their payload
 * format is, and so do those of a REST API and those of a load balancer; every Function URL is a
 * site of its own. The order is that in which a request without a site's host name tries them.
 */
export function planSites(functions: readonly Settings[]): Site[] {
  const reachable = functions.filter(({ http }) => http.kind !== 'none')
  const of = (shared: KindOfEndpoint['shared']) =>
    reachable.filter((fn) => endpointKinds[kindOf(fn)].shared === shared)
  const shared = SHARED.map((kind) => sharedSite(kind, of(kind)))
  const own = of(undefined).map((fn) => ownSite(fn))
  return [...shared.filter((site) => site !== undefined), ...own]
}

const SHARED = [...new Set(Object.values(endpointKinds).flatMap(({ shared }) => shared ?? []))]

/** Of a function that is reachable. */
const kindOf = ({ http }: Settings) => http.kind as EndpointKind

function sharedSite(kind: EndpointKind, functions: readonly Settings[]): Site | undefined {
  const [first] = functions
  if (first === undefined) return undefined
  return {
    label: kind,
    kind,
    apiId: stableId(`${kind} ${functions.map(({ name }) => name).join(' ')}`, 10),
    stage: first.http.stage,
    cors: endpointKinds[kind].cors && functions.find(({ http }) => http.cors)?.http.cors,
    routes: functions.flatMap((fn) =>
      fn.http.routes
        .flatMap((key) => endpointKinds[kind].routeKeys(key))
        .map((key) => siteRoute(fn, key)),
    ),
  }
}

function ownSite(fn: Settings): Site {
  const kind = kindOf(fn)
  return {
    label: fn.name.toLowerCase(),
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
  const { canStream, hasAuthorizers } = endpointKinds[kind]
  return {
    ...parseRoute(key),
    function: fn.name,
    endpoint: createEndpoint({ ...http, kind }),
    streaming: http.streaming && canStream,
    authorizer: hasAuthorizers ? http.authorizer : undefined,
  }
}

/** The sites that a request may be meant for, by its Host header. */
export function sitesFor(sites: readonly Site[], host: string | undefined): readonly Site[] {
  const label = /^([^.:]+)\.localhost(?::\d+)?$/i.exec(host ?? '')?.[1]?.toLowerCase()
  const named = label === undefined ? undefined : sites.find((site) => site.label === label)
  if (named !== undefined) return [named]
  const shared = sites.filter(({ kind }) => endpointKinds[kind].shared !== undefined)
  // With several Function URLs, an address without a name is that of none.
  return sites.length - shared.length > 1 ? shared : sites
}

/** The first route that takes the request. */
export function findTarget(
  sites: readonly Site[],
  method: string,
  target: string,
): Target | undefined {
  const { path } = splitTarget(target)
  for (const site of sites) {
    const found = routeOf(site, method, path)
    if (found !== undefined) return { site, ...found }
  }
  return undefined
}

function routeOf(site: Site, method: string, path: string): Omit<Target, 'site'> | undefined {
  const [only] = site.routes
  if (site.routes.length === 1 && only!.segments === undefined) {
    return { route: only!, pathParameters: {} }
  }
  const below = splitStage(path, site.stage).path
  const match = endpointKinds[site.kind].match(site.routes, method, below)
  if (match === undefined) return undefined
  const route = site.routes.find(({ key }) => key === match.routeKey)!
  return { route, pathParameters: match.pathParameters }
}

/** Where each function answers, by its name. */
export function urlsOf(sites: readonly Site[], url: string): Record<string, string> {
  const urls = new Map<string, string>()
  for (const site of sites) {
    const base = sitesFor(sites, undefined).includes(site) ? url : hostUrl(site, url)
    for (const { function: name } of site.routes) if (!urls.has(name)) urls.set(name, base)
  }
  return Object.fromEntries(urls)
}

function hostUrl({ label }: Site, url: string): string {
  return url.replace(/\/\/.*(?=:\d+$)/, `//${label}.localhost`)
}
