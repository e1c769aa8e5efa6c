import { isDeepStrictEqual } from 'node:util'
import { AwsFault } from './fault.ts'

type Input = Record<string, any>

interface Zone {
  name: string
  isPrivate: boolean
  records: Input[]
}

const full = (name: string) => `${name.replace(/\.$/, '').replaceAll('*', '\\052')}.`

/** Hosted zones of Route 53 and their records. */
export class ZonesModel {
  readonly all = new Map<string, Zone>()

  make(id: string, name: string, records: Input[] = [], isPrivate = false): Zone {
    const zone = { name, isPrivate, records }
    this.all.set(id, zone)
    return zone
  }

  hasRecord(name: string, value: string): boolean {
    return [...this.all.values()].some(({ records }) =>
      records.some((one) => one['Name'] === name && one['ResourceRecords']?.[0]?.Value === value),
    )
  }

  answer(operation: string, input: Input): object {
    const id = input['HostedZoneId'] ?? input['Id']
    const zone = this.all.get(id)
    if (zone === undefined) {
      throw new AwsFault('NoSuchHostedZone', 404, `No hosted zone found with ID: ${id}`)
    }
    if (operation === 'GetHostedZone') {
      return {
        HostedZone: { Id: id, Name: full(zone.name), Config: { PrivateZone: zone.isPrivate } },
      }
    }
    if (operation === 'ListResourceRecordSets') {
      const from = full(input['StartRecordName'])
      const found = zone.records.filter(({ Name }) => Name >= from)
      return { ResourceRecordSets: found.toSorted((a, b) => (a['Name'] < b['Name'] ? -1 : 1)) }
    }
    if (operation === 'ChangeResourceRecordSets') {
      zone.records = input['ChangeBatch'].Changes.reduce(changed, zone.records)
      return {}
    }
    throw new Error(`the model has no route53:${operation}`)
  }
}

/** All changes of a batch, or none of them. */
function changed(records: Input[], { Action, ResourceRecordSet }: Input): Input[] {
  const set = { ...ResourceRecordSet, Name: full(ResourceRecordSet.Name) }
  const others = records.filter((one) => !isDeepStrictEqual(one, set))
  if (Action === 'DELETE') {
    if (others.length < records.length) return others
    throw refused(`[Tried to delete resource record set [name='${set.Name}'] but it was not found]`)
  }
  const beside = records.filter(({ Name }) => Name === set.Name)
  if (beside.some(({ Type }) => Type === set.Type || Type === 'CNAME' || set.Type === 'CNAME')) {
    throw refused(
      `[Tried to create resource record set [name='${set.Name}'] but it already exists]`,
    )
  }
  return [...records, set]
}

const refused = (message: string) => new AwsFault('InvalidChangeBatch', 400, message)
