import type { KeyAlgorithm } from '@aws-sdk/client-acm'
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
  /** What stands at that record's name. */
  sets: readonly ResourceRecordSet[]
  /** What stands at the domain's name. */
  serving: readonly ResourceRecordSet[]
}

export interface Certificates {
  all: RemoteCertificate[]
  /** Names of records by which ACM knows certificates of others. */
  others: string[]
}

export interface ValidationRecord {
  name: string
  value: string
}

/** Tag of a certificate: the hosted zone that may have a record of ours for it. */
export const WRITTEN_TO = 'oche:zone'

/** Without them ACM lists certificates of RSA with up to 2,048 bits only. */
const OF_EVERY_KEY = {
  keyTypes: [
    'RSA_1024',
    'RSA_2048',
    'RSA_3072',
    'RSA_4096',
    'EC_prime256v1',
    'EC_secp384r1',
    'EC_secp521r1',
  ] satisfies KeyAlgorithm[],
}

/** @param zoneOf where the record of a domain's certificate is looked for */
export async function readCertificates(
  aws: Aws,
  own: Tags,
  names: readonly string[],
  zoneOf: (name: string) => string | undefined,
): Promise<Certificates> {
  if (names.length === 0) return { all: [], others: [] }
  const listed = await pages(async (NextToken) => {
    const page = await aws.call('acm:ListCertificates', { Includes: OF_EVERY_KEY, NextToken })
    return { items: page.CertificateSummaryList, next: page.NextToken }
  })
  // A name and all names below it are known to ACM by one record.
  const plain = names.map(withoutAsterisk)
  const named = listed.filter(({ DomainName = '' }) => plain.includes(withoutAsterisk(DomainName)))
  const found = await Promise.all(
    named.map(async ({ CertificateArn: arn, DomainName }) => {
      const isNamed = names.includes(DomainName!)
      const tags = isNamed ? await ownTags(aws, own, arn!) : undefined
      const described = await describeCertificate(aws, arn!)
      if (described === undefined) return {}
      const { record } = described
      return tags === undefined
        ? { other: record?.name }
        : { one: await readOwn(aws, { arn: arn!, ...described }, tags, zoneOf) }
    }),
  )
  return {
    all: found
      .flatMap(({ one }) => (one === undefined ? [] : [one]))
      .toSorted((a, b) => (a.arn < b.arn ? -1 : 1)),
    others: found.flatMap(({ other }) => (other === undefined ? [] : [other])),
  }
}

function withoutAsterisk(name: string): string {
  return name.replace(/^\*\./, '')
}

/** Undefined where it is somebody else's. */
async function ownTags(aws: Aws, own: Tags, CertificateArn: string): Promise<Tags | undefined> {
  const tagged = await aws.find('acm:ListTagsForCertificate', { CertificateArn })
  const tags = Object.fromEntries((tagged?.Tags ?? []).map(({ Key, Value }) => [Key!, Value ?? '']))
  return isOurs(own, tags) ? tags : undefined
}

async function readOwn(
  aws: Aws,
  certificate: Pick<RemoteCertificate, 'arn' | 'name' | 'status' | 'record'>,
  tags: Tags,
  zoneOf: (name: string) => string | undefined,
): Promise<RemoteCertificate> {
  const { name, record } = certificate
  const writtenTo = tags[WRITTEN_TO]
  const zone = writtenTo ?? zoneOf(name)
  const at = async (one: string | undefined) =>
    one === undefined || zone === undefined ? [] : ((await readRecords(aws, zone, one)) ?? [])
  const [sets, serving] = await Promise.all([
    at(record?.name),
    // Only where the record may go.
    at(writtenTo === undefined ? undefined : name),
  ])
  return { ...certificate, writtenTo, sets, serving }
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
