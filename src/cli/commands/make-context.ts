import { resolve } from 'node:path'
import { loadProject } from '../../core/project.ts'
import type { Arguments } from '../arguments/values.ts'
import { Keyboard, type TerminalInput } from '../keyboard/keyboard.ts'
import type { Output } from '../output/output.ts'
import { createReporter } from '../output/reporter.ts'
import type { Signals } from '../signals.ts'
import type { Surroundings } from '../surroundings.ts'
import { commands } from './index.ts'
import type { CommandContext } from './context.ts'

/** What a command gets to work with. */
export function contextFor(
  args: Arguments,
  output: Output,
  surroundings: Surroundings,
  signals: Signals,
): CommandContext {
  const { stdin, env } = surroundings
  const cwd = resolve(args.text('cwd') ?? '.')
  const reporter = createReporter(output)
  return {
    args,
    commands,
    output,
    reporter,
    stdin,
    keyboard: keyboardOf(surroundings, output, signals),
    env,
    cwd,
    interrupt: () => signals.send('SIGINT'),
    signal: signals.signal,
    loadProject: (stage = args.text('stage')) => {
      const project = loadProject({
        cwd,
        config: args.text('config'),
        envFile: args.text('env-file'),
        stage,
        env,
      })
      if (project.root !== cwd) reporter.info(`The project is in ${project.root}`)
      return project
    },
  }
}

/** Where all is a terminal: a pager that results go to reads keys itself. */
function keyboardOf(
  { stdin, stdout }: Surroundings,
  output: Output,
  { send }: Signals,
): Keyboard | undefined {
  if (!stdin.isTTY || !stdout.isTTY || !output.canRedraw) return undefined
  return new Keyboard({ stdin: stdin as TerminalInput, send })
}
