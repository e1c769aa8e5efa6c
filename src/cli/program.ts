import { EXIT } from '../core/errors.ts'
import { ownVersion } from '../core/own-package.ts'
import { parseCommandLine } from './arguments/parse.ts'
import { withHelp } from './arguments/usage-error.ts'
import { showFailure, showInterruption } from './output/failure.ts'
import { helpText } from './output/help.ts'
import { columnsOf, createOutput, wantsColour, type Output } from './output/output.ts'
import type { Signals } from './signals.ts'
import type { Surroundings } from './surroundings.ts'

/** Does what a command line asks for and answers with the exit status. Never throws. */
export async function run(
  argv: readonly string[],
  surroundings: Surroundings,
  signals: Signals,
): Promise<number> {
  // A wrong command line is told in the way that the line itself asks for.
  let output = outputAskedFor(argv, surroundings)
  let typed: string | undefined
  try {
    const parsed = parseCommandLine(argv)
    if (parsed.kind === 'version') return print(output, 'version', ownVersion())
    if (parsed.kind === 'help') {
      return print(output, 'help', helpText(parsed.command, output.columns))
    }
    typed = parsed.command.name
    output = outputFor(surroundings, (name) => parsed.args.has(name))
    // Help and mistakes on the command line are answered before anything large is loaded.
    const { contextFor } = await import('./commands/make-context.ts')
    const command = await parsed.command.load()
    const context = contextFor(parsed.args, output, surroundings, signals)
    const status = await command.run(context)
    return signals.status() ?? status
  } catch (thrown) {
    const status = signals.status()
    if (status === undefined) return showFailure(withHelp(thrown, typed), output)
    showInterruption(output)
    return status
  }
}

/** Shows what nobody has caught and answers with the exit status. */
export function showUnexpected(
  thrown: unknown,
  argv: readonly string[],
  surroundings: Surroundings,
): number {
  return showFailure(thrown, outputAskedFor(argv, surroundings))
}

/** As the words of a command line ask for it, whether they can be understood or not. */
function outputAskedFor(argv: readonly string[], surroundings: Surroundings): Output {
  return outputFor(surroundings, (name) => argv.some((word) => asksFor(word, name)))
}

/** Also where the flag is given a value that it does not take. */
function asksFor(word: string, flag: string): boolean {
  return word === `--${flag}` || word.startsWith(`--${flag}=`)
}

function print(output: Output, name: string, text: string): number {
  if (output.json) output.resultJson({ [name]: text })
  else output.result(text)
  return EXIT.ok
}

function outputFor({ stdout, stderr, env }: Surroundings, has: (flag: string) => boolean): Output {
  const flags = { colour: has('color'), noColour: has('no-color') }
  return createOutput({
    stdout,
    stderr,
    json: has('json'),
    verbose: has('verbose'),
    quiet: has('quiet'),
    colour: wantsColour(flags, env, stderr.isTTY === true),
    columns: columnsOf(stdout, env),
    canRedraw: stderr.isTTY === true && env['TERM'] !== 'dumb' && !has('json'),
  })
}
