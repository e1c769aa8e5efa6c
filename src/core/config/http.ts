import type { EndpointKind } from './kinds.ts'

/** `http:` as it may be written. */
export type HttpInput = EndpointKind | HttpKeys

/** `http:` in its long form, as it may be written. */
export interface HttpKeys {
  /** @default url */
  kind?: EndpointKind | undefined
  /** `iam`: callers sign their requests. `public`: anybody may call. @default iam */
  access?: 'iam' | 'public' | undefined
  /** @default ['$default'] */
  routes?: string[] | undefined
  /** @default $default; prod for `rest` */
  stage?: string | undefined
  /** `rest`: media types that are passed as base64. @default none */
  binaryMediaTypes?: string[] | undefined
  /** @default false */
  streaming?: boolean | undefined
  /** `alb`: headers with several values. @default false */
  multiValueHeaders?: boolean | undefined
  cors?: CorsKeys | undefined
  authorizer?: JwtAuthorizerKeys | LambdaAuthorizerKeys | undefined
}

interface CorsKeys {
  /** @default ['*'] */
  origins?: string[] | undefined
  /** @default ['*'] */
  methods?: string[] | undefined
  /** Request headers that a browser may send. @default none */
  headers?: string[] | undefined
  /** Response headers that a script may read. @default none */
  exposeHeaders?: string[] | undefined
  /** @default false */
  credentials?: boolean | undefined
  /** Seconds that a preflight is kept. @default 0 */
  maxAge?: number | undefined
}

interface JwtAuthorizerKeys {
  type: 'jwt'
  /** The `iss` claim that tokens must carry, a URL. */
  issuer: string
  /** Any of these must be in the `aud` or `client_id` claim; not of a REST API. @default none */
  audience?: string[] | undefined
  /** @default $request.header.Authorization */
  identitySource?: string | undefined
  /** @default none */
  scopes?: string[] | undefined
  /** A URL or a file. @default found by the issuer */
  jwks?: string | undefined
}

interface LambdaAuthorizerKeys {
  type: 'lambda'
  /** Name of a function beside this one. */
  function: string
  /** @default ['$request.header.Authorization'] */
  identitySource?: string[] | undefined
  /** @default 2.0 */
  payloadFormat?: '1.0' | '2.0' | undefined
  /** `{ isAuthorized, context }` instead of a policy. @default true */
  simpleResponses?: boolean | undefined
  /** Seconds that a decision is kept. @default 300 */
  ttl?: number | undefined
}
