import { endpointKinds } from '../../contract/http/endpoints/index.ts'
import type { CorsConfig, HttpConfig } from '../../core/config/schema.ts'
import { EXIT, OcheError } from '../../core/errors.ts'
import type { FunctionConfig } from '../../core/project.ts'
import type { Gateway } from '../model/gateway.ts'

export type CorsSettings = Readonly<CorsConfig>

/** What a function's `http:` means in AWS: a Function URL, a part of a shared API, or nothing. */
export type Endpoint = { type: 'none' } | UrlEndpoint | ApiEndpoint

export interface UrlEndpoint {
  type: 'url'
  auth: 'NONE' | 'AWS_IAM'
  streaming: boolean
  cors: CorsSettings | undefined
}

export interface ApiEndpoint {
  type: 'api'
  gateway: Gateway
  payloadFormat: '1.0' | '2.0'
  /** As the API has them. */
  routes: readonly string[]
  stage: string
  cors: CorsSettings | undefined
  /** REST: whether answers go out as they are written. */
  streaming: boolean
  auth: 'NONE' | 'AWS_IAM' | JwtAuthorizer | LambdaAuthorizer
}

interface JwtAuthorizer {
  type: 'jwt'
  issuer: string
  audience: readonly string[]
  identitySource: string
  scopes: readonly string[]
}

interface LambdaAuthorizer {
  type: 'lambda'
  /** As oche.yaml calls it. */
  function: string
  identitySource: readonly string[]
  payloadFormat: '1.0' | '2.0'
  simpleResponses: boolean
  /** Seconds */
  ttl: number
}

/** @throws OcheError `DEPLOY_UNSUPPORTED` */
export function endpointOf({ fn }: { fn: Pick<FunctionConfig, 'name' | 'http'> }): Endpoint {
  return makers[fn.http.kind](fn.name, fn.http)
}

type Maker = (name: string, http: HttpConfig) => Endpoint

/** What each kind of endpoint is in AWS. */
const makers: Record<HttpConfig['kind'], Maker> = {
  none: () => ({ type: 'none' }),
  url: (name, http) => {
    if (http.authorizer !== undefined) {
      throw unsupported(name, 'an authorizer of a Function URL', 'Use http: http-api.')
    }
    const { streaming, cors } = http
    return { type: 'url', auth: authOf(http), streaming, cors }
  },
  'http-api': apiMaker('http-api', '2.0'),
  'http-api-v1': apiMaker('http-api', '1.0'),
  rest: apiMaker('rest', '1.0'),
  alb: unsupportedMaker,
}

function authOf({ access }: HttpConfig): 'NONE' | 'AWS_IAM' {
  return access === 'public' ? 'NONE' : 'AWS_IAM'
}

function apiMaker(gateway: Gateway, payloadFormat: ApiEndpoint['payloadFormat']): Maker {
  return (_, http) => {
    const { stage, cors, streaming } = http
    const routes = http.routes.flatMap((key) => endpointKinds[gateway].routeKeys(key))
    const auth = authorizerOf(http) ?? authOf(http)
    return { type: 'api', gateway, payloadFormat, routes, stage, cors, streaming, auth }
  }
}

function unsupportedMaker(name: string, { kind }: HttpConfig): never {
  throw unsupported(name, `an endpoint of kind ${kind}`, 'Use http: url, http-api, rest or none.')
}

function authorizerOf({ authorizer }: HttpConfig): JwtAuthorizer | LambdaAuthorizer | undefined {
  if (authorizer === undefined) return undefined
  if (authorizer.type === 'lambda') {
    const { function: name, identitySource, payloadFormat, simpleResponses, ttl } = authorizer
    return { type: 'lambda', function: name, identitySource, payloadFormat, simpleResponses, ttl }
  }
  const { issuer, audience, identitySource, scopes } = authorizer
  return { type: 'jwt', issuer, audience, identitySource, scopes }
}

function unsupported(name: string, what: string, instead: string): OcheError {
  return new OcheError('DEPLOY_UNSUPPORTED', `oche deploy cannot make ${what} (${name})`, {
    remedy: `${instead} It runs locally by "oche dev".`,
    exit: EXIT.user,
  })
}
