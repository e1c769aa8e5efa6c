import type { Architecture } from '../../core/config/schema.ts'
import type { Gateways } from './gateway.ts'
import type { Tags } from './place.ts'

/** Settings of a function that a version has a copy of. Only `environment` is secret. */
export interface Configuration {
  runtime: 'provided.al2023'
  handler: string
  /** MB */
  memory: number
  /** Seconds */
  timeout: number
  /** MB */
  ephemeralStorage: number
  /** Undefined where it is not known here and not to be compared. */
  environment: Readonly<Record<string, string>> | undefined
  layers: readonly string[]
  subnets: readonly string[]
  securityGroups: readonly string[]
  tracing: 'Active' | 'PassThrough'
  logFormat: 'Text' | 'JSON'
  /** Undefined where lines are text. */
  logLevel: string | undefined
  systemLogLevel: string | undefined
  description: string
  /** ARN; undefined for Lambda's own. */
  kmsKey: string | undefined
  fileSystems: readonly { arn: string; path: string }[]
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
  tags: Tags
  reservedConcurrency: number | undefined
  /** `$LATEST`, which the next version is published from. */
  latest: RemoteVersion
  /** Whether there are versions; asked for only where the function's creation may have failed. */
  isPublished?: boolean
}

/** The alias, and with it what serves. */
export interface RemoteAlias {
  version: string
  /** Share of the calls, 0 to 1, that other versions get, by version. */
  weights: Readonly<Record<string, number>>
  /** Absent where only `version` was read. */
  revisionId?: string
  description?: string
}

/** Versions that there are. */
export interface Published {
  /** Numbers. */
  versions: readonly string[]
  /** Those that an alias names, or gives a share to. */
  aliased: readonly string[]
}

/** What everything else hangs on. */
export interface Anchor {
  /** Read only where versions may go. */
  published?: Published
  function: RemoteFunction | undefined
  alias: RemoteAlias | undefined
  /** What the alias points to. */
  live: RemoteVersion | undefined
  /** Of an application: the APIs that there are. */
  gateways?: Gateways
}
