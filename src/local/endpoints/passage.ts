import { fixedCors, withCors } from '../../contract/http/cors.ts'
import { endpointKinds } from '../../contract/http/endpoints/index.ts'
import type { Exchange as HttpExchange } from '../../contract/http/endpoint.ts'
import { LOWER_CASE_NAMES } from '../../contract/http/forwarding.ts'
import type { EndpointResponse } from '../../contract/http/refusal.ts'
import { headerValue } from '../../contract/http/header-lines.ts'
import type { EndpointContext, HttpRequest, HttpResponse } from '../../contract/http/types.ts'
import { ACCOUNT } from '../functions/lambda.ts'
import { newGatewayId, newTraceId, newUuid } from '../invocation/ids.ts'
import type { Exchange } from '../wire/exchange.ts'
import type { Site, Target } from './sites.ts'

export type Head = Omit<HttpRequest, 'body'>

/** One request on its way through an endpoint. */
export interface Passage {
  exchange: Exchange
  head: Head
  context: EndpointContext
  /** Undefined where no function has an endpoint. */
  site: Site | undefined
}

export function headOf({ method, target, protocol, lines, peer }: Exchange): Head {
  return {
    method,
    target,
    protocol,
    headers: lines,
    sourceIp: peer.remoteAddress.replace(/^::ffff:/, ''),
  }
}

/** What an endpoint here knows of a request beyond what the client sent. */
export function contextOf(
  head: Head,
  target: Target | undefined,
  { region, port }: { region: string; port: number },
): EndpointContext {
  const { requestIds = 'gateway' } = target?.route.endpoint ?? {}
  const apiId = target?.site.apiId ?? 'local'
  return {
    accountId: ACCOUNT,
    apiId,
    domainName: headerValue(head.headers, 'host') ?? 'localhost',
    domainPrefix: apiId,
    stage: target?.site.stage ?? '$default',
    routeKey: target?.route.key ?? '$default',
    pathParameters: target?.pathParameters ?? {},
    requestId: requestIds === 'gateway' ? newGatewayId() : newUuid(),
    // A Function URL has none.
    extendedRequestId: requestIds === 'of-the-invocation' ? '' : newGatewayId(),
    traceId: headerValue(head.headers, LOWER_CASE_NAMES.traceId) ?? newTraceId(),
    port,
    scheme: 'http',
    timeEpoch: Date.now(),
    targetGroupArn:
      target &&
      `arn:aws:elasticloadbalancing:${region}:${ACCOUNT}:targetgroup/${target.route.function}/${apiId}`,
  }
}

export function exchangeOf({ head, context }: Passage): HttpExchange {
  return { request: head, context }
}

/** A response with the CORS headers of the endpoint, where it has settings for them. */
export function withSiteCors<
  Response extends Pick<HttpResponse, 'status' | 'headers'> & Pick<EndpointResponse, 'refusal'>,
>({ site, head }: Passage, response: Response): Response {
  if (!site?.cors) return response
  if (isFixed(site)) {
    if (response.refusal === undefined) return response
    return { ...response, headers: [...response.headers, ...fixedCors(site.cors).refusal] }
  }
  const { headers } = withCors(site.cors, head, { ...response, body: new Uint8Array() })
  return { ...response, headers }
}

function isFixed({ kind }: Site): boolean {
  return endpointKinds[kind].cors?.isFixed === true
}
