import { globalFlags } from '../../arguments/global-flags.ts'
import type { Flag, Takes } from '../../arguments/types.ts'

export interface Candidate {
  value: string
  summary: string
}

/** What is known of the project; asked for only where it is of use. */
export interface Known {
  functions(): readonly Candidate[]
  stages(): readonly Candidate[]
  /** Samples, and events that are saved. */
  events(): readonly Candidate[]
  /** Of what is deployed. */
  versions(): Promise<readonly Candidate[]>
}

/**
 * What may stand in the place of the last word.
 *
 * @param words all behind `oche`, the last as far as it is typed
 */
export async function candidates(
  words: readonly string[],
  commands: readonly Takes[],
  known: Known,
): Promise<Candidate[]> {
  const typed = words.at(-1) ?? ''
  const all = await possible(words.slice(0, -1), typed, commands, known)
  return all.filter(({ value }) => value.startsWith(typed))
}

async function possible(
  before: readonly string[],
  typed: string,
  commands: readonly Takes[],
  known: Known,
): Promise<readonly Candidate[]> {
  const every = [...globalFlags, ...commands.flatMap(({ flags }) => flags)]
  const { plain, open } = read(before, every)
  const command = commands.find(({ name }) => name === plain[0])
  const flags = [...globalFlags, ...(command?.flags ?? [])]
  if (open !== undefined) return valuesOf(open, flags, command, known)
  if (typed.startsWith('-')) {
    return flags.map(({ name, summary }) => ({ value: `--${name}`, summary }))
  }
  if (plain.length === 0) return commandsOf(commands)
  if (plain[0] === 'help') return plain.length === 1 ? commandsOf(commands) : []
  return command === undefined ? [] : positionals(command, plain.length - 1, known)
}

const commandsOf = (commands: readonly Takes[]) =>
  commands.map(({ name, summary }) => ({ value: name, summary }))

/** The words that are no flags, and the flag that waits for its value. */
function read(before: readonly string[], flags: readonly Flag[]) {
  const plain: string[] = []
  let open: Flag | undefined
  for (const word of before) {
    if (open !== undefined) open = undefined
    else if (!word.startsWith('-')) plain.push(word)
    else open = flags.find((flag) => takesNext(flag, word))
  }
  return { plain, open }
}

function takesNext({ name, short, value, standsAlone }: Flag, word: string): boolean {
  if (value === undefined || standsAlone === true) return false
  return word === `--${name}` || (short !== undefined && word === `-${short}`)
}

function valuesOf(
  { name }: Flag,
  flags: readonly Flag[],
  command: Takes | undefined,
  known: Known,
): readonly Candidate[] {
  const { choices, summary = '' } = flags.find((flag) => flag.name === name) ?? {}
  if (choices !== undefined) return choices.map((value) => ({ value, summary }))
  if (name === 'stage') return known.stages()
  if (name === 'event') return known.events()
  if (name === 'function' && command !== undefined) return known.functions()
  return []
}

async function positionals(
  command: Takes,
  at: number,
  known: Known,
): Promise<readonly Candidate[]> {
  const last = command.positionals.at(-1)
  const positional = command.positionals[at] ?? (last?.many === true ? last : undefined)
  if (positional === undefined) return []
  if (positional.name === 'function') return known.functions()
  const words = positional.name.split('|').filter((word) => positional.name.includes('|') && word)
  if (!words.includes('version')) return words.map((value) => ({ value, summary: '' }))
  const fixed = words.filter((word) => word !== 'version')
  // AWS may be out of reach; whoever presses the tab key wants no errors.
  const versions = await known.versions().catch(() => [])
  return [...fixed.map((value) => ({ value, summary: '' })), ...versions]
}
