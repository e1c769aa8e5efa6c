import type { Flag, Positional } from './arguments/types.ts'
import { globalFlags, commands, type Command } from './commands/index.ts'

/** Help of the whole program, or of one command; fits a screen of 80 columns. */
export function helpText(command: Command | undefined): string {
  return command === undefined ? programHelp() : commandHelp(command)
}

function programHelp(): string {
  return [
    'Dart and TypeScript APIs as native AWS Lambda functions.',
    '',
    'oche <command> [flags]',
    '',
    ...table(commands.map(({ name, summary }) => [name, summary])),
    '',
    'oche <command> --help shows the flags of one. Start with: oche new hello',
    '',
  ].join('\n')
}

function commandHelp({ name, summary, positionals, flags }: Command): string {
  const usage = [
    'oche',
    name,
    ...positionals.map(positionalText),
    ...(flags.length ? ['[flags]'] : []),
  ]
  return [
    `oche ${name}: ${summary}`,
    '',
    usage.join(' '),
    '',
    ...(flags.length > 0 ? [...table(flags.map(flagRow)), ''] : []),
    'With every command:',
    ...table(globalFlags.map(flagRow)),
    '',
  ].join('\n')
}

function positionalText({ name, required, many }: Positional): string {
  const text = many ? `${name}…` : name
  return required ? `<${text}>` : `[${text}]`
}

function flagRow({ name, short, value, summary }: Flag): [string, string] {
  const long = value === undefined ? `--${name}` : `--${name} <${value}>`
  return [short === undefined ? long : `-${short}, ${long}`, summary]
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`)
}
