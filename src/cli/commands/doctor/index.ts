import { checkToolchains } from '../../../build/index.ts'
import type { Check } from '../../../core/check.ts'
import { EXIT } from '../../../core/errors.ts'
import { checkAccess } from '../../../deploy/index.ts'
import { connectionOptions } from '../aws-session.ts'
import { wrap } from '../../output/wrap.ts'
import type { Output } from '../../output/output.ts'
import type { CommandContext } from '../context.ts'

/** Says what is there and what is missing; exit status 1 where this project cannot be built. */
export async function run(context: CommandContext): Promise<number> {
  const { output, loadProject, signal } = context
  const project = loadProject()
  const [toolchains, access] = await Promise.all([
    checkToolchains(project),
    checkAccess(connectionOptions(context, project), signal),
  ])
  const checks = [...toolchains, ...access]
  if (output.json) {
    output.resultJson(checks)
  } else {
    for (const line of checks.flatMap((check) => checkLines(check, output))) output.result(line)
  }
  return checks.some(({ ok, required }) => required && !ok) ? EXIT.user : EXIT.ok
}

/** What is there, what is wrong with it, and below it what to do; the same as with `--json`. */
export function checkLines(
  { check, ok, found, remedy, required }: Check,
  { style, columns }: Pick<Output, 'style' | 'columns'>,
): string[] {
  const mark = ok ? style('green', '✓') : required ? style('red', '✗') : style('yellow', '-')
  const state = found ?? (ok ? '' : 'not found')
  const todo = remedy === undefined ? [] : wrap(remedy, columns - REMEDY.length)
  return [`${mark} ${check} ${state}`.trimEnd(), ...todo.map((text) => REMEDY + text)]
}

const REMEDY = '    '
