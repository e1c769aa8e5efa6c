import { resolve } from 'node:path'
import { loadProject } from '../../core/project.ts'
import type { Arguments } from '../arguments/values.ts'
import type { Output } from '../output/output.ts'
import { createReporter } from '../output/reporter.ts'
import type { Surroundings } from '../surroundings.ts'
import type { CommandContext } from './context.ts'

/** What a command gets to work with. */
export function contextFor(
  args: Arguments,
  output: Output,
  { stdin, env }: Surroundings,
  signal: AbortSignal,
): CommandContext {
  const cwd = resolve(args.text('cwd') ?? '.')
  const reporter = createReporter(output)
  return {
    args,
    output,
    reporter,
    stdin,
    env,
    cwd,
    signal,
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
