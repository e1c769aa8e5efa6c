import type { Change as ZoneChange, ResourceRecordSet } from '@aws-sdk/client-route-53'
import { OcheError } from '../../../../core/errors.ts'
import type { Aws } from '../../../aws/aws.ts'
import { step, type Step } from '../../../model/plan.ts'

/** A hosted zone of Route 53. */
export interface RemoteZone {
  name: string
  isPrivate: boolean
}

/** Undefined where there is no such zone. */
export async function readZone(aws: Aws, Id: string): Promise<RemoteZone | undefined> {
  const found = await aws.find('route53:GetHostedZone', { Id })
  if (found?.HostedZone === undefined) return undefined
  const { Name = '', Config } = found.HostedZone
  return { name: plain(Name), isPrivate: Config?.PrivateZone ?? false }
}

/** All types of one name: they stand beside each other. Undefined where there is no such zone. */
export async function readRecords(
  aws: Aws,
  HostedZoneId: string,
  name: string,
): Promise<ResourceRecordSet[] | undefined> {
  const input = { HostedZoneId, StartRecordName: name, MaxItems: MOST }
  const found = await aws.find('route53:ListResourceRecordSets', input)
  return found?.ResourceRecordSets?.filter(({ Name = '' }) => isSameName(Name, name))
}

/** More than one name can have of the types that matter, unless it has a routing policy. */
const MOST = 100

const LISTING = 'aws route53 list-hosted-zones shows those of the account.'

function wrong(message: string, remedy: string): OcheError {
  return new OcheError('HOSTED_ZONE_WRONG', message, { remedy })
}

/** @throws OcheError `HOSTED_ZONE_WRONG` unless public records of this name can stand in the zone */
export function requireHolding(zone: RemoteZone | undefined, id: string, domain: string): void {
  if (zone === undefined) {
    throw wrong(
      `the hosted zone ${id} is not there, or is another account's`,
      `Correct api.domain.hostedZone: ${LISTING} Or leave it out: the record to set is printed.`,
    )
  }
  if (zone.isPrivate) {
    throw wrong(
      `the hosted zone ${id} (${zone.name}) is private: nobody outside of its networks sees it`,
      `Name the public one in api.domain.hostedZone: ${LISTING}`,
    )
  }
  if (domain !== zone.name && !domain.endsWith(`.${zone.name}`)) {
    throw wrong(
      `the hosted zone ${id} is ${zone.name}, which does not hold ${domain}`,
      `Name the zone of the domain in api.domain.hostedZone: ${LISTING}`,
    )
  }
}

/** Route 53 writes a dot at the end of a name, and other characters as `\ooo`. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
    .replace(/\.$/, '')
}

export function isSameName(one: string, other: string): boolean {
  return plain(one) === plain(other)
}

/** Record sets at once, or none of them. One that goes has to be given as it is. */
export function changing(HostedZoneId: string, ...Changes: ZoneChange[]): Step {
  return step('route53:ChangeResourceRecordSets', { HostedZoneId, ChangeBatch: { Changes } })
}

/** @throws OcheError `NOT_OURS` for what stands where a record of ours is to be */
export function refuseRecord(zone: string, { Name = '', Type, ...set }: ResourceRecordSet): never {
  const values = (set.ResourceRecords ?? []).map(({ Value }) => Value)
  const what = set.AliasTarget?.DNSName ?? values.join(', ')
  throw new OcheError(
    'NOT_OURS',
    `the hosted zone ${zone} has a record ${Type} of ${plain(Name)} that leads to ${plain(what)}`,
    { remedy: 'It is left as it is. Delete it, or have it replaced: oche deploy --adopt' },
  )
}
