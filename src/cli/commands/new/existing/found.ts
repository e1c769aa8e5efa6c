import type { Architecture } from '../../../../core/config/kinds.ts'

/** Keys of `oche.yaml` that a project may say for one function, or for all. */
export interface FoundSettings {
  description?: string | undefined
  arch?: Architecture | undefined
  /** MB */
  memory?: number | undefined
  /** Seconds */
  timeout?: number | undefined
  /** MB */
  ephemeralStorage?: number | undefined
  environment?: Readonly<Record<string, string>> | undefined
  reservedConcurrency?: number | undefined
  provisionedConcurrency?: number | undefined
  retries?: number | undefined
  role?: string | undefined
  kmsKey?: string | undefined
  layers?: readonly string[] | undefined
  vpc?: { subnets: readonly string[]; securityGroups: readonly string[] } | undefined
  tracing?: boolean | undefined
  logRetentionDays?: number | undefined
  tags?: Readonly<Record<string, string>> | undefined
}

/** What can be told of one function from what a project has. */
export interface FoundFunction extends FoundSettings {
  name: string
  source?: string | undefined
  handler?: string | undefined
  /** Undefined where the project says nothing of it. */
  http?: FoundHttp | 'none' | undefined
  events: readonly object[]
}

interface FoundHttp {
  kind: 'url' | 'http-api' | 'rest'
  access: 'public' | 'iam'
  routes?: readonly string[] | undefined
  streaming?: true | undefined
}

/** What one file says. */
export interface Found {
  /** How the file is called. */
  file: string
  name?: string | undefined
  region?: string | undefined
  /** What all functions have, unless they say otherwise. */
  shared?: FoundSettings | undefined
  functions: readonly FoundFunction[]
  /** What it says that is not taken over, each a sentence without its end. */
  notes: readonly string[]
}

/** An object as it is, an empty one for everything else. */
export function record(value: unknown): Record<string, unknown> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as Record<string, unknown>) : {}
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

/** One as a list of it. */
export function several(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value]
}

/** Without what is undefined. */
export function known<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T
}

/** `get` and `/items` as a route; a path that is anything is `$default`. */
export function route(method: string, path: string): string {
  const verb = /^(any|\*|x-amazon-apigateway-any-method)$/i.test(method)
    ? 'ANY'
    : method.toUpperCase()
  if (path === '*') return '$default'
  return `${verb} ${path.startsWith('/') ? path : `/${path}`}`
}

/** Whether a runtime of Lambda's is one whose functions can be compiled. */
export function isCompiled(runtime: string | undefined): boolean {
  return runtime === undefined || /^(nodejs|provided)/.test(runtime)
}
