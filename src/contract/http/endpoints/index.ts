import { alb } from './alb.ts'
import type { Endpoint } from '../endpoint.ts'
import { functionUrl } from './function-url.ts'
import { httpApi, httpApiV1 } from './http-api.ts'
import { restApi } from './rest-api.ts'
import type { EndpointKind, EndpointSettings } from '../types.ts'

export type { Exchange, Endpoint } from '../endpoint.ts'

const makers: Record<EndpointKind, (settings: EndpointSettings) => Endpoint> = {
  url: functionUrl,
  'http-api': httpApi,
  'http-api-v1': httpApiV1,
  rest: restApi,
  alb,
}

/** The endpoint for a configuration; `HttpConfig` fits unless its kind is `none`. */
export function createEndpoint(settings: EndpointSettings): Endpoint {
  return makers[settings.kind](settings)
}
