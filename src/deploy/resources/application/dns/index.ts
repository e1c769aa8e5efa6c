import type { ResourceRecordSet, RRType } from '@aws-sdk/client-route-53'
import { notThere } from '../../../converge/not-there.ts'
import type { Phases, Planning, Reading, Removing, Resource } from '../../../converge/resource.ts'
import type { Ground } from '../../../model/place.ts'
import { joinPlans, one, type Plan } from '../../../model/plan.ts'
import { allOurs } from '../apis.ts'
import { desireDomain, type WantedDomain } from '../domain/desire.ts'
import type { RemoteDomain } from '../domain/read.ts'
import { isGoing } from '../domain/removal.ts'
import { isLike, zonesIn } from '../recorded.ts'
import type { ApplicationSource } from '../source.ts'
import {
  changing,
  isSameName,
  readRecords,
  readZone,
  refuseRecord,
  requireHolding,
} from './zone.ts'
import type { RemoteZone } from './zone.ts'

type Wanted = WantedDomain | undefined

interface Found {
  domains: readonly RemoteDomain[]
  at: readonly { name: string; hostedZone: string; sets: readonly ResourceRecordSet[] }[]
  /** Undefined where it was not looked at, or is not there. */
  zone: RemoteZone | undefined
}

/** An alias for either kind of address. */
const TYPES = ['A', 'AAAA'] as const satisfies RRType[]
const IN_THE_WAY: readonly (string | undefined)[] = [...TYPES, 'CNAME']

/** The records in Route 53 by which a domain leads to its API. */
export const records: Resource<Wanted, Found, Ground, ApplicationSource> = {
  desire: desireDomain,
  read,
  plan,
  remove: ({ found, tags, gateways }: Removing<Found, Ground>) =>
    removal(found, ({ name }) => {
      const domain = found.domains.find((one) => one.name === name)
      return domain !== undefined && isGoing(domain, tags, allOurs(tags, gateways))
    }),
  apply: () => ({
    'route53:ChangeResourceRecordSets': async ({ aws, facts }, { HostedZoneId, ChangeBatch }) => {
      const Changes = (ChangeBatch?.Changes ?? []).map((change) => {
        const { ResourceRecordSet: set } = change
        if (set?.AliasTarget?.DNSName !== '') return change
        const { target = '', zone } = facts.domain ?? {}
        if (target === '') throw notThere('apigateway:GetDomainName', 'the domain')
        return { ...change, ResourceRecordSet: { ...set, ...aliasTo(target, zone ?? '') } }
      })
      await aws.call('route53:ChangeResourceRecordSets', { HostedZoneId, ChangeBatch: { Changes } })
    },
  }),
  progress: (call) => (call.startsWith('route53:') ? 'setting records in Route 53' : undefined),
}

async function read(reading: Reading<Wanted, Ground>): Promise<Found> {
  const { aws, wanted, tags, gateways, earlier } = reading
  const { name, hostedZone } = wanted ?? {}
  const places = [
    ...(name === undefined || hostedZone === undefined ? [] : [{ name, hostedZone }]),
    ...zonesIn(allOurs(tags, gateways)),
  ]
  const [at, domains] = await Promise.all([
    Promise.all(
      places
        .filter((one, index) => places.findIndex(isLike(one)) === index)
        .map(async (place) => ({
          ...place,
          sets: (await readRecords(aws, place.hostedZone, place.name)) ?? [],
        })),
    ),
    earlier('domain') as Promise<readonly RemoteDomain[]>,
  ])
  const domain = domains.find((one) => one.name === name)
  const isSet = hostedZone === undefined || missing(at[0]!.sets, domain).length === 0
  return { domains, at, zone: isSet ? undefined : await readZone(aws, hostedZone) }
}

function plan({ wanted, found, tags, gateways, adopt }: Planning<Wanted, Found, Ground>): Phases {
  const apis = allOurs(tags, gateways)
  const remove = removal(found, ({ name }) => {
    const domain = found.domains.find((one) => one.name === name)
    return name !== wanted?.name && domain !== undefined && isGoing(domain, tags, apis)
  })
  const isMade = wanted !== undefined && (wanted.isInQuestion || apis.length > 0)
  if (!isMade || wanted.hostedZone === undefined) return { remove }
  return { make: making(wanted.name, wanted.hostedZone, found, adopt), remove }
}

function making(name: string, hostedZone: string, found: Found, adopt: boolean): Plan {
  const domain = found.domains.find((one) => one.name === name)
  const { sets } = found.at[0]!
  const types = missing(sets, domain)
  if (types.length === 0) return joinPlans()
  requireHolding(found.zone, hostedZone, name)
  const others = sets.filter(({ Type, ...set }) => IN_THE_WAY.includes(Type) && !leads(set, domain))
  if (others.length > 0 && !adopt) refuseRecord(hostedZone, others[0]!)
  const batch = changing(
    hostedZone,
    ...others.map((set) => ({ Action: 'DELETE' as const, ResourceRecordSet: set })),
    ...types.map((Type) => ({
      Action: 'CREATE' as const,
      ResourceRecordSet: { Name: name, Type, ...aliasTo(domain?.target ?? '', domain?.zone ?? '') },
    })),
  )
  const action = others.length > 0 ? 'replace' : 'create'
  return one({ resource: 'record', action, path: types.join(', '), to: name }, batch)
}

function aliasTo(DNSName: string, HostedZoneId: string): Pick<ResourceRecordSet, 'AliasTarget'> {
  return { AliasTarget: { DNSName, HostedZoneId, EvaluateTargetHealth: false } }
}

/** Whether a record is what ours is, and has no routing policy. */
function leads(set: Omit<ResourceRecordSet, 'Type'>, domain: RemoteDomain | undefined): boolean {
  const { AliasTarget: alias, SetIdentifier } = set
  if (domain === undefined || alias === undefined || SetIdentifier !== undefined) return false
  return isSameName(alias.DNSName ?? '', domain.target) && alias.HostedZoneId === domain.zone
}

function missing(sets: readonly ResourceRecordSet[], domain: RemoteDomain | undefined) {
  return TYPES.filter((type) => !sets.some((set) => set.Type === type && leads(set, domain)))
}

/** Records that lead to a domain which goes, and no others. */
function removal({ domains, at }: Found, goes: (place: { name: string }) => boolean): Plan {
  return joinPlans(
    ...at.filter(goes).flatMap(({ name, hostedZone, sets }) => {
      const domain = domains.find((one) => one.name === name)
      const ours = sets.filter(
        (set) => TYPES.some((type) => type === set.Type) && leads(set, domain),
      )
      if (ours.length === 0) return []
      const changes = ours.map((set) => ({ Action: 'DELETE' as const, ResourceRecordSet: set }))
      const path = ours.map(({ Type }) => Type).join(', ')
      return [
        one(
          { resource: 'record', action: 'delete', path, from: name },
          changing(hostedZone, ...changes),
        ),
      ]
    }),
  )
}
