import type { ResourceRecordSet } from '@aws-sdk/client-route-53'
import type { Aws } from '../../../aws/aws.ts'
import { pages } from '../../../aws/pages.ts'
import type { Tags } from '../../../model/place.ts'
import { isOurs } from '../../../model/tags.ts'
import { isSameName, readRecords } from '../dns/zone.ts'

/** A certificate that Oche has requested. */
export interface RemoteCertificate {
  arn: string
  name: string
  status: string
  /** By which ACM knows that the domain is its owner's; undefined while ACM does not tell. */
  record: ValidationRecord | undefined
  /** Zone into which Oche has written that record; undefined where it was there already. */
  writtenTo: string | undefined
  /** What stands at its name. */
  sets: readonly ResourceRecordSet[]
}

export interface ValidationRecord {
  name: string
  value: string
}

/** Tag of a certificate: the hosted zone that may have a record of ours for it. */
export const WRITTEN_TO = 'oche:zone'

/** @param zoneOf where the record of a domain's certificate is looked for */
export async function readCertificates(
  aws: Aws,
  own: Tags,
  names: readonly string[],
  zoneOf: (name: string) => string | undefined,
): Promise<RemoteCertificate[]> {
  if (names.length === 0) return []
  const listed = await pages(async (NextToken) => {
    const page = await aws.call('acm:ListCertificates', { NextToken })
    return { items: page.CertificateSummaryList, next: page.NextToken }
  })
  const named = listed.filter(({ DomainName = '' }) => names.includes(DomainName))
  const found = await Promise.all(
    named.map(async ({ CertificateArn }) => readOwn(aws, own, CertificateArn!, zoneOf)),
  )
  return found.flat().toSorted((a, b) => (a.arn < b.arn ? -1 : 1))
}

async function readOwn(
  aws: Aws,
  own: Tags,
  arn: string,
  zoneOf: (name: string) => string | undefined,
): Promise<RemoteCertificate[]> {
  const tagged = await aws.find('acm:ListTagsForCertificate', { CertificateArn: arn })
  const tags = Object.fromEntries((tagged?.Tags ?? []).map(({ Key, Value }) => [Key!, Value ?? '']))
  if (!isOurs(own, tags)) return []
  const described = await describeCertificate(aws, arn)
  if (described === undefined) return []
  const { name, record } = described
  const zone = tags[WRITTEN_TO] ?? zoneOf(name)
  const isLookedAt = record !== undefined && zone !== undefined
  const sets = isLookedAt ? ((await readRecords(aws, zone, record.name)) ?? []) : []
  return [{ arn, ...described, writtenTo: tags[WRITTEN_TO], sets }]
}

export async function describeCertificate(
  aws: Aws,
  CertificateArn: string,
): Promise<Pick<RemoteCertificate, 'name' | 'status' | 'record'> | undefined> {
  const found = await aws.find('acm:DescribeCertificate', { CertificateArn })
  if (found?.Certificate === undefined) return undefined
  const { DomainName = '', Status = '', DomainValidationOptions: [option] = [] } = found.Certificate
  const told = option?.ResourceRecord
  const record = told && { name: told.Name ?? '', value: told.Value ?? '' }
  return { name: DomainName, status: Status, record }
}

/** Whether a record set is the one that ACM asks for. */
export function isValidating(record: ValidationRecord, set: ResourceRecordSet): boolean {
  const [one, ...more] = set.ResourceRecords ?? []
  const isPlain = set.Type === 'CNAME' && set.SetIdentifier === undefined && more.length === 0
  return isPlain && isSameName(one?.Value ?? '', record.value)
}
