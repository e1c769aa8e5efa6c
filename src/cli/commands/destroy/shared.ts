import type { Project } from '../../../core/project.ts'
import {
  afterFunctions,
  applyApplicationDestroy,
  gatewaysOf,
  GATEWAYS,
  groundOf,
  planApplication,
  planApplicationDestroy,
  type Change,
  type PlannedRemoval,
  type Session,
} from '../../../deploy/index.ts'
import { sharedSource } from '../shared.ts'
import type { CommandContext } from '../context.ts'

interface Going {
  project: Project
  /** Of the functions that go. */
  names: readonly string[]
  isAll: boolean
  removals: readonly { anchor: PlannedRemoval['anchor'] | undefined }[]
  session: Session
}

/** What goes, before the functions, of what they share. */
interface SharedRemoval {
  changes: readonly Change[]
  apply(progress: (message: string) => void): Promise<void>
}

/** All that functions share, or, where only some functions go, their part in it. */
export async function planSharedRemoval(
  { project, names, isAll, removals, session }: Going,
  context: CommandContext,
): Promise<SharedRemoval> {
  const { aws, account } = session
  const anchors = removals.flatMap(({ anchor }) => anchor ?? [])
  // Of a function that is gone already nobody knows what it had a part in, nor of one that oche.yaml
  // no longer has.
  const isUnknown = isAll || anchors.some((anchor) => anchor.function === undefined)
  const looked = isUnknown ? GATEWAYS : gatewaysOf(anchors)
  if (looked.length === 0) return { changes: [], apply: async () => {} }
  const logs = context.args.has('logs')
  if (isAll) {
    const mayBeDenied = gatewaysOf(anchors).length === 0
    const options = { aws, place: groundOf(account, project), looked, logs, mayBeDenied }
    const plan = await planApplicationDestroy(options)
    const { changes } = plan
    return {
      changes,
      apply: (progress) => applyApplicationDestroy({ ...options, progress }, plan),
    }
  }
  const staying = project.functions.filter(({ name }) => !names.includes(name))
  const source = sharedSource({ ...project, functions: staying }, [], session, context)
  const application = await planApplication({ aws }, { ...source, only: names }, looked)
  return {
    changes: application.planned.plan.changes,
    apply: (progress) => afterFunctions({ aws, progress }, application),
  }
}
