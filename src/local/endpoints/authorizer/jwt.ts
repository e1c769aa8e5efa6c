import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  jwtVerify,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
} from 'jose'
import {
  bearerToken,
  claimTexts,
  identityValue,
  scopesOf,
} from '../../../contract/http/authorizer.ts'
import type { Refusal } from '../../../contract/http/refusal.ts'
import type { AuthorizerConfig } from '../../../core/config/schema.ts'
import { messageOf } from '../../../core/errors.ts'
import type { AuthorizedRequest, Authorizer, AuthorizerOptions, Verdict } from './authorizer.ts'

type JwtConfig = Extract<AuthorizerConfig, { type: 'jwt' }>

/** API Gateway supports signatures by RSA only. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512']

/** An authorizer that looks at tokens: of an HTTP API, or of a user pool for a REST API. */
export class JwtAuthorizer implements Authorizer {
  readonly #config: JwtConfig
  readonly #options: AuthorizerOptions
  #keys: Promise<JWTVerifyGetKey> | undefined

  constructor(config: JwtConfig, options: AuthorizerOptions) {
    this.#config = config
    this.#options = options
  }

  async judge({ head, context }: AuthorizedRequest, format: '1.0' | '2.0'): Promise<Verdict> {
    const identity = identityValue(this.#config.identitySource, head, context)
    if (identity === undefined) {
      return this.#unauthorized(
        'Bearer',
        `it has no token in ${this.#config.identitySource}: send one`,
      )
    }
    let claims: JWTPayload
    try {
      claims = await this.#verify(bearerToken(identity))
    } catch (error) {
      if (!isTokensFault(error)) return this.#noKeys(error)
      return this.#invalidToken(reasonOf(error), 'get a new one')
    }
    const { hasAudience, lacksScope, ofToken } = this.#options.authorization
    if (hasAudience && !this.#hasAudience(claims)) {
      const wanted = this.#config.audience.join(', ')
      return this.#invalidToken('the token has an invalid audience', `it must be for ${wanted}`)
    }
    const { scopes: wanted } = this.#config
    const granted = scopesOf(claims)
    if (wanted.length > 0 && !wanted.some((scope) => granted.includes(scope))) {
      const header = challenge(wanted.join(' '), 'insufficient_scope', 'the token lacks a scope')
      const reason = `the token lacks a scope: it needs one of ${wanted.join(', ')}`
      return { cause: lacksScope, reason, ...this.#challenging(header) }
    }
    return { authorizer: ofToken(claimTexts(claims), wanted.length > 0 ? granted : null, format) }
  }

  /** No function decides. */
  forget(): void {}

  async #verify(token: string): Promise<JWTPayload> {
    this.#keys ??= this.#findKeys()
    const { issuer } = this.#config
    const { payload } = await jwtVerify(token, await this.#keys, {
      issuer,
      algorithms: ALGORITHMS,
      requiredClaims: ['exp'],
    })
    return payload
  }

  /** Keys that could not be had now may be there the next time. */
  #noKeys(error: unknown): Verdict {
    this.#keys = undefined
    const { issuer } = this.#config
    this.#options.onFault(`no keys for tokens of ${issuer}: ${messageOf(error)}`)
    const remedy = 'name them by jwks in the authorizer'
    return this.#invalidToken('the keys of the issuer are not available', remedy)
  }

  #challenging(header: string): Pick<Refusal, 'headers'> {
    return this.#options.authorization.challenges ? { headers: [['www-authenticate', header]] } : {}
  }

  #unauthorized(header: string, why: string): Refusal {
    const reason = `the authorizer refuses the request, ${why}`
    return { cause: 'unauthorized', reason, ...this.#challenging(header) }
  }

  #invalidToken(what: string, remedy: string): Refusal {
    return this.#unauthorized(challenge('', 'invalid_token', what), `${what}: ${remedy}`)
  }

  async #findKeys(): Promise<JWTVerifyGetKey> {
    const { jwks, issuer } = this.#config
    if (jwks === undefined) return createRemoteJWKSet(new URL(await discover(issuer)))
    if (/^https?:/.test(jwks)) return createRemoteJWKSet(new URL(jwks))
    const text = await readFile(resolve(this.#options.root, jwks), 'utf8')
    return createLocalJWKSet(JSON.parse(text) as JSONWebKeySet)
  }

  /** `client_id` counts only where there is no `aud`. */
  #hasAudience({ aud, client_id: clientId }: JWTPayload): boolean {
    const found = aud === undefined ? [clientId] : [aud].flat()
    return found.some((one) => typeof one === 'string' && this.#config.audience.includes(one))
  }
}

/** OpenID Connect Discovery 1.0, section 4. */
async function discover(issuer: string): Promise<string> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url} answered with ${response.status}`)
  const { jwks_uri: uri } = (await response.json()) as { jwks_uri?: unknown }
  if (typeof uri !== 'string') throw new Error(`${url} names no jwks_uri`)
  return uri
}

/** Whether the token is at fault; it may be the keys as well. */
function isTokensFault(error: unknown): error is errors.JOSEError {
  if (!(error instanceof errors.JOSEError)) return false
  const isKeys = error instanceof errors.JWKSInvalid || error instanceof errors.JWKSTimeout
  return !isKeys && error.code !== 'ERR_JOSE_GENERIC'
}

function challenge(scope: string, error: string, description: string): string {
  return `Bearer scope="${scope}" error="${error}" error_description="${description}"`
}

function reasonOf(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'the token has expired'
  if (error instanceof errors.JWTClaimValidationFailed) return `invalid ${error.claim}`
  return 'invalid token'
}
