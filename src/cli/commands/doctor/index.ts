import { checkToolchains } from '../../../build/index.ts'
import type { Check } from '../../../core/check.ts'
import { EXIT } from '../../../core/errors.ts'
import { checkAws } from './aws.ts'
import type { Output } from '../../output/output.ts'
import type { CommandContext } from '../context.ts'

/** Says what is there and what is missing; exit status 1 where this project cannot be built. */
export async function run({ output, env, args, loadProject }: CommandContext): Promise<number> {
  const project = loadProject()
  const checks = [
    ...(await checkToolchains(project)),
    ...checkAws(env, { region: args.text('region'), profile: args.text('profile') }),
  ]
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
