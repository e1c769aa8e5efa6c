import type { Project } from '../../core/project.ts'
import { findOrphans, type Orphan, type Session } from '../../deploy/index.ts'
import type { CommandContext } from './context.ts'

/** Functions that the project has deployed and `oche.yaml` no longer has; told where nobody knows. */
export async function orphansOf(
  project: Project,
  { aws, account }: Session,
  { reporter }: CommandContext,
): Promise<Orphan[]> {
  const names = project.functions.map(({ name }) => name)
  const { found, failure } = await findOrphans(aws, { account, project: project.name }, names)
  if (failure !== undefined) {
    reporter.info(`functions that oche.yaml no longer has were not looked for: ${failure}`)
  }
  return found
}

/** @param which the functions to be deleted */
export function removalHint(which: readonly Orphan[]): string {
  return `oche destroy ${which.map(({ name }) => name).join(' ')}`
}
