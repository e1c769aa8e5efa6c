import { createHash, randomBytes } from 'node:crypto'
import os from 'node:os'
import type { Place } from '../model/place.ts'

/** The tag that says of a function or a log group what it is a copy of. */
export const COPY_TAG = 'oche:copy-of'

/** What the names of all copies of a function begin with. */
export function copyPrefix(place: Pick<Place, 'function'>): string {
  const any = '0'.repeat(ID_LENGTH)
  return copyName(place, any).slice(0, -ID_LENGTH)
}

/** Of a copy's own part of its name. */
const ID_LENGTH = 8

export function copyId(): string {
  return randomBytes(ID_LENGTH / 2).toString('hex')
}

/** The tag that says which process made it: machine and number. */
export const MAKER_TAG = 'oche:copy-by'

/** A function's name has so many characters at most. */
const MOST = 64

/**
 * Name of a copy of a function: `<name>-oche-bench-<id>`, the name shortened where it is long.
 *
 * @param id short, its own
 */
export function copyName({ function: name }: Pick<Place, 'function'>, id: string): string {
  const ending = `-oche-bench-${id}`
  return `${name.slice(0, MOST - ending.length)}${ending}`
}

/** Whose a copy is: the machine by a hash, since its name is nobody's business. */
export function maker(pid = process.pid): string {
  return `${createHash('sha256').update(os.hostname()).digest('hex').slice(0, 12)}-${pid}`
}

/** What is older is nobody's any more, in milliseconds. */
const ABANDONED_AFTER = 2 * 60 * 60 * 1000

/**
 * Whether the run that made a copy is over: its process is gone, or it ran elsewhere and long ago.
 *
 * @param modified when it was last changed, milliseconds since 1970
 */
export function isAbandoned(
  by: string | undefined,
  modified: number,
  now: number,
  isAlive: (pid: number) => boolean,
): boolean {
  const [, machine, pid] = /^([0-9a-f]+)-(\d+)$/.exec(by ?? '') ?? []
  const isHere = machine !== undefined && maker(Number(pid)) === by
  return isHere ? !isAlive(Number(pid)) : now - modified > ABANDONED_AFTER
}
