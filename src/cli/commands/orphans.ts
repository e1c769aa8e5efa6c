import type { Project } from '../../core/project.ts'
import { findOrphans, type Orphan, type Session } from '../../deploy/index.ts'
import { stageFlag } from './stage-flag.ts'
import type { CommandContext } from './context.ts'

/** Functions that the project has deployed and `oche.yaml` no longer has; told where nobody knows. */
export async function orphansOf(
  project: Project,
  { aws, account }: Session,
  { reporter }: CommandContext,
): Promise<Orphan[]> {
  const names = project.functions.map(({ name }) => name)
  const { found, failure } = await findOrphans(aws, account, project, names)
  if (failure !== undefined) {
    reporter.info(`functions that oche.yaml no longer has were not looked for: ${failure}`)
  }
  return found
}

/** @param which the functions to be deleted */
export function removalHint(which: readonly Orphan[], project: Project): string {
  const names = which.map(({ name }) => name).join(' ')
  return `oche destroy ${names}${stageFlag(project)}`
}
