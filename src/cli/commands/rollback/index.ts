import { EXIT } from '../../../core/errors.ts'
import { listVersions, placeOf, rollback } from '../../../deploy/index.ts'
import { openAwsSession } from '../aws-session.ts'
import { oneFunction } from '../../arguments/one-function.ts'
import { versionLines } from '../../output/version-list.ts'
import { stageFlag } from '../stage-flag.ts'
import type { CommandContext } from '../context.ts'

/** Points the alias to an earlier version, or lists what there is. */
export async function run(context: CommandContext): Promise<number> {
  const { args, output, reporter } = context
  const project = context.loadProject()
  const [version] = args.positionals
  const chosen = args.text('function')
  const fn = oneFunction(project, chosen === undefined ? [] : [chosen], (name) =>
    `oche rollback ${version ?? ''} --function ${name}`.replace('  ', ' '),
  )
  const { aws, account } = await openAwsSession(context, project)
  const place = placeOf(account, project, fn.name)
  if (version === undefined) {
    const versions = await listVersions(aws, place)
    if (output.json) output.resultJson({ versions })
    else {
      for (const line of versionLines(versions, output.style)) output.result(line)
      reporter.info(`\nTo go back to one: oche rollback <version>${stageFlag(project)}`)
    }
    return EXIT.ok
  }
  const from = await reporter.step(`moving ${fn.name} to version ${version}`, () =>
    rollback(aws, place, version),
  )
  if (output.json) output.resultJson({ name: fn.name, from: from ?? null, to: version })
  else if (from === version) output.result(`${fn.name}: version ${version} serves already`)
  else output.result(`${fn.name}: version ${version} serves, before it ${from ?? 'none'}`)
  return EXIT.ok
}
