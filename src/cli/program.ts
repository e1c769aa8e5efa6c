import { resolve } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { EXIT } from '../core/errors.ts'
import { loadProject } from '../core/project.ts'
import { parseCommandLine } from './arguments/parse.ts'
import type { Arguments } from './arguments/values.ts'
import { helpText } from './help.ts'
import { showFailure } from './output/failure.ts'
import { createOutput, wantsColour, type Output } from './output/output.ts'
import { createReporter } from './output/reporter.ts'
import type { Signals } from './signals.ts'
import type { CommandContext } from './command-context.ts'
import { version } from './version.ts'

/** The streams and variables of a process. */
export interface Surroundings {
  stdin: Readable
  stdout: Writable & { isTTY?: boolean }
  stderr: Writable & { isTTY?: boolean }
  env: NodeJS.ProcessEnv
}

/** Does what a command line asks for and answers with the exit status. Never throws. */
export async function run(
  argv: readonly string[],
  surroundings: Surroundings,
  signals: Signals,
): Promise<number> {
  // A wrong command line is told in the way that the line itself asks for.
  let output = outputFor(surroundings, (name) => argv.includes(`--${name}`))
  try {
    const parsed = parseCommandLine(argv)
    if (parsed.kind === 'version') return print(output, version())
    if (parsed.kind === 'help') return print(output, helpText(parsed.command).trimEnd())
    output = outputFor(surroundings, (name) => parsed.args.has(name))
    const command = await parsed.command.load()
    const status = await command.run(contextFor(parsed.args, output, surroundings, signals.signal))
    return signals.status() ?? status
  } catch (thrown) {
    return signals.status() ?? showFailure(thrown, output)
  }
}

function print(output: Output, text: string): number {
  output.result(text)
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
  })
}

function contextFor(
  args: Arguments,
  output: Output,
  { stdin, stderr, env }: Surroundings,
  signal: AbortSignal,
): CommandContext {
  const cwd = resolve(args.text('cwd') ?? '.')
  return {
    args,
    output,
    reporter: createReporter(output, stderr.isTTY === true && !output.json),
    stdin,
    env,
    cwd,
    signal,
    loadProject: () => loadProject({ cwd, config: args.text('config') }),
  }
}
