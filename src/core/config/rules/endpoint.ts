import type { KindOfEndpoint } from '../../../contract/http/endpoint.ts'
import { endpointKinds } from '../../../contract/http/endpoints/index.ts'
import { ENDPOINT_KINDS } from '../../../contract/http/types.ts'
import type { EndpointKind } from '../kinds.ts'
import { keyText, type Problem } from '../problem.ts'
import { normalizeHttp, type HttpConfig } from '../schema.ts'
import type { PlacedFunction } from '../functions.ts'

interface Setting {
  key: keyof HttpConfig
  /** Whether a kind does something about it. */
  isUsedBy(kind: KindOfEndpoint): boolean
  /** `a Function URL …`. */
  cannot: string
  isSet(http: HttpConfig): boolean
}

const isDefault = (routes: readonly string[]) => routes.length === 1 && routes[0] === '$default'

const SETTINGS: readonly Setting[] = [
  {
    key: 'routes',
    isUsedBy: ({ shared }) => shared !== undefined,
    cannot: 'has no routes: every path would reach it',
    isSet: ({ routes }) => !isDefault(routes),
  },
  {
    key: 'stage',
    isUsedBy: ({ stages }) => stages !== 'none',
    cannot: 'has no stages',
    isSet: ({ stage }) => stage !== '$default',
  },
  {
    key: 'streaming',
    isUsedBy: ({ canStream }) => canStream,
    cannot: 'does not stream',
    isSet: ({ streaming }) => streaming,
  },
  {
    key: 'cors',
    isUsedBy: ({ cors }) => cors !== undefined,
    cannot: 'does not answer for other origins by itself',
    isSet: ({ cors }) => cors !== undefined,
  },
  {
    key: 'authorizer',
    isUsedBy: ({ authorization }) => authorization !== undefined,
    cannot: 'asks no authorizer: everything would be let through',
    isSet: ({ authorizer }) => authorizer !== undefined,
  },
  {
    key: 'binaryMediaTypes',
    isUsedBy: ({ hasBinaryMediaTypes }) => hasBinaryMediaTypes,
    cannot: 'has no binary media types',
    isSet: ({ binaryMediaTypes }) => binaryMediaTypes.length > 0,
  },
  {
    key: 'multiValueHeaders',
    isUsedBy: ({ hasMultiValueHeaders }) => hasMultiValueHeaders,
    cannot: 'has no such setting',
    isSet: ({ multiValueHeaders }) => multiValueHeaders,
  },
]

/** A setting that the kind of endpoint does nothing about, and values that its kind alone refuses. */
export function endpointRule({ keys, at }: PlacedFunction): Problem[] {
  const http = normalizeHttp(keys.http)
  const kind = http.kind === 'none' ? undefined : endpointKinds[http.kind]
  const idle = SETTINGS.filter(({ isUsedBy, isSet }) => isSet(http) && !(kind && isUsedBy(kind)))
  return [
    ...idle.map(({ key, isUsedBy, cannot }) => ({
      path: at('http', key),
      message: `${keyText(at('http', key))}: ${kindText(http.kind)} ${cannot}`,
      remedy: `Leave it out, or write "kind: ${ENDPOINT_KINDS.find((one) => isUsedBy(endpointKinds[one]))}".`,
    })),
    ...(kind === undefined ? [] : stageProblems(kind, http, at)),
    ...(kind === undefined ? [] : corsMethodProblems(kind, http, at)),
  ]
}

function kindText(kind: EndpointKind): string {
  return kind === 'none' ? 'a function without an endpoint' : endpointKinds[kind].noun
}

function stageProblems(
  { stages, noun, defaultStage }: KindOfEndpoint,
  { stage }: HttpConfig,
  at: PlacedFunction['at'],
): Problem[] {
  if (stages !== 'named' || stage !== '$default') return []
  const path = at('http', 'stage')
  const message = `${keyText(path)}: ${noun} has no stage $default`
  return [{ path, message, remedy: `Leave it out (${defaultStage}), or give it a name.` }]
}

/** Lambda: a method in the CORS settings of a Function URL has at most six characters. */
function corsMethodProblems(
  { cors: kind, noun }: KindOfEndpoint,
  { cors }: HttpConfig,
  at: PlacedFunction['at'],
): Problem[] {
  const index = cors?.methods.findIndex((method) => kind?.refusedMethods.includes(method)) ?? -1
  if (index < 0) return []
  const path = at('http', 'cors', 'methods', index)
  const message = `${keyText(path)}: Lambda refuses ${cors!.methods[index]} in the CORS settings of ${noun}`
  return [{ path, message, remedy: 'Leave it out: preflights are answered anyway.' }]
}
