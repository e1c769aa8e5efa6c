import type { Project } from '../../../core/project.ts'
import type { Change } from '../../../deploy/index.ts'
import { agreement } from '../agreement.ts'
import type { CommandContext } from '../context.ts'

/** What is only a record of earlier deploys: it goes as newer ones come. */
const RECORDS: ReadonlySet<string> = new Set(['version', 'layer version'])

/** A difference of a setting has a path: tags, variables, shares. */
const SETTING = /^(tags|environment|weight of)\b/

/** Whether something that serves goes, or is made anew. */
export function takesAway({ action, resource, path = '' }: Change): boolean {
  const goes = action === 'delete' || action === 'replace'
  return goes && !RECORDS.has(resource) && !SETTING.test(path)
}

/**
 * Asks before something of a stage is deleted or replaced.
 *
 * @throws OcheError `USAGE` where nobody can be asked
 */
export async function consent(
  { stage }: Pick<Project, 'stage'>,
  taken: readonly Change[],
  context: CommandContext,
): Promise<'yes' | 'no' | 'left'> {
  if (stage === undefined || taken.length === 0) return 'yes'
  const what = taken.length === 1 ? '1 thing' : `${taken.length} things`
  return agreement(
    `Deploy to ${stage}, which deletes or replaces ${what}?`,
    `It deletes or replaces ${what} of the stage ${stage}. To do that without a question: oche deploy --yes --stage ${stage}`,
    context,
  )
}
