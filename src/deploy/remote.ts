import type { Architecture } from '../core/config/schema.ts'
import type { Configuration, CorsSettings, PolicyDocument } from './desired.ts'

/** What AWS has of one function. Pure data; `environment` is as secret here as in `Desired`. */
export interface Remote {
  function: RemoteFunction | undefined
  /** What the alias points to. */
  live: RemoteVersion | undefined
  /** The role that is ours, or the name that it will have. */
  role: RemoteRole | { name: string }
  logGroup: RemoteLogGroup | undefined
  url: RemoteUrl | undefined
  apis: readonly RemoteApi[]
  /** Of the alias's policy. */
  statements: readonly Statement[]
  /** Undefined where it was not asked for: Lambda's default is 2, and no configuration. */
  retries: number | undefined
}

/** A function's settings and code, of `$LATEST` or of a published version. */
export interface RemoteVersion {
  /** `$LATEST` or a number. */
  version: string
  configuration: Omit<Configuration, 'runtime' | 'environment'> & {
    role: string
    runtime: string
    environment: Readonly<Record<string, string>>
  }
  arch: Architecture
  /** base64 */
  codeSha256: string
  bytes: number
  /** ISO 8601 */
  modified: string
  state: string
  stateReason: string | undefined
  /** Undefined counts as in progress. */
  updateStatus: string | undefined
  updateReason: string | undefined
  revisionId: string | undefined
}

export interface RemoteFunction {
  arn: string
  tags: Readonly<Record<string, string>>
  reservedConcurrency: number | undefined
  /** `$LATEST`, which the next version is published from. */
  latest: RemoteVersion
}

export interface RemoteRole {
  name: string
  arn: string
  tags: Readonly<Record<string, string>>
  trust: PolicyDocument | undefined
  boundary: string | undefined
  /** ARNs */
  managed: readonly string[]
  /** Of the policy called `oche`. */
  inline: PolicyDocument | undefined
}

export interface RemoteLogGroup {
  name: string
  retentionDays: number | undefined
  /** Undefined where it was not asked for. */
  tags: Readonly<Record<string, string>> | undefined
}

export interface RemoteUrl {
  url: string
  auth: string
  streaming: boolean
  cors: CorsSettings | undefined
}

export interface RemoteApi {
  id: string
  endpoint: string
  description: string
  tags: Readonly<Record<string, string>>
  cors: CorsSettings | undefined
  created: string
  /** Undefined where the API's description says that it is as desired. */
  inside: RemoteApiInside | undefined
}

export interface RemoteApiInside {
  integrations: readonly { id: string; uri: string; payloadFormat: string }[]
  authorizers: readonly RemoteAuthorizer[]
  routes: readonly RemoteRoute[]
  stages: readonly { name: string; autoDeploy: boolean }[]
}

export interface RemoteAuthorizer {
  id: string
  name: string
  issuer: string
  audience: readonly string[]
  identitySource: string
}

export interface RemoteRoute {
  id: string
  key: string
  target: string | undefined
  auth: string
  authorizerId: string | undefined
  scopes: readonly string[]
}

/** A statement of a function's resource policy, as AWS writes it. */
export interface Statement {
  Sid: string
  Effect: string
  Principal: unknown
  Action: string
  Resource?: string
  Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>
}
