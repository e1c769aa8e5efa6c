import type { Aws } from '../../aws/aws.ts'
import type { Input } from '../../aws/operations.ts'
import type { Desired as AnyDesired, Resources } from '../../converge/resource.ts'
import type { Gateway, Gateways } from '../../model/gateway.ts'
import { ownershipOf, type Ground } from '../../model/place.ts'
import { tagRecord } from '../../model/tags.ts'
import type { Anchor } from '../../model/version.ts'
import { httpApi } from '../http-api/index.ts'
import { restApi } from '../rest-api/index.ts'
import { doubt } from '../../converge/record.ts'
import { accessLogs, type AccessLogs } from './access-logs.ts'
import { listings, ourApis } from './apis.ts'
import { certificate } from './certificate/index.ts'
import { records } from './dns/index.ts'
import type { WantedDomain } from './domain/desire.ts'
import { domain } from './domain/index.ts'
import { tagging } from './tagging.ts'
import { commonTags, type ApplicationSource, type WantedApi } from './source.ts'

/** Everything that functions share, by name. */
export type SharedWants = {
  accessLogs: AccessLogs | undefined
  restAccessLogs: AccessLogs | undefined
  httpApi: WantedApi | undefined
  restApi: WantedApi | undefined
  domain: WantedDomain | undefined
  certificate: WantedDomain | undefined
  records: WantedDomain | undefined
}

/** In the order in which they are made. */
const all = {
  accessLogs: accessLogs('http-api'),
  restAccessLogs: accessLogs('rest'),
  httpApi,
  restApi,
  domain,
  // Requested before the domain is made, which waits for it: while functions are deployed it is issued.
  certificate,
  records,
} satisfies Record<keyof SharedWants, unknown>

type All = typeof all

/** What the functions of an application share. @param looked the kinds of API that are looked at */
export function sharedResources(looked: readonly Gateway[]): Resources<Ground> {
  return {
    all,
    // The log group before the API, by which a run that is cut short finds it again.
    removal: [
      'records',
      'domain',
      'certificate',
      'accessLogs',
      'restAccessLogs',
      'httpApi',
      'restApi',
    ] satisfies (keyof All)[],
    readAnchor: (aws, place) => readGateways(aws, place, looked),
    readMore: async () => undefined,
    leaveDoubt: (aws, place) => leaveDoubt(aws, place, looked),
  }
}

/** As far as that is possible still: what has failed is what is told. */
async function leaveDoubt(aws: Aws, place: Ground, looked: readonly Gateway[]): Promise<void> {
  for (const gateway of looked) {
    const found = await listings[gateway](aws, place).catch(() => [])
    for (const { id } of ourApis(ownershipOf(place), found)) {
      const { call, input } = tagging[gateway](place, id, doubt())
      await aws.call(call, input as Input<typeof call>).catch(() => undefined)
    }
  }
}

async function readGateways(aws: Aws, place: Ground, looked: readonly Gateway[]): Promise<Anchor> {
  const found = await Promise.all(
    looked.map(async (one) => [one, await listings[one](aws, place)] as const),
  )
  const gateways: Gateways = Object.fromEntries(found)
  return { function: undefined, alias: undefined, live: undefined, gateways }
}

/** What an application's functions should share. */
export type DesiredApplication = AnyDesired<SharedWants, Ground>

export function desireShared(source: ApplicationSource): DesiredApplication {
  const { place, functions } = source
  const tags = commonTags(functions)
  const wants = Object.entries(all).map(([name, resource]) => [name, resource.desire(source)])
  return {
    place,
    tags: { ...tags, ...tagRecord(tags), ...ownershipOf(place) },
    wants: Object.fromEntries(wants) as unknown as SharedWants,
    hidden: [],
  }
}
