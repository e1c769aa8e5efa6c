import { createInterface } from 'node:readline/promises'
import { EXIT } from '../../../core/errors.ts'
import { applyFunctionDestroy, planFunctionDestroy, type Planned } from '../../../deploy/index.ts'
import { usageError } from '../../arguments/usage-error.ts'
import { openAwsSession } from '../aws-session.ts'
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
    if (!(await isAgreed(context))) return EXIT.ok
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

/** @throws OcheError `USAGE` where nobody can be asked */
async function isAgreed({ args, output, stdin, signal }: CommandContext): Promise<boolean> {
  if (args.has('yes')) return true
  if (!(stdin as { isTTY?: boolean }).isTTY || output.json) {
    throw usageError('nobody can be asked here', 'To delete without a question: oche destroy --yes')
  }
  const asking = createInterface({ input: stdin, output: output.noteStream })
  try {
    const answer = await asking.question('Delete? [y/N] ', { signal })
    return /^y(es)?$/i.test(answer.trim())
  } finally {
    asking.close()
  }
}
