import { OcheError } from '../../../core/errors.ts'
import { runTool } from '../../process/run.ts'
import { which } from '../../process/which.ts'
import { parseCommand, type Step } from './parse.ts'

export interface CommandRequest {
  line: string
  /** The project's root. */
  cwd: string
  variables: Readonly<Record<string, string>>
  signal?: AbortSignal | undefined
  onOutput: (text: string) => void
}

/**
 * Runs a build command: its programs directly where it is plain, by a POSIX shell where it is not.
 *
 * @throws OcheError `BUILD_COMMAND_FAILED`, `BUILD_COMMAND_NOT_FOUND`, `SHELL_NOT_FOUND`
 */
export async function runCommand(request: CommandRequest): Promise<void> {
  const { line, cwd, variables, signal, onOutput } = request
  const env = { ...process.env, ...variables }
  for (const step of parseCommand(line, env) ?? [shellStep(line)]) {
    const tool = { file: step.file, args: step.args, cwd, env: { ...env, ...step.env } }
    const { ok, notFound, output, failure } = await runTool(tool, signal)
    if (notFound) throw programMissing(line, step.file)
    if (!ok) throw commandFailed(line, failure, output)
    if (output !== '') onOutput(output)
  }
}

function shellStep(line: string): Step {
  if (which('sh') !== undefined) return { env: {}, file: 'sh', args: ['-c', line] }
  throw new OcheError('SHELL_NOT_FOUND', `"build: ${line}" needs a POSIX shell (sh)`, {
    remedy: 'Write it without pipes, globs and lists, put it into a script, or install Git’s sh.',
  })
}

function programMissing(line: string, file: string): OcheError {
  return new OcheError('BUILD_COMMAND_NOT_FOUND', `"build: ${line}": there is no program ${file}`, {
    remedy: `Install ${file}, or correct "build:" in oche.yaml.`,
  })
}

function commandFailed(line: string, failure: string | undefined, output: string): OcheError {
  return new OcheError('BUILD_COMMAND_FAILED', `"build: ${line}" failed: ${failure}`, {
    remedy: 'Its own words are shown above; it must write an executable to $OCHE_OUT.',
    detail: output,
  })
}
