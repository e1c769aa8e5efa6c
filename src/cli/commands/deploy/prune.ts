import type { Project } from '../../../core/project.ts'
import {
  applyFunctionDestroy,
  placeOf,
  planFunctionDestroy,
  type Change,
  type Orphan,
  type Place,
  type PlannedRemoval,
  type Session,
} from '../../../deploy/index.ts'
import { orphansOf, removalHint } from '../orphans.ts'
import { stageFlag } from '../stage-flag.ts'
import type { CommandContext } from '../context.ts'

/** A function that `oche.yaml` no longer has, and what `--prune` would delete of it. */
export interface Pruning {
  orphan: Orphan
  place: Place
  /** Undefined without `--prune`. */
  removal: PlannedRemoval | undefined
}

export async function planPruning(
  project: Project,
  session: Session,
  context: CommandContext,
): Promise<Pruning[]> {
  const { aws, account } = session
  const orphans = await orphansOf(project, session, context)
  return Promise.all(
    orphans.map(async (orphan): Promise<Pruning> => {
      const place = placeOf(account, project, orphan.name)
      const prunes = context.args.has('prune')
      const removal = prunes ? await planFunctionDestroy({ aws, place }) : undefined
      return { orphan, place, removal }
    }),
  )
}

/** Functions that stay, though `oche.yaml` no longer has them. */
export function keptOf(all: readonly Pruning[]): Orphan[] {
  return all.filter(({ removal }) => removal === undefined).map(({ orphan }) => orphan)
}

/** By which command they would go. */
export function showKept(
  all: readonly Pruning[],
  project: Project,
  { reporter }: CommandContext,
): void {
  const kept = keptOf(all)
  if (kept.length === 0) return
  const names = kept.map(({ name }) => name).join(', ')
  reporter.warn(`deployed, and no longer in oche.yaml: ${names}`)
  reporter.info(
    `To delete it: ${removalHint(kept, project)}, or: oche deploy --prune${stageFlag(project)}`,
  )
}

/** One after the other: functions may share a bucket. */
export async function applyPruning(
  all: readonly Pruning[],
  { aws }: Session,
  { output, reporter }: CommandContext,
): Promise<void> {
  for (const { orphan, place, removal } of all) {
    if (removal === undefined) continue
    await reporter.step(`deleting ${orphan.name}`, (progress) =>
      applyFunctionDestroy({ aws, place, progress }, removal.plan),
    )
    if (!output.json) output.result(`deleted: ${orphan.name}`)
  }
}

/** As it stands in the JSON of a deploy. */
export function pruningJson(all: readonly Pruning[]): (Orphan & { changes: Change[] })[] {
  return all.map(({ orphan, removal }) => ({ ...orphan, changes: removal?.plan.changes ?? [] }))
}
