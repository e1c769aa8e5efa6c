import { resolve } from 'node:path'
import { loadProject } from '../../core/project.ts'
import type { Arguments } from '../arguments/values.ts'
import { Keyboard, type TerminalInput } from '../keyboard/keyboard.ts'
import type { Output } from '../output/output.ts'
import { createReporter } from '../output/reporter.ts'
import type { Signals } from '../signals.ts'
import type { Surroundings } from '../surroundings.ts'
import type { CommandContext } from './context.ts'

/** What a command gets to work with. */
export function contextFor(
  args: Arguments,
  output: Output,
  { stdin, env }: Surroundings,
  signals: Signals,
): CommandContext {
  const cwd = resolve(args.text('cwd') ?? '.')
  const reporter = createReporter(output)
  return {
    args,
    output,
    reporter,
    stdin,
    keyboard: keyboardOf(stdin, output, signals),
    env,
    cwd,
    signal: signals.signal,
    loadProject: () => {
      const project = loadProject({
        cwd,
        config: args.text('config'),
        envFile: args.text('env-file'),
        env,
      })
      if (project.root !== cwd) reporter.info(`The project is in ${project.root}`)
      return project
    },
  }
}

/** Where standard input and standard error are a terminal, and no program reads what is shown. */
function keyboardOf(
  stdin: Surroundings['stdin'],
  output: Output,
  { send }: Signals,
): Keyboard | undefined {
  if (stdin.isTTY !== true || !output.canRedraw) return undefined
  return new Keyboard({ stdin: stdin as TerminalInput, send })
}
