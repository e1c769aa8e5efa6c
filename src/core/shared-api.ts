import { endpointKinds } from '../contract/http/endpoints/index.ts'
import type { KindOfEndpoint } from '../contract/http/endpoint.ts'
import type { CorsConfig, HttpConfig } from './config/schema.ts'

/** What functions share one of. */
export type Shared = NonNullable<KindOfEndpoint['shared']>

/** What a function with this endpoint shares with others; undefined where it shares nothing. */
export function sharedBy({ kind }: Pick<HttpConfig, 'kind'>): Shared | undefined {
  return kind === 'none' ? undefined : endpointKinds[kind].shared
}

/** Settings of an API that its functions say, and do not agree on. */
export interface Contradiction<T> {
  key: string
  /** Which of them says one thing, and which another. */
  one: T
  other: T
}

/**
 * CORS of an API, of which the functions say a part each: methods and headers are put together; whose
 * pages may call, and with what, all that say something have to say alike.
 */
export function mergedCors<T extends { http: Pick<HttpConfig, 'cors'> }>(
  functions: readonly T[],
): { cors: CorsConfig | undefined; contradiction?: Contradiction<T> } {
  const saying = functions.filter(({ http }) => http.cors !== undefined)
  const [first, ...rest] = saying
  if (first === undefined) return { cors: undefined }
  const all = saying.map(({ http }) => http.cors!)
  const cors: CorsConfig = {
    origins: first.http.cors!.origins,
    methods: union(all, 'methods'),
    headers: union(all, 'headers'),
    exposeHeaders: union(all, 'exposeHeaders'),
    credentials: first.http.cors!.credentials,
    maxAge: first.http.cors!.maxAge,
  }
  for (const other of rest) {
    const key = ALIKE.find((one) => !isAlike(cors[one], other.http.cors![one]))
    if (key !== undefined) return { cors, contradiction: { key: `cors.${key}`, one: first, other } }
  }
  return { cors }
}

/** Of a REST API, which has one list: what any of its functions names. */
export function binaryMediaTypesOf(
  functions: readonly { http: Pick<HttpConfig, 'binaryMediaTypes'> }[],
): string[] {
  return [...new Set(functions.flatMap(({ http }) => http.binaryMediaTypes))].sort()
}

/** The user pool of Cognito whose tokens have this issuer; undefined where it is another's. */
export function userPoolOf(issuer: string): { region: string; id: string } | undefined {
  const [, region, id] =
    /^https:\/\/cognito-idp\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([\w-]+)$/.exec(issuer) ?? []
  return region === undefined || id === undefined ? undefined : { region, id }
}

const ALIKE = ['origins', 'credentials', 'maxAge'] as const

function isAlike(a: unknown, b: unknown): boolean {
  return inOrder(a) === inOrder(b)
}

function inOrder(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? value.toSorted() : value)
}

/** "*" says all that could be said besides. */
function union(all: readonly CorsConfig[], key: 'methods' | 'headers' | 'exposeHeaders'): string[] {
  const values = [...new Set<string>(all.flatMap((cors) => cors[key]))]
  return values.includes('*') ? ['*'] : values
}
