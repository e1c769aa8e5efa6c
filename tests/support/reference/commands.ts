import { globalFlags } from '../../../src/cli/arguments/global-flags.ts'
import { flagSummary } from '../../../src/cli/arguments/flag-summary.ts'
import type { Flag, Positional } from '../../../src/cli/arguments/types.ts'
import type { Command } from '../../../src/cli/commands/command.ts'
import { commands } from '../../../src/cli/commands/index.ts'
import { cell, table } from './markdown.ts'

/** docs/reference/commands.md: what `--help` says, of all commands on one page. */
export function commandsPage(): string {
  return [
    '# Commands and flags',
    'Made from what `oche --help` reads. Flags stand before or behind functions; `--flag value` and `--flag=value` are the same.',
    table(
      ['command', ''],
      commands.map(({ name, summary }) => [`[\`oche ${name}\`](#oche-${name})`, cell(summary)]),
    ),
    '## With every command',
    table(['flag', ''], globalFlags.map(flagRow)),
    ...commands.flatMap(commandPart),
    '',
  ].join('\n\n')
}

function commandPart({ name, summary, positionals, flags, examples }: Command): string[] {
  const usage = ['oche', name, ...positionals.map(positionalText)].join(' ')
  const widest = Math.max(...examples.map(({ line }) => line.length))
  const lines = examples.map(({ line, summary: text }) =>
    text === undefined ? line : `${line.padEnd(widest)}    # ${text}`,
  )
  return [
    `## oche ${name}`,
    `${summary[0]!.toUpperCase()}${summary.slice(1)}.`,
    ['```', usage, '```'].join('\n'),
    ...(flags.length === 0 ? [] : [table(['flag', ''], flags.map(flagRow))]),
    ['```sh', ...lines, '```'].join('\n'),
  ]
}

function positionalText({ name, required, many }: Positional): string {
  const text = many ? `${name}…` : name
  return required ? `<${text}>` : `[${text}]`
}

function flagRow(flag: Flag): string[] {
  const { name, short, value, standsAlone, goesWith } = flag
  const argument = value === undefined ? '' : standsAlone ? `[=<${value}>]` : ` <${value}>`
  const names = [...(short === undefined ? [] : [`-${short}`]), `--${name}${argument}`]
  const other = goesWith === undefined ? '' : `with \`${goesWith}\`: `
  const summary = flagSummary({ ...flag, summary: cell(flag.summary) }, (text) => `\`${text}\``)
  return [names.map((text) => `\`${text}\``).join(', '), other + summary]
}
