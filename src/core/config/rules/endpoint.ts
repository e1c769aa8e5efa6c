import type { EndpointKind } from '../kinds.ts'
import { keyText, type Problem } from '../problem.ts'
import { normalizeHttp, type HttpConfig } from '../schema.ts'
import type { PlacedFunction } from '../functions.ts'

/** What the kinds are called in words. */
const NOUNS: Record<EndpointKind, string> = {
  url: 'a Function URL',
  'http-api': 'an HTTP API',
  'http-api-v1': 'an HTTP API',
  rest: 'a REST API',
  alb: 'a load balancer',
  none: 'a function without an endpoint',
}

interface Setting {
  key: keyof HttpConfig
  /** The kinds that do something about it. */
  kinds: readonly EndpointKind[]
  /** `a Function URL …`. */
  cannot: string
  isSet(http: HttpConfig): boolean
}

const isDefault = (routes: readonly string[]) => routes.length === 1 && routes[0] === '$default'

const SETTINGS: readonly Setting[] = [
  {
    key: 'routes',
    kinds: ['http-api', 'http-api-v1', 'rest', 'alb'],
    cannot: 'has no routes: every path would reach it',
    isSet: ({ routes }) => !isDefault(routes),
  },
  {
    key: 'stage',
    kinds: ['http-api', 'http-api-v1', 'rest'],
    cannot: 'has no stages',
    isSet: ({ stage }) => stage !== '$default',
  },
  {
    key: 'streaming',
    kinds: ['url', 'rest'],
    cannot: 'does not stream',
    isSet: ({ streaming }) => streaming,
  },
  {
    key: 'cors',
    kinds: ['url', 'http-api', 'http-api-v1', 'rest'],
    cannot: 'does not answer for other origins by itself',
    isSet: ({ cors }) => cors !== undefined,
  },
  {
    key: 'authorizer',
    kinds: ['http-api', 'http-api-v1', 'rest'],
    cannot: 'asks no authorizer: everything would be let through',
    isSet: ({ authorizer }) => authorizer !== undefined,
  },
  {
    key: 'binaryMediaTypes',
    kinds: ['rest'],
    cannot: 'has no binary media types',
    isSet: ({ binaryMediaTypes }) => binaryMediaTypes.length > 0,
  },
  {
    key: 'multiValueHeaders',
    kinds: ['alb'],
    cannot: 'has no such setting',
    isSet: ({ multiValueHeaders }) => multiValueHeaders,
  },
]

/** A setting that the kind of endpoint does nothing about, and values that its kind alone refuses. */
export function endpointRule({ keys, at }: PlacedFunction): Problem[] {
  const http = normalizeHttp(keys.http)
  const { kind } = http
  const idle = SETTINGS.filter(({ kinds, isSet }) => isSet(http) && !kinds.includes(kind))
  return [
    ...idle.map(({ key, kinds, cannot }) => ({
      path: at('http', key),
      message: `${keyText(at('http', key))}: ${NOUNS[kind]} ${cannot}`,
      remedy: `Leave it out, or write "kind: ${kinds[0]}".`,
    })),
    ...stageProblems(http, at),
    ...urlMethodProblems(http, at),
  ]
}

function stageProblems({ kind, stage }: HttpConfig, at: PlacedFunction['at']): Problem[] {
  if (kind !== 'rest' || stage !== '$default') return []
  const path = at('http', 'stage')
  const message = `${keyText(path)}: a REST API has no stage $default`
  return [{ path, message, remedy: 'Leave it out (prod), or give it a name.' }]
}

/** Lambda: a method in the CORS settings of a Function URL has at most six characters. */
function urlMethodProblems({ kind, cors }: HttpConfig, at: PlacedFunction['at']): Problem[] {
  const index = cors?.methods.indexOf('OPTIONS') ?? -1
  if (kind !== 'url' || index < 0) return []
  const path = at('http', 'cors', 'methods', index)
  const message = `${keyText(path)}: Lambda refuses OPTIONS in the CORS settings of a Function URL`
  return [{ path, message, remedy: 'Leave it out: preflights are answered anyway.' }]
}
