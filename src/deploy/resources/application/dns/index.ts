import type { ResourceRecordSet } from '@aws-sdk/client-route-53'
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
import { dangles, leads, others, TYPES, type Aim } from './leading.ts'
import { changing, readRecords, readZone, refuseRecord, requireHolding } from './zone.ts'
import type { RemoteZone } from './zone.ts'

type Wanted = WantedDomain | undefined

interface Found {
  at: readonly RecordsAt[]
  /** Undefined where it was not looked at, or is not there. */
  zone: RemoteZone | undefined
}

/** What stands at a domain's name in a hosted zone. */
interface RecordsAt extends Aim {
  name: string
  hostedZone: string
  sets: readonly ResourceRecordSet[]
}

/** The records in Route 53 by which a domain leads to its API. */
export const records: Resource<Wanted, Found, Ground, ApplicationSource> = {
  desire: desireDomain,
  read,
  plan,
  remove: ({ found, tags, gateways }: Removing<Found, Ground>) =>
    removal(
      found,
      ({ domain }) => domain === undefined || isGoing(domain, tags, allOurs(tags, gateways)),
    ),
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
  const { aws, wanted, place, tags, gateways, earlier } = reading
  const { name, hostedZone } = wanted ?? {}
  const recorded = zonesIn(allOurs(tags, gateways))
  const places = [
    ...(name === undefined || hostedZone === undefined ? [] : [{ name, hostedZone }]),
    ...recorded,
  ]
  const [sets, domains] = await Promise.all([
    Promise.all(
      places
        .filter((one, index) => places.findIndex(isLike(one)) === index)
        .map(async (one) => ({
          ...one,
          sets: (await readRecords(aws, one.hostedZone, one.name)) ?? [],
        })),
    ),
    earlier('domain') as Promise<readonly RemoteDomain[]>,
  ])
  const { region } = place.account
  const at = sets.map((one) => ({
    ...one,
    region,
    domain: domains.find(({ name: is }) => is === one.name),
    isRecorded: recorded.some(isLike(one)),
  }))
  const isSet = hostedZone === undefined || missing(at[0]!).length === 0
  return { at, zone: isSet ? undefined : await readZone(aws, hostedZone) }
}

function plan({ wanted, found, tags, gateways, adopt }: Planning<Wanted, Found, Ground>): Phases {
  const apis = allOurs(tags, gateways)
  const remove = removal(
    found,
    ({ name, domain }) =>
      name !== wanted?.name && (domain === undefined || isGoing(domain, tags, apis)),
  )
  const isMade = wanted !== undefined && (wanted.isInQuestion || apis.length > 0)
  if (!isMade || wanted.hostedZone === undefined) return { remove }
  return { make: making(wanted.name, wanted.hostedZone, found, adopt), remove }
}

function making(name: string, hostedZone: string, found: Found, adopt: boolean): Plan {
  const at = found.at[0]!
  const { domain, sets } = at
  const types = missing(at)
  if (types.length === 0) return joinPlans()
  requireHolding(found.zone, hostedZone, name)
  const theirs = others(sets, at)
  if (theirs.length > 0 && !adopt) refuseRecord(hostedZone, theirs[0]!)
  const before = [...theirs, ...sets.filter((set) => dangles(set, at))]
  const batch = changing(
    hostedZone,
    ...before.map((set) => ({ Action: 'DELETE' as const, ResourceRecordSet: set })),
    ...types.map((Type) => ({
      Action: 'CREATE' as const,
      ResourceRecordSet: { Name: name, Type, ...aliasTo(domain?.target ?? '', domain?.zone ?? '') },
    })),
  )
  const action = before.length > 0 ? 'replace' : 'create'
  return one({ resource: 'record', action, path: types.join(', '), to: name }, batch)
}

function aliasTo(DNSName: string, HostedZoneId: string): Pick<ResourceRecordSet, 'AliasTarget'> {
  return { AliasTarget: { DNSName, HostedZoneId, EvaluateTargetHealth: false } }
}

function missing({ sets, domain }: RecordsAt) {
  return TYPES.filter((type) => !sets.some((set) => set.Type === type && leads(set, domain)))
}

/** Records that lead to a domain which goes, or to one that is gone, and no others. */
function removal({ at }: Found, goes: (place: RecordsAt) => boolean): Plan {
  return joinPlans(
    ...at.filter(goes).flatMap((place) => {
      const { name, hostedZone, sets, domain } = place
      const ours = sets.filter((set) => leads(set, domain) || dangles(set, place))
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
