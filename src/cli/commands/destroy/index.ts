import { EXIT, OcheError } from '../../../core/errors.ts'
import {
  applyFunctionDestroy,
  nameIn,
  placeOf,
  planFunctionDestroy,
  type Place,
  type Plan,
  type PlannedRemoval,
} from '../../../deploy/index.ts'
import { planSharedRemoval } from './shared.ts'
import { agreement } from '../agreement.ts'
import { openAwsSession, placeText } from '../aws-session.ts'
import { allOf } from '../outcomes.ts'
import { orphansOf, removalHint } from '../orphans.ts'
import { changeText } from '../../output/changes.ts'
import { layerChanges, planLayerRemovals, pruneLayers } from '../layers.ts'
import { stageFlag } from '../stage-flag.ts'
import type { CommandContext } from '../context.ts'

interface Removal {
  place: Place
  plan: Plan
  /** By what it was found; undefined for another's. */
  anchor: PlannedRemoval['anchor'] | undefined
}

/** Another's function does not keep those of this project from being deleted. */
function foreignStays(thrown: unknown): { plan: Plan; anchor: undefined } {
  if (!(thrown instanceof OcheError) || thrown.code !== 'NOT_OURS') throw thrown
  const notes = [`${thrown.message}: it stays`]
  return { plan: { changes: [], steps: [], notes }, anchor: undefined }
}

/** Deletes what was deployed, after it was shown and agreed to. */
export async function run(context: CommandContext): Promise<number> {
  const { args, output, reporter } = context
  const project = context.loadProject()
  // A function that the configuration no longer has is known by its name alone.
  const names =
    args.positionals.length > 0 ? args.positionals : project.functions.map(({ name }) => name)
  const session = await openAwsSession(context, project)
  const { aws, account } = session
  const options = { aws, logs: args.has('logs') }
  const isAll = args.positionals.length === 0
  const planning = names.map(async (name): Promise<Removal> => {
    const place = placeOf(account, project, name)
    const removal = planFunctionDestroy({ ...options, place })
    return { place, ...(await (isAll ? removal.catch(foreignStays) : removal)) }
  })
  const [removals, orphans, layers] = await Promise.all([
    allOf(names, planning),
    isAll ? orphansOf(project, session, context) : [],
    isAll ? planLayerRemovals(project, session) : [],
  ])
  const shared = await planSharedRemoval({ project, names, isAll, removals, session }, context)
  const changes = [
    ...shared.changes,
    ...removals.flatMap(({ plan }) => plan.changes),
    ...layerChanges(layers),
  ]
  const going = removals.filter(({ plan }) => plan.changes.length > 0)
  const goingNames = [
    ...(shared.changes.length > 0 ? [`what functions of ${project.name} share`] : []),
    ...going.map(({ place }) => nameIn(place)),
    ...layers.map(({ name }) => name),
  ].join(', ')
  for (const note of removals.flatMap(({ plan }) => plan.notes)) reporter.warn(note)
  if (changes.length > 0) {
    reporter.info(`To be deleted in ${placeText(account, project)}:`)
    const say = args.has('yes') ? reporter.info : output.note
    for (const change of changes) say(`  ${changeText(change, output.style)}`)
    const answer = await agreement(
      'Delete?',
      `To delete without a question: oche destroy --yes${stageFlag(project)}`,
      context,
    )
    if (answer !== 'yes') {
      reporter.info('nothing was deleted')
      return answer === 'no' ? EXIT.ok : EXIT.sigint
    }
    await reporter.step(`deleting ${goingNames}`, async (progress) => {
      await shared.apply(progress)
      // One after the other: functions may share a bucket.
      const all: Promise<void>[] = []
      for (const { place, plan } of going) {
        all.push(applyFunctionDestroy({ ...options, place, progress }, plan))
        await Promise.allSettled(all)
      }
      await allOf(
        going.map(({ place }) => nameIn(place)),
        all,
      )
    })
    await pruneLayers(layers, aws, context)
  }
  if (output.json) output.resultJson({ deleted: changes, calls: aws.count })
  else output.result(changes.length > 0 ? `deleted: ${goingNames}` : 'nothing to delete')
  if (changes.length > 0 && !args.has('logs')) {
    reporter.info(
      `Log groups are kept; to delete them too: oche destroy --logs${stageFlag(project)}`,
    )
  }
  if (orphans.length > 0) {
    reporter.info(`Still deployed, and no longer in oche.yaml: ${removalHint(orphans, project)}`)
  }
  return EXIT.ok
}
