import { parseArgs } from 'node:util'
import { nearest } from '../../core/nearest.ts'
import type { Command } from '../commands/command.ts'
import { commands } from '../commands/index.ts'
import { globalFlags } from './global-flags.ts'
import type { Flag } from './types.ts'
import { usageError, withHelp } from './usage-error.ts'
import { Arguments, checkChoice } from './values.ts'

export type Parsed =
  | { kind: 'run'; command: Command; args: Arguments }
  | { kind: 'help'; command?: Command | undefined }
  | { kind: 'version' }

/**
 * What a command line asks for. Flags may stand before and after the command.
 *
 * @throws OcheError `USAGE` for an unknown command, flag or value
 */
export function parseCommandLine(argv: readonly string[]): Parsed {
  const { words, options } = split(argv)
  const [name, ...positionals] = words
  const isHelp = name === 'help'
  const command = findCommand(isHelp ? positionals[0] : name)
  try {
    const values = checkOptions(options, command)
    if (isHelp || values.has('help')) return { kind: 'help', command }
    if (values.has('version')) return { kind: 'version' }
    if (command === undefined) return { kind: 'help' }
    checkPositionals(command, positionals)
    checkCompany(command, positionals, values)
    return { kind: 'run', command, args: new Arguments(positionals, values) }
  } catch (thrown) {
    throw withHelp(thrown, command?.name)
  }
}

interface Option {
  /** As typed: `--port` or `-v`. */
  rawName: string
  name: string
  value: string | undefined
  /** Whether the value was joined by `=`. */
  joined: boolean
}

/** Node's own parser splits the words; which flags take a value is the same for every command. */
function split(argv: readonly string[]): { words: string[]; options: Option[] } {
  const flags = [...globalFlags, ...commands.flatMap((command) => command.flags)]
  const { tokens } = parseArgs({
    args: [...argv],
    strict: false,
    tokens: true,
    options: Object.fromEntries(
      flags.map(({ name, short, value, standsAlone }) => [
        name,
        {
          type: value === undefined || standsAlone ? 'boolean' : 'string',
          ...(short && { short }),
        } as const,
      ]),
    ),
  })
  return {
    words: tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : [])),
    options: tokens.flatMap((token) =>
      token.kind === 'option' ? [{ ...token, joined: token.inlineValue === true }] : [],
    ),
  }
}

function findCommand(name: string | undefined): Command | undefined {
  if (name === undefined) return undefined
  const found = commands.find((command) => command.name === name)
  if (found !== undefined) return found
  const names = commands.map((command) => command.name)
  const meant = nearest(name, names)
  throw usageError(
    `there is no command "${name}"`,
    meant === undefined ? `Commands: ${names.join(', ')}.` : `Did you mean "oche ${meant}"?`,
  )
}

function checkOptions(
  options: readonly Option[],
  command: Command | undefined,
): Map<string, string | true> {
  const known = [...globalFlags, ...(command?.flags ?? [])]
  return new Map(options.map((option) => [option.name, valueOf(option, known, command)]))
}

function valueOf(
  option: Option,
  known: readonly Flag[],
  command: Command | undefined,
): string | true {
  const flag = known.find(({ name }) => name === option.name)
  if (flag === undefined) throw unknownFlag(option.rawName, known, command)
  if (flag.value === undefined) {
    if (option.joined) throw usageError(`--${flag.name} takes no value`)
    return true
  }
  const { value, joined } = option
  if (value === undefined && flag.standsAlone) return true
  if (value === undefined || value === '' || (!joined && /^--?[a-z]/i.test(value))) {
    throw usageError(`--${flag.name} needs a value: --${flag.name} <${flag.value}>`)
  }
  checkChoice(flag, value)
  return value
}

function unknownFlag(rawName: string, known: readonly Flag[], command: Command | undefined) {
  const meant = nearest(
    rawName.replace(/^-+/, ''),
    known.map(({ name }) => name),
  )
  const of = command === undefined ? '' : ` of oche ${command.name}`
  return usageError(
    `there is no flag ${rawName}${of}`,
    meant === undefined ? undefined : `Did you mean "--${meant}"?`,
  )
}

function checkPositionals(command: Command, given: readonly string[]): void {
  for (const word of given) {
    const remedy = command.misplaced?.(word)
    if (remedy !== undefined) {
      throw usageError(`oche ${command.name} does not take "${word}" in this place`, remedy)
    }
  }
  const required = command.positionals.filter((one) => one.required)
  const missing = required[given.length]
  if (missing !== undefined) {
    throw usageError(`oche ${command.name} needs <${missing.name}>`)
  }
  const takesMany = command.positionals.some((one) => one.many)
  const extra = given[command.positionals.length]
  if (extra !== undefined && !takesMany) {
    throw usageError(`oche ${command.name} does not take "${extra}"`)
  }
}

/** What a flag goes with is another flag, or the word behind the command. */
function checkCompany(
  { name: command, flags }: Command,
  words: readonly string[],
  values: ReadonlyMap<string, string | true>,
): void {
  for (const { name, goesWith } of flags) {
    if (goesWith === undefined || !values.has(name)) continue
    const isFlag = goesWith.startsWith('--')
    if (isFlag ? values.has(goesWith.slice(2)) : words[0] === goesWith) continue
    const other = isFlag ? goesWith : `"oche ${command} ${goesWith}"`
    const value = values.get(name)
    const typed = value === true ? `--${name}` : `--${name} ${value}`
    const needed = flags.find((flag) => goesWith === `--${flag.name}`)?.value
    const add = needed === undefined ? `Add ${goesWith}` : `Add ${goesWith} <${needed}>`
    throw usageError(
      `--${name} goes with ${other}`,
      `${isFlag ? add : `Type: oche ${command} ${goesWith} ${typed}`}, or leave out --${name}.`,
    )
  }
}
