import type { EndpointContext, EndpointSettings } from '../../src/contract/http/types.ts'

/** Everything that an endpoint has to know of a request that is not in it. */
export function endpointContext(own: Partial<EndpointContext> = {}): EndpointContext {
  return {
    accountId: '123456789012',
    apiId: 'abc',
    domainName: 'abc.example.com',
    domainPrefix: 'abc',
    stage: '$default',
    routeKey: '$default',
    pathParameters: {},
    requestId: 'id',
    extendedRequestId: 'id',
    traceId: 'Root=1-5759e988-bd862e3fe1be46a994272793',
    port: 443,
    scheme: 'https',
    timeEpoch: 0,
    ...own,
  }
}

/** Endpoints of every kind, with each setting that changes an event. */
export const everyEndpoint: readonly EndpointSettings[] = [
  { kind: 'url' },
  { kind: 'http-api' },
  { kind: 'http-api-v1' },
  { kind: 'rest' },
  { kind: 'rest', binaryMediaTypes: ['image/*'] },
  { kind: 'alb' },
  { kind: 'alb', multiValueHeaders: true },
]
