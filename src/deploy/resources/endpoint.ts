import type { CorsConfig, HttpConfig } from '../../core/config/schema.ts'
import { EXIT, OcheError } from '../../core/errors.ts'
import type { Source } from '../converge/resource.ts'

export type CorsSettings = Readonly<CorsConfig>

/** What a function's `http:` means in AWS: a Function URL, an HTTP API of its own, or nothing. */
export type Endpoint = { type: 'none' } | UrlEndpoint | ApiEndpoint

export interface UrlEndpoint {
  type: 'url'
  auth: 'NONE' | 'AWS_IAM'
  streaming: boolean
  cors: CorsSettings | undefined
}

export interface ApiEndpoint {
  type: 'api'
  payloadFormat: '1.0' | '2.0'
  routes: readonly string[]
  stage: string
  cors: CorsSettings | undefined
  auth: 'NONE' | 'AWS_IAM' | JwtAuthorizer
}

export interface JwtAuthorizer {
  issuer: string
  audience: readonly string[]
  identitySource: string
  scopes: readonly string[]
}

/** @throws OcheError `DEPLOY_UNSUPPORTED` */
export function endpointOf({ fn }: Source): Endpoint {
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
  'http-api': apiMaker('2.0'),
  'http-api-v1': apiMaker('1.0'),
  rest: unsupportedMaker,
  alb: unsupportedMaker,
}

function authOf({ access }: HttpConfig): 'NONE' | 'AWS_IAM' {
  return access === 'public' ? 'NONE' : 'AWS_IAM'
}

function apiMaker(payloadFormat: ApiEndpoint['payloadFormat']): Maker {
  return (name, http) => {
    const { routes, stage, cors } = http
    const auth = authorizerOf(name, http) ?? authOf(http)
    return { type: 'api', payloadFormat, routes, stage, cors, auth }
  }
}

function unsupportedMaker(name: string, { kind }: HttpConfig): never {
  throw unsupported(name, `an endpoint of kind ${kind}`, 'Use http: url, http-api or none.')
}

function authorizerOf(name: string, { authorizer }: HttpConfig): JwtAuthorizer | undefined {
  if (authorizer === undefined) return undefined
  if (authorizer.type === 'lambda') {
    throw unsupported(name, 'a Lambda authorizer', 'Use a JWT authorizer, or access: iam.')
  }
  const { issuer, audience, identitySource, scopes } = authorizer
  return { issuer, audience, identitySource, scopes }
}

export function unsupported(name: string, what: string, instead: string): OcheError {
  return new OcheError('DEPLOY_UNSUPPORTED', `oche deploy cannot make ${what} (${name})`, {
    remedy: `${instead} It runs locally by "oche dev".`,
    exit: EXIT.user,
  })
}
