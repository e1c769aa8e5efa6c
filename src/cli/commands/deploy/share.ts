import { OcheError } from '../../../core/errors.ts'
import {
  afterFunctions,
  beforeFunctions,
  planApplication,
  type ApplicationSource,
  type PlannedApplication,
  type Session,
} from '../../../deploy/index.ts'
import type { CommandContext } from '../context.ts'

interface Sharing {
  aws: Session['aws']
  adopt: boolean
  thorough: boolean
}

/** What functions share: the API itself before them, what is in it after. */
export async function applyShared(
  when: 'before' | 'after',
  application: PlannedApplication,
  sharing: Sharing,
  { reporter }: CommandContext,
): Promise<void> {
  if (application.planned.plan.steps.length === 0) return
  const carryOut = when === 'before' ? beforeFunctions : afterFunctions
  await reporter.step('deploying what functions share', (progress) =>
    carryOut({ ...sharing, progress }, application),
  )
}

interface Outcome {
  /** Of all that were to be deployed. */
  names: readonly string[]
  failed: readonly string[]
  /** Functions that oche.yaml no longer has were to be deleted. */
  left: boolean
}

/** Where a function has failed its part waits for it, and nothing else. */
export async function applySharedOf(
  { names, failed, left }: Outcome,
  { application, source }: { application: PlannedApplication; source: ApplicationSource },
  sharing: Sharing,
  context: CommandContext,
): Promise<void> {
  const { reporter } = context
  const isShared = application.planned.plan.steps.length > 0
  const only = names.filter((name) => !failed.includes(name))
  if (isShared && only.length > 0) {
    try {
      const ofOthers = await planApplication(sharing, { ...source, only }, application.looked)
      await applyShared('after', ofOthers, sharing, context)
    } catch (thrown) {
      if (!(thrown instanceof OcheError)) throw thrown
      reporter.warn(`what functions share: ${thrown.message}`)
    }
  }
  const waiting = [
    ...(isShared ? [`what ${failed.join(', ')} shares with others`] : []),
    ...(left ? ['deleting what oche.yaml no longer has'] : []),
  ]
  if (waiting.length > 0) reporter.warn(`left for the next run: ${waiting.join('; ')}`)
}
