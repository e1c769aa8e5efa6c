import { checkToolchains } from '../../../build/index.ts'
import type { Check } from '../../../core/check.ts'
import { EXIT } from '../../../core/errors.ts'
import { checkAccess } from '../../../deploy/index.ts'
import { connectionOptions } from '../aws-session.ts'
import type { Output } from '../../output/output.ts'
import type { CommandContext } from '../context.ts'

/** Says what is there and what is missing; exit status 1 where this project cannot be built. */
export async function run(context: CommandContext): Promise<number> {
  const { output, loadProject, signal } = context
  const project = loadProject()
  const [toolchains, access] = await Promise.all([
    checkToolchains(project),
    checkAccess(connectionOptions(context), signal),
  ])
  const checks = [...toolchains, ...access]
  if (output.json) {
    output.resultJson(checks.map(({ required: _required, ...check }) => check))
  } else {
    for (const check of checks) output.result(line(check, output))
  }
  return checks.some(({ ok, required }) => required && !ok) ? EXIT.user : EXIT.ok
}

function line({ check, ok, found, remedy, required }: Check, { style }: Output): string {
  if (ok) return `${style('green', '✓')} ${check}${found === undefined ? '' : ` ${found}`}`
  const mark = required ? style('red', '✗') : style('yellow', '-')
  return `${mark} ${check} not found${remedy === undefined ? '' : `\n    ${remedy}`}`
}
