import type { Architecture, EndpointKind } from './config/kinds.ts'

/** What a function has where neither `oche.yaml` nor the caller of `oche/local` says anything. */
export const defaults = {
  engine: 'bun',
  arch: 'arm64' satisfies Architecture,
  /** MB */
  memory: 128,
  /** Seconds */
  timeout: 10,
  /** MB */
  ephemeralStorage: 512,
  retries: 2,
  logFormat: 'text',
  http: 'url' satisfies EndpointKind,
  permissions: 'basic',
  tracing: false,
  logRetentionDays: 14,
  keepVersions: 5,
  accessLogs: false,
} as const
