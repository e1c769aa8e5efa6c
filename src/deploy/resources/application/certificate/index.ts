import type { Change as ZoneChange } from '@aws-sdk/client-route-53'
import type { Aws } from '../../../aws/aws.ts'
import { poll } from '../../../converge/poll.ts'
import type {
  Phases,
  Planning,
  Reading,
  Removing,
  Resource,
  Telling,
} from '../../../converge/resource.ts'
import { digestOf } from '../../../model/digest.ts'
import type { Ground, Tags } from '../../../model/place.ts'
import { joinPlans, one, step, unseen, type Plan, type Step } from '../../../model/plan.ts'
import { allOurs } from '../apis.ts'
import { desireDomain, type WantedDomain } from '../domain/desire.ts'
import { isCertified } from '../domain/plan.ts'
import type { RemoteDomain } from '../domain/read.ts'
import { isGoing } from '../domain/removal.ts'
import { others } from '../dns/leading.ts'
import { changing, readRecords, refuseRecord } from '../dns/zone.ts'
import { zonesIn } from '../recorded.ts'
import type { ApplicationSource } from '../source.ts'
import {
  describeCertificate,
  isValidating,
  readCertificates,
  WRITTEN_TO,
  type Certificates,
  type RemoteCertificate,
  type ValidationRecord,
} from './read.ts'

type Wanted = WantedDomain | undefined

interface Found extends Certificates {
  domains: readonly RemoteDomain[]
  region: string
}

/**
 * The certificate of a domain whose hosted zone is known, where none is given: requested, and told
 * ACM by a record that the domain is ours.
 */
export const certificate: Resource<Wanted, Found, Ground, ApplicationSource> = {
  desire: desireDomain,
  read,
  tell: (telling) => {
    const chosen = chosenOf(telling)
    return chosen === undefined ? {} : { certificate: chosen.arn }
  },
  plan,
  remove: (removing: Removing<Found, Ground>) =>
    removal(removing.found, ({ arn, name }) => {
      const domain = removing.found.domains.find((one) => one.name === name)
      if (domain === undefined) return true
      const { tags, gateways } = removing
      return isGoing(domain, tags, allOurs(tags, gateways)) || !isUsing(domain, arn)
    }),
  apply: (wanted) => ({
    'acm:RequestCertificate': async ({ aws, facts }, input) => {
      const made = await aws.call('acm:RequestCertificate', {
        ...input,
        DomainName: input.DomainName!,
      })
      const arn = made.CertificateArn!
      facts.certificate = arn
      const record = await toldRecord(aws, arn, input.DomainName!)
      const zone = wanted!.hostedZone!
      const sets = (await readRecords(aws, zone, record.name)) ?? []
      if (sets.some((set) => isValidating(record, set))) return
      for (const { call, input: sent } of writing(arn, zone, record)) {
        await aws.call(call, sent as never, { afterCreate: true })
      }
    },
  }),
  progress: (call) => {
    if (!call.startsWith('acm:')) return undefined
    return call === 'acm:DeleteCertificate'
      ? 'deleting the certificate'
      : 'requesting a certificate'
  },
}

/** ACM tells of it some seconds after the request. */
function toldRecord(aws: Aws, arn: string, name: string): Promise<ValidationRecord> {
  const waited = { for: `ACM to say by which record ${name} is validated`, seconds: 120 }
  return poll(aws, { ...waited, interval: 2000 }, async () => {
    return (await describeCertificate(aws, arn))?.record
  })
}

async function read(reading: Reading<Wanted, Ground>): Promise<Found> {
  const { aws, wanted, place, tags, gateways, thorough, earlier } = reading
  const domains = (await earlier('domain')) as readonly RemoteDomain[]
  const zones = zonesIn(allOurs(tags, gateways))
  const zoneOf = (name: string) =>
    (wanted?.name === name ? wanted.hostedZone : undefined) ??
    zones.find((one) => one.name === name)?.hostedZone
  const has = domains.find(({ name }) => name === wanted?.name)
  // What a domain has is looked at only where something is missing, or all is.
  const isOpen =
    thorough || has === undefined || (wanted !== undefined && isCertified(wanted, has, tags))
  const names = [
    ...(wanted !== undefined && isOpen ? [wanted.name] : []),
    ...zones.map(({ name }) => name).filter((name) => name !== wanted?.name),
  ]
  const asked = [...new Set(names)].filter((name) => zoneOf(name) !== undefined)
  const { region } = place.account
  return { domains, region, ...(await readCertificates(aws, tags, asked, zoneOf)) }
}

const USABLE = ['ISSUED', 'PENDING_VALIDATION']

/** The one that the domain is to have, or has. */
function chosenOf({
  wanted,
  found: { domains, all },
}: Pick<Telling<Wanted, Found, Ground>, 'wanted' | 'found'>): RemoteCertificate | undefined {
  if (wanted === undefined || wanted.certificate !== undefined) return undefined
  const has = domains.find(({ name }) => name === wanted.name)
  if (has !== undefined) return all.find(({ arn }) => arn === has.certificate)
  if (wanted.hostedZone === undefined) return undefined
  return all.find(({ name, status }) => name === wanted.name && USABLE.includes(status))
}

