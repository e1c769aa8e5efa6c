import { globalFlags } from '../arguments/global-flags.ts'
import { flagSummary } from '../arguments/flag-summary.ts'
import type { Flag, Positional } from '../arguments/types.ts'
import type { Command } from '../commands/command.ts'
import { commands } from '../commands/index.ts'
import { table, wrap } from './wrap.ts'

/** Help of the whole program, or of one command, for a terminal of so many columns. */
export function helpText(command: Command | undefined, columns: number): string {
  const lines = command === undefined ? programHelp(columns) : commandHelp(command, columns)
  return lines.join('\n')
}

function programHelp(columns: number): string[] {
  return [
    ...wrap('Dart and TypeScript APIs as native AWS Lambda functions.', columns),
    'oche <command> [flags]',
    '',
    ...table(
      commands.map(({ name, summary }) => [name, summary]),
      columns,
    ),
    '',
    'With every command:',
    ...table(paired(globalFlags), columns),
    '',
    ...wrap('oche <command> --help shows the flags of one. Start with: oche new hello', columns),
  ]
}

function commandHelp(command: Command, columns: number): string[] {
  const { name, summary, positionals, flags, examples } = command
  const usage = ['oche', name, ...positionals.map(positionalText), '[flags]']
  return [
    ...wrap(`oche ${name}: ${summary}`, columns),
    '',
    ...wrap(usage.join(' '), columns),
    '',
    ...flagTables(flags, columns),
    'For example:',
    ...table(
      examples.map(({ line, summary: text = '' }) => [line, text]),
      columns,
    ),
    '',
    ...wrap(`With every command: ${globalFlags.map(flagText).join(' ')}`, columns),
    'Type: oche --help',
  ]
}

/** What goes with another flag or word stands below that; one alone stands among the others. */
function flagTables(flags: readonly Flag[], columns: number): string[] {
  const companyOf = ({ goesWith }: Flag) =>
    flags.filter((other) => other.goesWith === goesWith).length > 1 ? goesWith : undefined
  const all = new Set([undefined, ...flags.map(companyOf)])
  return [...all].flatMap((other) => {
    const rows = flags
      .filter((flag) => companyOf(flag) === other)
      .map((flag): [string, string] => {
        const [text, summary] = flagRow(flag)
        return [text, flag.goesWith === other ? summary : `with ${flag.goesWith}: ${summary}`]
      })
    if (rows.length === 0) return []
    return [...(other === undefined ? [] : [`With ${other}:`]), ...table(rows, columns), '']
  })
}

/** What switches something on or off stands in one row. */
function paired(flags: readonly Flag[]): [string, string][] {
  const oppositeOf = ({ name }: Flag) => flags.find((other) => other.name === `no-${name}`)
  const opposites = new Set(flags.map(oppositeOf))
  return flags
    .filter((flag) => !opposites.has(flag))
    .map((flag) => {
      const [text, summary] = flagRow(flag)
      const opposite = oppositeOf(flag)
      return opposite === undefined
        ? [text, summary]
        : [`${text}, --${opposite.name}`, `${summary}; ${opposite.summary}`]
    })
}

function positionalText({ name, required, many }: Positional): string {
  const text = many ? `${name}…` : name
  return required ? `<${text}>` : `[${text}]`
}

function flagText({ name, short, value }: Flag): string {
  if (short !== undefined) return `-${short}`
  return value === undefined ? `--${name}` : `--${name}=<${value}>`
}

function flagRow(flag: Flag): [string, string] {
  const { name, short, value } = flag
  const long = value === undefined ? `--${name}` : `--${name} <${value}>`
  return [short === undefined ? long : `-${short}, ${long}`, flagSummary(flag)]
}
