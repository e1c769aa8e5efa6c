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
  const { name, http } = fn
  const { kind, access, cors } = http
  const auth = access === 'public' ? 'NONE' : 'AWS_IAM'
  if (kind === 'none') return { type: 'none' }
  if (kind === 'url') {
    if (http.authorizer !== undefined) {
      throw unsupported(name, 'an authorizer of a Function URL', 'Use http: http-api.')
    }
    return { type: 'url', auth, streaming: http.streaming, cors }
  }
  if (kind === 'rest' || kind === 'alb') {
    throw unsupported(name, `an endpoint of kind ${kind}`, 'Use http: url, http-api or none.')
  }
  return {
    type: 'api',
    payloadFormat: kind === 'http-api' ? '2.0' : '1.0',
    routes: http.routes,
    stage: http.stage,
    cors,
    auth: authorizerOf(name, http) ?? auth,
  }
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
