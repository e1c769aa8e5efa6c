import { randomBytes } from 'node:crypto'
import type { Facts } from '../model/facts.ts'
import type { Tags } from '../model/place.ts'
import type { Desired, Resources, Wants } from './resource.ts'

/**
 * Tag of the function by which a deploy knows what need not be read: the resources of which there may
 * be one of ours. One is named before it comes to be, and left out only after it is gone: a run that is
 * cut short leaves a tag that asks for too much reading, never for too little.
 */
const MADE = 'oche:made'

/** Before the run's own part of a tag that leaves doubt. */
const DOUBT = 'oche:doubt:'

/**
 * Tag by which a run that met another one says that the other tags may be wrong: both wrote them, and
 * neither has seen all that the other made. The next run looks at everything. Each has a name of its
 * own: whoever takes one away that it has seen takes none away that came meanwhile.
 */
export function doubt(): Record<string, string> {
  return { [`${DOUBT}${randomBytes(4).toString('hex')}`]: 'yes' }
}

/** Names of the tags that leave doubt. */
export function doubtsIn(tags: Tags): string[] {
  return Object.keys(tags).filter((key) => key.startsWith(DOUBT))
}

function wantedOf<P>(
  { all }: Resources<P>,
  { wants }: Desired<Wants, P>,
): [name: string, isWanted: boolean][] {
  return Object.entries(all).flatMap(([name, resource]) =>
    resource.isWanted === undefined ? [] : [[name, resource.isWanted(wants[name])]],
  )
}

/** Likewise of parts, called `resource.part`. */
function partsOf<P>(
  { all }: Resources<P>,
  { wants }: Desired<Wants, P>,
): [name: string, isWanted: boolean][] {
  return Object.entries(all).flatMap(([name, resource]) =>
    Object.entries(resource.parts?.(wants[name]) ?? {}).map(([part, is]): [string, boolean] => [
      `${name}.${part}`,
      is,
    ]),
  )
}

/** The record when everything is as desired. */
export function settledRecord<P>(
  resources: Resources<P>,
  desired: Desired<Wants, P>,
  given: Readonly<Facts> = {},
  found?: Tags,
): Record<string, string> {
  const stays = (name: string) =>
    found !== undefined && resources.all[name]!.mayStay?.(given) === true && mayExist(name, found)
  return recordOf([
    ...wantedOf(resources, desired).map(([name, is]): [string, boolean] => [
      name,
      is || stays(name),
    ]),
    ...partsOf(resources, desired),
  ])
}

/** The record while changes are under way: what may exist already, and what is to be. */
export function changingRecord<P>(
  resources: Resources<P>,
  desired: Desired<Wants, P>,
  found: Tags,
): Record<string, string> {
  return recordOf([
    ...wantedOf(resources, desired).map(([name, is]): [string, boolean] => [
      name,
      is || mayExist(name, found),
    ]),
    ...partsOf(resources, desired).map(([name, is]): [string, boolean] => [
      name,
      is || isRecorded(name, found),
    ]),
  ])
}

function recordOf(entries: readonly [name: string, isThere: boolean][]): Record<string, string> {
  const names = entries.flatMap(([name, isThere]) => (isThere ? [name] : []))
  return { [MADE]: names.join(' ') }
}

/** A function that was taken over has no record: anything may exist. */
export function mayExist(resource: string, tags: Tags): boolean {
  return tags[MADE]?.split(' ').includes(resource) ?? true
}

/** A part that nobody has recorded is somebody else's. */
export function isRecorded(part: string, tags: Tags): boolean {
  return tags[MADE]?.split(' ').includes(part) ?? false
}
