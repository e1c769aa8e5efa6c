import { headerValue } from './header-lines.ts'
import type { HeaderLine, HttpResponse } from './types.ts'

/** CORS of an API or a Function URL; `CorsConfig` fits. */
export interface CorsSettings {
  origins: readonly string[]
  methods: readonly string[]
  headers: readonly string[]
  exposeHeaders?: readonly string[]
  credentials: boolean
  /** Seconds. */
  maxAge: number
}

/**
 * The answer to a preflight request, which the endpoint gives itself, whatever the routes are.
 * Undefined where the request is none: it lacks `Origin` or `Access-Control-Request-Method`.
 *
 * An origin, method or header that is not allowed gets an answer without CORS headers, and the
 * browser refuses.
 */
export function preflight(
  status: number,
  cors: CorsSettings,
  request: { method: string; headers: readonly HeaderLine[] },
): HttpResponse | undefined {
  const origin = headerValue(request.headers, 'origin')
  const method = headerValue(request.headers, 'access-control-request-method')
  if (request.method !== 'OPTIONS' || origin === undefined || method === undefined) return undefined
  const allowed = allows(cors.origins, origin) && allows(cors.methods, method)
  return {
    status,
    headers: allowed ? preflightLines(cors, origin) : [],
    body: new Uint8Array(),
  }
}

/**
 * A response to a cross-origin request with the endpoint's CORS headers in place of the
 * function's. Without an `Origin` in the request nothing is added.
 */
export function withCors(
  cors: CorsSettings,
  request: { headers: readonly HeaderLine[] },
  response: HttpResponse,
): HttpResponse {
  const own = response.headers.filter(([name]) => !/^access-control-/i.test(name))
  const origin = headerValue(request.headers, 'origin')
  if (origin === undefined || !allows(cors.origins, origin)) return { ...response, headers: own }
  return { ...response, headers: [...own, ...originLines(cors, origin), ...exposeLines(cors)] }
}

/**
 * The lines of a REST API, which are the same whoever asks: of a preflight, and of what the API itself
 * refuses. A function's own answer passes as it is.
 */
export function fixedCors(cors: CorsSettings): {
  preflight: readonly HeaderLine[]
  refusal: readonly HeaderLine[]
} {
  const [origin = '*'] = cors.origins
  const methods = cors.methods.includes('*') ? EVERY_METHOD : cors.methods
  const refusal: HeaderLine[] = [
    ['Access-Control-Allow-Origin', origin],
    ...(cors.credentials ? [ALLOW_CREDENTIALS] : []),
  ]
  return { preflight: [...refusal, ...askedLines({ ...cors, methods })], refusal }
}

/** With credentials browsers take "*" for a name. */
const EVERY_METHOD = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const ALLOW_CREDENTIALS: HeaderLine = ['Access-Control-Allow-Credentials', 'true']

function preflightLines(cors: CorsSettings, origin: string): HeaderLine[] {
  return [...originLines(cors, origin), ...askedLines(cors)]
}

/** What a page may send. */
function askedLines(cors: CorsSettings): HeaderLine[] {
  const lines: HeaderLine[] = []
  if (cors.methods.length > 0) lines.push(['Access-Control-Allow-Methods', joined(cors.methods)])
  if (cors.headers.length > 0) lines.push(['Access-Control-Allow-Headers', joined(cors.headers)])
  if (cors.maxAge > 0) lines.push(['Access-Control-Max-Age', String(cors.maxAge)])
  return lines
}

function originLines(cors: CorsSettings, origin: string): HeaderLine[] {
  const any = cors.origins.includes('*') && !cors.credentials
  const lines: HeaderLine[] = [['Access-Control-Allow-Origin', any ? '*' : origin]]
  if (!any) lines.push(['Vary', 'Origin'])
  if (cors.credentials) lines.push(ALLOW_CREDENTIALS)
  return lines
}

function exposeLines(cors: CorsSettings): HeaderLine[] {
  const names = cors.exposeHeaders ?? []
  return names.length === 0 ? [] : [['Access-Control-Expose-Headers', joined(names)]]
}

/** `*` allows anything, `https://*` any origin of that scheme. */
function allows(patterns: readonly string[], value: string): boolean {
  return patterns.some(
    (pattern) =>
      pattern === '*' ||
      pattern.toLowerCase() === value.toLowerCase() ||
      (pattern.endsWith('://*') && value.toLowerCase().startsWith(pattern.slice(0, -1))),
  )
}

function joined(values: readonly string[]): string {
  return values.join(',')
}
