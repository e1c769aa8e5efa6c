import { binaryMediaTypesOf, mergedCors } from '../../../core/shared-api.ts'
import type { ApiConfig, FunctionConfig } from '../../../core/project.ts'
import { stagedName } from '../../../core/stage.ts'
import type { Gateway } from '../../model/gateway.ts'
import { aliasArn, type Ground, type Place } from '../../model/place.ts'
import { accessLogGroupName } from '../../names.ts'
import { endpointOf, type ApiEndpoint, type CorsSettings } from '../endpoint.ts'
import { recordText } from './recorded.ts'

/** What there is to know of an application before AWS is asked. */
export interface ApplicationSource {
  place: Ground
  api: ApiConfig
  /** All of the project: those of which nothing is said below keep what they have. */
  functions: readonly FunctionConfig[]
  /** Names, as oche.yaml has them, of the functions that this is about. @default all */
  only?: readonly string[] | undefined
}

/** What a function has of an API that it shares. */
export interface Part extends ApiEndpoint {
  /** As oche.yaml calls the function. */
  function: string
  /** ARN of the function's alias. */
  alias: string
  /** Of the function that is asked who may call; undefined where none is. */
  authorizerAlias: string | undefined
}

/** An API that functions share. */
export interface WantedApi {
  gateway: Gateway
  name: string
  stage: string
  cors: CorsSettings | undefined
  /** REST: media types that are passed as base64. */
  binaryMediaTypes: readonly string[]
  throttling: ApiConfig['throttling']
  /** The domain that leads to it, as it is written down. */
  domain: string | undefined
  /** Name of the log group that gets a line for each request. */
  accessLogs: string | undefined
  parts: readonly Part[]
  /** ARNs of the aliases that this is about; undefined: of all. */
  only: readonly string[] | undefined
}

/** Undefined where no function has a part in one. */
export function wantedApi(source: ApplicationSource, gateway: Gateway): WantedApi | undefined {
  const { place, api, functions, only } = source
  const members = functions.flatMap((fn) => {
    const endpoint = endpointOf({ fn })
    return endpoint.type === 'api' && endpoint.gateway === gateway ? [{ fn, endpoint }] : []
  })
  // Of a few functions nobody knows here what the others still have.
  if (members.length === 0 && only === undefined) return undefined
  const name = stagedName(api.name, place.stage)
  return {
    gateway,
    name,
    stage: members[0]?.endpoint.stage ?? '',
    cors: mergedCors(members.map(({ fn }) => fn)).cors,
    binaryMediaTypes: binaryMediaTypesOf(members.map(({ fn }) => fn)),
    throttling: api.throttling,
    domain: api.domain && recordText(api.domain),
    accessLogs: api.accessLogs ? accessLogGroupName(name, gateway) : undefined,
    parts: members.map(({ fn, endpoint }) => partOf(place, fn.name, endpoint)),
    only: only?.map((one) => aliasOf(place, one)),
  }
}

function partOf(place: Ground, name: string, endpoint: ApiEndpoint): Part {
  const { auth } = endpoint
  const asked = typeof auth === 'object' && auth.type === 'lambda' ? auth.function : undefined
  return {
    ...endpoint,
    function: name,
    alias: aliasOf(place, name),
    authorizerAlias: asked === undefined ? undefined : aliasOf(place, asked),
  }
}

function aliasOf(place: Ground, name: string): string {
  return aliasArn({ ...place, function: stagedName(name, place.stage) } satisfies Place)
}

/** Whether a part is one that this is about. */
export function isAbout({ only }: WantedApi, alias: string): boolean {
  return only === undefined || only.includes(alias)
}

/** The parts that are to be made as oche.yaml says. */
export function partsInQuestion(wanted: WantedApi): Part[] {
  return wanted.parts.filter(({ alias }) => isAbout(wanted, alias))
}

/** Tags that all functions give alike, for what they share. */
export function commonTags(functions: readonly FunctionConfig[]): Record<string, string> {
  const [first, ...rest] = functions
  const entries = Object.entries(first?.tags ?? {})
  return Object.fromEntries(
    entries.filter(([key, value]) => rest.every(({ tags }) => tags[key] === value)),
  )
}
