import { areas } from '../../../src/core/error-codes/index.ts'
import type { Area } from '../../../src/core/error-codes/area.ts'
import { table } from './markdown.ts'

const INTRODUCTION = `An error is one line, and below it what to do. \`--verbose\` adds what lies behind it; with \`--json\` it is
\`{"error":{"code","message","detail","remedy","cause"}}\` on standard output. The code stays the same when words
are improved: scripts can rely on it.

The column "status" is that with which the command ends: 1 where the project or the machine is at fault, 4 where AWS is.`

/** docs/errors.md: every code with its cause and what to do. */
export function errorsPage(): string {
  return ['# Errors', INTRODUCTION, ...areas.flatMap(areaPart), ''].join('\n\n')
}

function areaPart({ title, note, codes }: Area): string[] {
  const rows = Object.entries(codes).map(([code, { cause, remedy, exits = [1] }]) => [
    `\`${code}\``,
    exits.join(', '),
    escaped(cause),
    escaped(remedy),
  ])
  return [
    `## ${title}`,
    ...(note === undefined ? [] : [note]),
    table(['code', 'status', 'cause', 'what to do'], rows),
  ]
}

function escaped(text: string): string {
  return text.replaceAll('|', String.raw`\|`)
}
