import { endpointKinds } from '../../../contract/http/endpoints/index.ts'
import { parseRoute, type Route } from '../../../contract/http/routing.ts'
import type { HttpRequest } from '../../../contract/http/types.ts'
import type { EndpointKind } from '../../../core/config/kinds.ts'
import type { FunctionConfig } from '../../../core/project.ts'

/** What a function's endpoint sends of a first request, and how that is called. */
export interface FirstRequest {
  name: string
  event: object
}

/** Where it is none of API Gateway's: runtimes tell endpoints apart by it. */
const DOMAINS: Partial<Record<EndpointKind, string>> = {
  url: 'abcdefghijklmnopqrstuvwxyz012345.lambda-url.us-east-1.on.aws',
  alb: 'hello-1234567890.us-east-1.elb.amazonaws.com',
}

const takesGet = ({ method }: Route) => method === 'GET' || method === 'ANY'

/**
 * `GET /`, or where the endpoint has routes the first that takes a GET, with 1 for each parameter: what
 * somebody would try first. Undefined where the function has no endpoint. Pure.
 */
export function firstRequest({ http }: Pick<FunctionConfig, 'http'>): FirstRequest | undefined {
  const { kind } = http
  if (kind === 'none') return undefined
  const { make, routeKeys, defaultStage } = endpointKinds[kind]
  const routes = http.routes.flatMap((key) => routeKeys(key)).map(parseRoute)
  const withPath = routes.filter(({ segments }) => segments !== undefined)
  const open = routes.length > withPath.length ? undefined : withPath[0]
  const route = withPath.find(takesGet) ?? open
  const method = route === undefined || route.method === 'ANY' ? 'GET' : route.method
  const path = pathOf(route)
  const domainName = DOMAINS[kind] ?? 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com'
  const [id = ''] = domainName.split('.')
  const event = make({ ...http, kind }).toEvent(requestOf(method, path, domainName), {
    accountId: '123456789012',
    apiId: id,
    domainName,
    domainPrefix: id,
    stage: defaultStage,
    routeKey: route?.key ?? '$default',
    pathParameters: parametersOf(route),
    requestId: 'd16a6b55-dea9-4b23-8499-eb85c3d2d900',
    extendedRequestId: 'JKJaXmPLvHcESHA=',
    traceId: 'Root=1-6a5145a9-1bae89e2512ec92d5d943800',
    port: 443,
    scheme: 'https',
    timeEpoch: 1_783_711_146_671,
  })
  return { name: `${method} ${path}`, event }
}

function requestOf(method: string, target: string, host: string): HttpRequest {
  const headers = { host, accept: '*/*', 'user-agent': 'curl/8.7.1' }
  return {
    method,
    target,
    protocol: 'HTTP/1.1',
    headers: Object.entries(headers),
    body: new Uint8Array(),
    sourceIp: '203.0.113.24',
  }
}

const VALUE = '1'

function pathOf(route: Route | undefined): string {
  const parts = route?.segments?.map((one) => (one.type === 'literal' ? one.text : VALUE)) ?? []
  return `/${parts.join('/')}`
}

function parametersOf(route: Route | undefined): Record<string, string> {
  const all = route?.segments ?? []
  return Object.fromEntries(
    all.flatMap((one) => (one.type === 'literal' ? [] : [[one.name, VALUE]])),
  )
}
