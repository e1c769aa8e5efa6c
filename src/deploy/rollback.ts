import { OcheError } from '../core/errors.ts'
import type { Aws } from './aws/aws.ts'
import { untilUpToDate } from './converge/again.ts'
import { nameIn, ownershipOf, type Place } from './model/place.ts'
import { requireOurs } from './model/tags.ts'
import { lastMove, moveText, movedBy, pointAlias, type Move } from './resources/function/alias.ts'
import { readAlias, readFunction } from './resources/function/read.ts'
import { readVersions, type PublishedVersion } from './resources/function/versions.ts'

export interface ListedVersion extends PublishedVersion {
  /** Whether the alias points to it. */
  live: boolean
}

/** A function whose alias is to move. */
export interface Rolling {
  place: Place
  from: string
  to: string
  /** What is written down of it. */
  record: string
}

/** What goes back, and what stays though it belongs to the same deploy. */
export interface Previous {
  moves: readonly Rolling[]
  /** Made by that deploy: nothing served before. */
  staying: readonly Place[]
}

/**
 * Published versions, the newest first.
 *
 * @throws OcheError `NOT_DEPLOYED`, `NOT_OURS`
 */
export async function listVersions(aws: Aws, place: Place): Promise<ListedVersion[]> {
  return (await readServing(aws, place)).versions
}

interface Serving {
  place: Place
  versions: ListedVersion[]
  move: Move | undefined
}

async function readServing(aws: Aws, place: Place): Promise<Serving> {
  await requireDeployed(aws, place)
  const [versions, alias] = await Promise.all([
    readVersions(aws, place.function),
    readAlias(aws, place.function),
  ])
  const listed = versions.map((one) => ({ ...one, live: one.version === alias?.version }))
  return { place, versions: listed, move: lastMove(alias) }
}

/**
 * What served before the last deploy that changed any of these functions: those that it changed go
 * back, the others stay. Where all of that was taken back already, they go forward again; where only
 * a part was, the rest goes back.
 *
 * @throws OcheError `VERSION_UNKNOWN`, `NOT_DEPLOYED`, `NOT_OURS`
 */
export async function planPrevious(aws: Aws, places: readonly Place[]): Promise<Previous> {
  const all = await Promise.all(places.map((place) => readServing(aws, place)))
  const runs = all.flatMap(({ move }) => move?.run ?? []).sort()
  const last = runs.at(-1)
  if (last === undefined) throw unknownBefore(places)
  const touched = all.flatMap(({ move, ...of }) => (move?.run === last ? [{ ...of, move }] : []))
  const isUndoing = touched.some(({ move }) => !move.undone)
  const going = touched.filter(({ move }) => move.undone !== isUndoing)
  const moves = going.flatMap(({ place, versions, move }): Rolling[] => {
    if (move.before === undefined) return []
    requireVersion(place, versions, move.before)
    const { version: from, before: to, run } = move
    const record = moveText({ version: to, before: from, run, undone: isUndoing })
    return [{ place, from, to, record }]
  })
  const staying = going.filter(({ move }) => move.before === undefined)
  return { moves, staying: staying.map(({ place }) => place) }
}

/** Carries one of them out. @throws OcheError */
export async function moveBack(aws: Aws, { place, to, record }: Rolling): Promise<void> {
  await moveTo(aws, place, to, () => record)
}

/**
 * Points the alias to another version: one call, and nothing is built or uploaded.
 *
 * @param run what is written down as having moved it
 * @returns the version that served before
 * @throws OcheError `VERSION_UNKNOWN`, `NOT_DEPLOYED`, `NOT_OURS`
 */
export async function rollback(
  aws: Aws,
  place: Place,
  version: string,
  run?: string,
): Promise<string | undefined> {
  const versions = await listVersions(aws, place)
  requireVersion(place, versions, version)
  await moveTo(aws, place, version, (from) => movedBy(run, version, from))
  return versions.find(({ live }) => live)?.version
}

function moveTo(
  aws: Aws,
  place: Place,
  version: string,
  recordOf: (from: string | undefined) => string | undefined,
): Promise<void> {
  return untilUpToDate(aws, async () => {
    const alias = await readAlias(aws, place.function)
    const isThere = alias?.version === version && Object.keys(alias.weights).length === 0
    if (isThere) return
    await pointAlias(aws, place, version, alias?.revisionId, recordOf(alias?.version))
  })
}

function requireVersion(place: Place, versions: readonly ListedVersion[], version: string): void {
  if (versions.some((known) => known.version === version)) return
  const known = versions.map((one) => one.version).join(', ')
  throw new OcheError('VERSION_UNKNOWN', `${nameIn(place)} has no version "${version}"`, {
    remedy: `Versions there are: ${known || 'none'}.`,
  })
}

function unknownBefore(places: readonly Place[]): OcheError {
  const names = places.map(nameIn).join(', ')
  return new OcheError('VERSION_UNKNOWN', `nobody has written down what served before: ${names}`, {
    remedy: 'Type: oche rollback, and choose a version.',
  })
}

/** @throws OcheError `NOT_DEPLOYED`, `NOT_OURS` */
async function requireDeployed(aws: Aws, place: Place): Promise<void> {
  const found = await readFunction(aws, place.function)
  if (found === undefined) throw notDeployed(place)
  requireOurs(`the function ${place.function}`, ownershipOf(place), found.tags, false)
}

export function notDeployed({ account, function: name, stage }: Place): OcheError {
  return new OcheError('NOT_DEPLOYED', `${name} is not deployed in ${account.region}`, {
    remedy: `Type: oche deploy${stage === undefined ? '' : ` --stage ${stage}`}`,
  })
}
