import type { Aws } from '../aws/aws.ts'
import type { Facts } from '../model/facts.ts'
import { ownershipOf, type Ground } from '../model/place.ts'
import type { Anchor } from '../model/version.ts'
import { doubtsIn, mayExist } from './record.ts'
import type { Desired, Remote, Resources, Wants } from './resource.ts'

export interface ReadOptions {
  /** Reads also what a tag already vouches for, so that every drift is seen. @default false */
  thorough?: boolean | undefined
  /** What is known from elsewhere. */
  given?: Readonly<Facts> | undefined
}

/** Reads what AWS has, as far as it bears on what is desired. */
export async function readDesired<P extends Ground>(
  resources: Resources<P>,
  aws: Aws,
  desired: Desired<Wants, P>,
  options: ReadOptions = {},
): Promise<Remote> {
  const { thorough = false, given = {} } = options
  const anchor = await resources.readAnchor(aws, desired.place, thorough)
  const known = thorough ? undefined : resources.vouching?.known(desired, anchor, given)
  if (known !== undefined) return { anchor, found: {}, known }
  return readRest(resources, aws, desired, anchor, options)
}

/** Reads what hangs on what was read already. */
export function readRest<P extends Ground>(
  resources: Resources<P>,
  aws: Aws,
  desired: Desired<Wants, P>,
  anchor: Anchor,
  { thorough = false }: ReadOptions = {},
): Promise<Remote> {
  return readAll(resources, aws, desired.place, anchor, (name) => {
    const tags = anchor.function?.tags
    const all = thorough || doubtsIn(tags ?? {}).length > 0
    return {
      tags: desired.tags,
      wanted: desired.wants[name],
      mayExist: all || (tags !== undefined && mayExist(name, tags)),
      thorough: all,
      isRemoval: false,
      logs: false,
    }
  })
}

/** Reads everything that may be there, of which only the place is known. */
export async function readPlace<P extends Ground>(
  resources: Resources<P>,
  aws: Aws,
  place: P,
  logs: boolean,
): Promise<Remote> {
  const anchor = await resources.readAnchor(aws, place, false)
  return readAll(resources, aws, place, anchor, (name) => ({
    tags: ownershipOf(place),
    wanted: undefined,
    mayExist: anchor.function === undefined || mayExist(name, anchor.function.tags),
    thorough: true,
    isRemoval: true,
    logs,
  }))
}

async function readAll<P extends Ground>(
  { all }: Resources<P>,
  aws: Aws,
  place: P,
  anchor: Anchor,
  optionsOf: (name: string) => {
    tags: Record<string, string> | Desired['tags']
    wanted: unknown
    mayExist: boolean
    thorough: boolean
    isRemoval: boolean
    logs: boolean
  },
): Promise<Remote> {
  const reads = new Map<string, Promise<unknown>>()
  for (const [name, resource] of Object.entries(all)) {
    const earlier = (other: string) => reads.get(other) ?? Promise.resolve()
    const options = optionsOf(name)
    reads.set(name, resource.read({ aws, place, ...anchor, ...options, earlier }))
  }
  const found = await Promise.all([...reads].map(async ([name, read]) => [name, await read]))
  return { anchor, found: Object.fromEntries(found) as Remote['found'] }
}
