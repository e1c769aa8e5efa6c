import { EXIT } from '../../../core/errors.ts'
import { applyFunctionDestroy, planFunctionDestroy, type Planned } from '../../../deploy/index.ts'
import { openAwsSession } from '../aws-session.ts'
import { agreement } from './agreement.ts'
import { changeText } from '../../output/changes.ts'
import type { CommandContext } from '../context.ts'

/** Deletes what was deployed, after it was shown and agreed to. */
export async function run(context: CommandContext): Promise<number> {
  const { args, output, reporter } = context
  const project = context.loadProject()
  // A function that the configuration no longer has is known by its name alone.
  const names =
    args.positionals.length > 0 ? args.positionals : project.functions.map(({ name }) => name)
  const { aws, account } = await openAwsSession(context)
  const options = { aws, account, projectName: project.name, logs: args.has('logs') }
  const planned = await Promise.all(
    names.map((functionName) => planFunctionDestroy({ ...options, functionName })),
  )
  const changes = planned.flatMap(({ plan }) => plan.changes)
  for (const note of planned.flatMap(({ plan }) => plan.notes)) reporter.warn(note)
  if (changes.length > 0) {
    reporter.info(`To be deleted in account ${account.id}, ${account.region}:`)
    const say = args.has('yes') ? reporter.info : output.note
    for (const change of changes) say(`  ${changeText(change, output.style)}`)
    const answer = await agreement(context)
    if (answer !== 'yes') {
      reporter.info('nothing was deleted')
      return answer === 'no' ? EXIT.ok : EXIT.sigint
    }
    await reporter.step(`deleting ${names.join(', ')}`, (update) =>
      destroyAll(planned, (functionName, one) =>
        applyFunctionDestroy({ ...options, functionName, progress: update }, one),
      ),
    )
  }
  if (output.json) output.resultJson({ deleted: changes, calls: aws.count })
  else output.result(changes.length > 0 ? `deleted: ${names.join(', ')}` : 'nothing to delete')
  if (changes.length > 0 && !args.has('logs')) {
    reporter.info('Log groups are kept; to delete them too: oche destroy --logs')
  }
  return EXIT.ok
}

/** One after the other: functions may share a bucket. */
async function destroyAll(
  planned: readonly Planned[],
  destroy: (functionName: string, planned: Planned) => Promise<void>,
): Promise<void> {
  for (const one of planned) await destroy(one.desired.name, one)
}
