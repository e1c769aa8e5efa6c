import { digestOf } from '../model/digest.ts'
import type { Ground } from '../model/place.ts'
import type { WantedApi } from '../resources/application/source.ts'
import { authorizerSettings, type AuthorizerSettings } from '../resources/rest-api/authorizers.ts'
import { wantedMethods, type WantedMethod } from '../resources/rest-api/methods.ts'
import { refusalHeaders } from '../resources/rest-api/gateway-responses.ts'
import { preflightsOf, type Preflight } from '../resources/rest-api/preflights.ts'
import { pathsOf } from '../resources/rest-api/resources.ts'
import { authorizersOf } from './authorizers.ts'

/** A REST API in its parts, as either tool is told of them. */
export interface ExportedRestApi {
  api: WantedApi
  /** From the root down, without it. */
  paths: readonly { path: string; parent: string; part: string }[]
  methods: readonly WantedMethod[]
  /** By which the API itself answers pages of other origins. */
  preflights: readonly Preflight[]
  /** Headers of what it refuses. */
  refusals: Readonly<Record<string, string>>
  /** Names of authorizers, in the order of their numbers. */
  authorizers: readonly AuthorizerSettings[]
  /** Of all that a deployment holds: another one is made where this is another. */
  digest: string
}

export function exportedRestApi(place: Ground, api: WantedApi): ExportedRestApi {
  const methods = wantedMethods(place, api)
  const authorizers = [...authorizersOf(api)].map(([name, part]) =>
    authorizerSettings(place, name, part),
  )
  const preflights = preflightsOf(api, methods)
  const refusals = refusalHeaders(api)
  const held = methods.map(({ part: _part, ...method }) => method)
  return {
    api,
    paths: pathsOf(methods),
    methods,
    preflights,
    refusals,
    authorizers,
    digest: digestOf([held, preflights, refusals, authorizers, api.binaryMediaTypes]).slice(0, 10),
  }
}

/** Number of the authorizer that a method asks, from 1; undefined where it asks none. */
export function authorizerNumber(
  { authorizers }: ExportedRestApi,
  { authorizer }: WantedMethod,
): number | undefined {
  if (authorizer === undefined) return undefined
  return authorizers.findIndex(({ name }) => name === authorizer) + 1
}
