import type { Endpoint, KindOfEndpoint } from '../endpoint.ts'
import type { EndpointKind, EndpointSettings } from '../types.ts'
import { albKind } from './alb.ts'
import { functionUrlKind } from './function-url.ts'
import { httpApiKind, httpApiV1Kind } from './http-api.ts'
import { restApiKind } from './rest-api.ts'

export type { Exchange, Endpoint } from '../endpoint.ts'

/** Everything that there is to a kind stands in its own file. */
export const endpointKinds: Readonly<Record<EndpointKind, KindOfEndpoint>> = {
  url: functionUrlKind,
  'http-api': httpApiKind,
  'http-api-v1': httpApiV1Kind,
  rest: restApiKind,
  alb: albKind,
}

/** The endpoint for a configuration; `HttpConfig` fits unless its kind is `none`. */
export function createEndpoint(settings: EndpointSettings): Endpoint {
  return endpointKinds[settings.kind].make(settings)
}
