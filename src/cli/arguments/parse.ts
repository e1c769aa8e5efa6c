import { parseArgs } from 'node:util'
import { nearest } from '../../core/nearest.ts'
import { globalFlags, verbs, type Verb } from '../verbs.ts'
import type { Flag } from './types.ts'
import { usageError } from './usage-error.ts'
import { Arguments, checkChoice } from './values.ts'

export type Parsed =
  | { kind: 'run'; verb: Verb; args: Arguments }
  | { kind: 'help'; verb?: Verb | undefined }
  | { kind: 'version' }

/**
 * What a command line asks for. Flags may stand before and after the verb.
 *
 * @throws OcheError `USAGE` for an unknown verb, flag or value
 */
export function parseCommandLine(argv: readonly string[]): Parsed {
  const { words, options } = split(argv)
  const [name, ...positionals] = words
  const isHelp = name === 'help'
  const verb = findVerb(isHelp ? positionals[0] : name)
  const values = checkOptions(options, verb)
  if (isHelp || values.has('help')) return { kind: 'help', verb }
  if (values.has('version')) return { kind: 'version' }
  if (verb === undefined) return { kind: 'help' }
  checkPositionals(verb, positionals)
  return { kind: 'run', verb, args: new Arguments(positionals, values) }
}

interface Option {
  /** As typed: `--port` or `-v`. */
  rawName: string
  name: string
  value: string | undefined
  /** Whether the value was joined by `=`. */
  joined: boolean
}

/** Node's own parser splits the words; which flags take a value is the same for every verb. */
function split(argv: readonly string[]): { words: string[]; options: Option[] } {
  const flags = [...globalFlags, ...verbs.flatMap((verb) => verb.flags)]
  const { tokens } = parseArgs({
    args: [...argv],
    strict: false,
    tokens: true,
    options: Object.fromEntries(
      flags.map(({ name, short, value }) => [
        name,
        { type: value === undefined ? 'boolean' : 'string', ...(short && { short }) } as const,
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

function findVerb(name: string | undefined): Verb | undefined {
  if (name === undefined) return undefined
  const found = verbs.find((verb) => verb.name === name)
  if (found !== undefined) return found
  const names = verbs.map((verb) => verb.name)
  const meant = nearest(name, names)
  throw usageError(
    `there is no verb "${name}"`,
    meant === undefined ? `Verbs: ${names.join(', ')}.` : `Did you mean "oche ${meant}"?`,
  )
}

function checkOptions(
  options: readonly Option[],
  verb: Verb | undefined,
): Map<string, string | true> {
  const known = [...globalFlags, ...(verb?.flags ?? [])]
  return new Map(options.map((option) => [option.name, valueOf(option, known, verb)]))
}

function valueOf(option: Option, known: readonly Flag[], verb: Verb | undefined): string | true {
  const flag = known.find(({ name }) => name === option.name)
  if (flag === undefined) throw unknownFlag(option.rawName, known, verb)
  if (flag.value === undefined) {
    if (option.joined) throw usageError(`--${flag.name} takes no value`)
    return true
  }
  const { value, joined } = option
  if (value === undefined || value === '' || (!joined && /^--?[a-z]/i.test(value))) {
    throw usageError(`--${flag.name} needs a value: --${flag.name} <${flag.value}>`)
  }
  checkChoice(flag, value)
  return value
}

function unknownFlag(rawName: string, known: readonly Flag[], verb: Verb | undefined) {
  const meant = nearest(
    rawName.replace(/^-+/, ''),
    known.map(({ name }) => name),
  )
  const of = verb === undefined ? '' : ` of oche ${verb.name}`
  const help = verb === undefined ? 'Type: oche --help' : `Type: oche ${verb.name} --help`
  return usageError(
    `there is no flag ${rawName}${of}`,
    meant === undefined ? help : `Did you mean "--${meant}"?`,
  )
}

function checkPositionals(verb: Verb, given: readonly string[]): void {
  const required = verb.positionals.filter((one) => one.required)
  const missing = required[given.length]
  if (missing !== undefined) {
    throw usageError(`oche ${verb.name} needs <${missing.name}>`, `Type: oche ${verb.name} --help`)
  }
  const takesMany = verb.positionals.some((one) => one.many)
  const extra = given[verb.positionals.length]
  if (extra !== undefined && !takesMany) {
    throw usageError(`oche ${verb.name} does not take "${extra}"`, `Type: oche ${verb.name} --help`)
  }
}
