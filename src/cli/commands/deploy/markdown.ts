import type { Change } from '../../../deploy/index.ts'
import { shortText, SIGNS, toldApart } from '../../output/changes.ts'
import { code, fenced, prose } from '../../output/markdown.ts'
import { takesAway } from './consent.ts'
import type { PlanPart } from './parts.ts'

/** What the plan is of. */
export interface PlanPlace {
  project: string
  stage: string | undefined
  region: string
  /** Functions that `oche.yaml` no longer has and that stay. */
  kept: readonly string[]
  /** What shows all of the plan. */
  command: string
}

/** Of a comment on GitHub, in characters. */
export const ROOM = 65_536

/** A value beyond it is cut, and folded away as a whole. */
const LONG = 60
/** A list beyond it is folded away. */
const MANY = 20
/** What a note may say. */
const NOTE = 500

/** Lines below one heading. */
interface Section {
  heading: string
  lines: readonly string[]
  isFolded: boolean
  /** Long values, as a whole. */
  values: readonly string[]
}

interface Text {
  head: readonly string[]
  sections: readonly Section[]
  command: string
}

/**
 * A plan for a comment on a pull request, at most `ROOM` characters. Its first line is the same for every
 * plan of the same project, stage and region, and shown to nobody: by it the comment is found again.
 *
 * @example planMarkdown(parts, { project: 'shop', stage: 'prod', region: 'eu-west-1', kept: [], command: 'oche deploy --dry-run' })
 */
export function planMarkdown(parts: readonly PlanPart[], place: PlanPlace): string {
  const head = headOf(parts, place)
  const text = { head, sections: sectionsOf(parts, place), command: place.command }
  const lines = linesOf(text.sections)
  const whole = written(text, lines, true)
  if (whole.length <= ROOM) return whole
  const fits = (count: number) => written(text, count, false).length <= ROOM
  return written(text, greatest(lines, fits), false)
}

function linesOf(sections: readonly Section[]): number {
  return sections.reduce((sum, { lines }) => sum + lines.length, 0)
}

/** The greatest number up to `most` for which it holds; it holds for 0 and, once it does not, no more. */
function greatest(most: number, holds: (count: number) => boolean): number {
  let [low, high] = [0, most]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (holds(middle)) low = middle
    else high = middle - 1
  }
  return low
}

function headOf(parts: readonly PlanPart[], { project, stage, region }: PlanPlace): string[] {
  const key = [project, stage ?? '', region].map(encodeURIComponent).join(' ')
  const where = [project, ...(stage === undefined ? [] : [stage]), region]
  return [
    // "--" ends a comment in HTML.
    `<!-- oche deploy: ${key.replaceAll('--', '-%2D')} -->`,
    `### Deploy ${where.map(code).join(' · ')}`,
    countsText(parts),
  ]
}

const WORDS = {
  create: 'to create',
  update: 'to change',
  replace: 'to replace',
  delete: 'to delete',
}

function countsText(parts: readonly PlanPart[]): string {
  const changes = parts.flatMap((part) => part.changes)
  const counts = Object.entries(WORDS).flatMap(([action, words]) => {
    const count = changes.filter((change) => change.action === action).length
    return count === 0 ? [] : [`${count} ${words}`]
  })
  if (counts.length > 0) return `**${counts.join(', ')}**`
  const isRecord = parts.some(({ calls }) => calls.length > 0)
  return isRecord ? 'Nothing to change but the record of what is deployed.' : 'Nothing to change.'
}

function sectionsOf(parts: readonly PlanPart[], { kept }: PlanPlace): Section[] {
  const going = parts.flatMap((part) => part.changes.filter(takesAway).map((of) => ({ of, part })))
  const left = parts.map((part) => ({
    ...part,
    changes: part.changes.filter((of) => !takesAway(of)),
  }))
  const notes = parts.flatMap(({ notes: all }) => all).map((note) => `- ${prose(cut(note, NOTE))}`)
  const hasChanges = parts.some(({ changes }) => changes.length > 0)
  const same = parts.filter(({ kind, changes }) => kind === 'function' && changes.length === 0)
  return [
    section(
      '> [!CAUTION]\n> This takes away or makes anew what is deployed:',
      going.map(({ of, part }) => changeLine(of, `${titleOf(part)}: `)),
      going.flatMap(({ of }) => valuesOf(of)),
    ),
    ...left.map((part) =>
      section(
        `#### ${titleOf(part)}`,
        toldApart(part.changes).map((of) => changeLine(of)),
        part.changes.flatMap(valuesOf),
      ),
    ),
    section('#### To know', notes),
    section('#### Deployed, and no longer in `oche.yaml`', kept.map(listed)),
    section('#### Unchanged', hasChanges ? same.map(({ name }) => listed(name)) : []),
  ].filter(({ lines }) => lines.length > 0)
}

function section(
  heading: string,
  lines: readonly string[],
  values: readonly string[] = [],
): Section {
  return { heading, lines, values, isFolded: lines.length > MANY }
}

const listed = (name: string) => `- ${code(cut(name, LONG))}`

function titleOf({ kind, name }: PlanPart): string {
  switch (kind) {
    case 'layers':
      return 'Layers'
    case 'function':
      return `Function ${code(cut(name, LONG))}`
    case 'shared':
      return 'Shared by functions'
    case 'orphan':
      return `Function ${code(cut(name, LONG))}, no longer in ${code('oche.yaml')}`
  }
}

/** As on a terminal, see `changeText`. */
function changeLine(change: Change, of = ''): string {
  const { action, from, to } = change
  const values = givenOf(from, to).map((value) => code(cut(value, LONG)))
  const words = [...whatOf(change), values.join(' → ')].filter(Boolean)
  return `- ${code(SIGNS[action][1])} ${of}${words.join(' ')}`
}

function whatOf({ resource, path }: Change): string[] {
  return [prose(cut(resource, LONG)), ...(path === undefined ? [] : [code(cut(path, LONG))])]
}

function givenOf(...values: Change['from'][]): string[] {
  return values.filter((value) => value !== undefined).map(shortText)
}

/** What a line has no room for. */
function valuesOf(change: Change): string[] {
  const values = givenOf(change.from, change.to)
  if (values.every((value) => value.length <= LONG)) return []
  return [`${whatOf(change).join(' ')}:`, ...values.map(fenced)]
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`
}

/** With so many of the lines, from the top. */
function written({ head, sections, command }: Text, count: number, withValues: boolean): string {
  const blocks = [...head]
  let room = count
  for (const { heading, lines, isFolded, values } of sections) {
    if (room === 0) break
    const shown = [lines.slice(0, room).join('\n')]
    room -= Math.min(room, lines.length)
    blocks.push(heading, ...(isFolded ? folded(`${lines.length} lines`, shown) : shown))
    if (withValues && values.length > 0) blocks.push(...folded('Long values', values))
  }
  if (!withValues) blocks.push(leftOut(linesOf(sections) - count, command))
  return blocks.join('\n\n')
}

function folded(summary: string, blocks: readonly string[]): string[] {
  return [`<details><summary>${summary}</summary>`, ...blocks, '</details>']
}

function leftOut(lines: number, command: string): string {
  const what = lines === 0 ? 'Long values are' : `${lines} lines, and long values, are`
  return `_${what} left out: a comment has room for ${ROOM.toLocaleString('en')} characters. All of it: ${code(command)}_`
}
