import type { ResourceRecordSet, RRType } from '@aws-sdk/client-route-53'
import type { RemoteDomain } from '../domain/read.ts'
import { isSameName } from './zone.ts'

/** An alias for either kind of address. */
export const TYPES = ['A', 'AAAA'] as const satisfies RRType[]
const IN_THE_WAY: readonly (string | undefined)[] = [...TYPES, 'CNAME']

/** Where the domain of some records is. */
export interface Aim {
  /** Undefined where it is not there: somebody has deleted it. */
  domain: RemoteDomain | undefined
  region: string
  /** Whether an API of ours says that the zone may have records of ours for the domain. */
  isRecorded: boolean
}

/** Whether a record is what ours is, and has no routing policy. */
export function leads(set: ResourceRecordSet, domain: RemoteDomain | undefined): boolean {
  const { AliasTarget: alias } = set
  if (domain === undefined || alias === undefined || !isPlain(set)) return false
  return isSameName(alias.DNSName ?? '', domain.target) && alias.HostedZoneId === domain.zone
}

/**
 * Whether a record is one of ours that leads nowhere, since the domain was deleted by hand. A region has
 * a domain of this name once: another address of API Gateway's there cannot answer for it.
 */
export function dangles(set: ResourceRecordSet, { domain, region, isRecorded }: Aim): boolean {
  const { AliasTarget: alias } = set
  if (!isRecorded || alias === undefined || !isPlain(set) || leads(set, domain)) return false
  const [first, service, where] = (alias.DNSName ?? '').toLowerCase().split('.')
  return first!.startsWith('d-') && service === 'execute-api' && where === region
}

/** What stands at the domain's name and is not ours. */
export function others(sets: readonly ResourceRecordSet[], aim: Aim): ResourceRecordSet[] {
  return sets.filter(
    (set) => IN_THE_WAY.includes(set.Type) && !leads(set, aim.domain) && !dangles(set, aim),
  )
}

function isPlain({ Type, SetIdentifier }: ResourceRecordSet): boolean {
  return TYPES.some((type) => type === Type) && SetIdentifier === undefined
}