function plan(planning: Planning<Wanted, Found, Ground>): Phases {
  const { wanted, found, tags, gateways } = planning
  const apis = allOurs(tags, gateways)
  const chosen = chosenOf(planning)
  const isGivenUp = ({ name, arn }: RemoteCertificate) => {
    const domain = found.domains.find((one) => one.name === name)
    if (domain === undefined || name !== wanted?.name) return false
    return isUsing(domain, arn) && isCertified(wanted, domain, tags)
  }
  const remove = removal(found, ({ arn, name }) => {
    if (arn === chosen?.arn) return false
    const domain = found.domains.find((one) => one.name === name)
    if (domain === undefined || !isUsing(domain, arn)) return true
    return name !== wanted?.name && isGoing(domain, tags, apis)
  })
  // Once the domain has another one.
  const settle = removal(found, isGivenUp)
  return { ...making(planning, chosen), remove, settle }
}

function making(
  { wanted, found, tags, gateways, place, adopt }: Planning<Wanted, Found, Ground>,
  chosen: RemoteCertificate | undefined,
): Pick<Phases, 'prepare'> {
  const { isInQuestion, hostedZone, name, certificate: given } = wanted ?? {}
  if (name === undefined || hostedZone === undefined) return {}
  if (isInQuestion !== true && allOurs(tags, gateways).length === 0) return {}
  if (chosen !== undefined) return { prepare: validating(chosen, hostedZone, adopt) }
  const has = found.domains.some((one) => one.name === name)
  if (has || given !== undefined) return {}
  return { prepare: requesting(place, name, tags, found) }
}

/** What a domain does not tell is taken for used. */
function isUsing({ certificate: has }: RemoteDomain, arn: string): boolean {
  return has === undefined || has === arn
}

function requesting({ project, stage }: Ground, name: string, tags: Tags, { all }: Found): Plan {
  // ACM takes a second request with the same token for the first one, for an hour.
  const IdempotencyToken = digestOf([project, stage, name, all.map(({ arn }) => arn)])
  const requested = step('acm:RequestCertificate', {
    DomainName: name,
    ValidationMethod: 'DNS',
    IdempotencyToken,
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  })
  return one({ resource: 'certificate', action: 'create', to: name }, requested)
}

/** The record of a certificate that is there, where it is missing: also to be renewed it has to stay. */
function validating({ arn, record, sets }: RemoteCertificate, zone: string, adopt: boolean): Plan {
  if (record === undefined || sets.some((set) => isValidating(record, set))) return joinPlans()
  if (sets.length > 0 && !adopt) refuseRecord(zone, sets[0]!)
  const others = sets.map((set) => ({ Action: 'DELETE' as const, ResourceRecordSet: set }))
  return one(
    { resource: 'record', action: 'create', path: 'CNAME', to: record.name },
    ...writing(arn, zone, record, others),
  )
}

/** First it is written down whose the record is. */
function writing(
  CertificateArn: string,
  zone: string,
  record: ValidationRecord,
  before: readonly ZoneChange[] = [],
): Step[] {
  const Tags = [{ Key: WRITTEN_TO, Value: zone }]
  return [
    step('acm:AddTagsToCertificate', { CertificateArn, Tags }),
    changing(zone, ...before, {
      Action: 'CREATE',
      ResourceRecordSet: {
        Name: record.name,
        Type: 'CNAME',
        TTL: 300,
        ResourceRecords: [{ Value: record.value }],
      },
    }),
  ]
}

/** Certificates, and before them the records that were written for them and no other has. */
function removal(found: Found, goes: (one: RemoteCertificate) => boolean): Plan {
  const { all } = found
  const going = all.filter(goes)
  const isStaying = (name: string) =>
    found.others.includes(name) ||
    all.some((one) => !going.includes(one) && one.record?.name === name)
  const isFirst = (one: RemoteCertificate) =>
    going.findIndex(({ record }) => record?.name === one.record?.name) === going.indexOf(one)
  return joinPlans(
    ...going.map((certificate) => {
      const { arn, name, record, writtenTo, sets } = certificate
      const ours = sets.filter((set) => record !== undefined && isValidating(record, set))
      const isOwn = record !== undefined && writtenTo !== undefined && ours.length > 0
      const isAlone = isOwn && !isStaying(record.name) && !isServedElsewhere(found, certificate)
      const isLast = isAlone && isFirst(certificate)
      return joinPlans(
        isLast
          ? unseen(
              changing(
                writtenTo,
                ...ours.map((set) => ({ Action: 'DELETE' as const, ResourceRecordSet: set })),
              ),
            )
          : undefined,
        one(
          { resource: 'certificate', action: 'delete', from: name },
          step('acm:DeleteCertificate', { CertificateArn: arn }),
        ),
      )
    }),
  )
}

/**
 * Whether the name leads somewhere else as well. ACM knows the certificates of a name by one record in
 * every region, and renews those that are used.
 */
function isServedElsewhere({ domains, region }: Found, { name, serving }: RemoteCertificate) {
  const domain = domains.find((one) => one.name === name)
  return others(serving, { domain, region, isRecorded: true }).length > 0
}
