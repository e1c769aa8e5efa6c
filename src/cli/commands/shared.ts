import { OcheError } from '../../core/errors.ts'
import type { FunctionConfig, Project } from '../../core/project.ts'
import { resolveReferences, type ReferenceSources } from '../../core/references.ts'
import { resolveFunctionReferences, sourcesOf } from '../../core/resolve-function.ts'
import { groundOf, type ApplicationSource, type Session } from '../../deploy/index.ts'
import type { CommandContext } from './context.ts'

/**
 * What the project's functions share, whichever of them a command is about.
 *
 * @param resolved those that it is about
 */
export function sharedSource(
  project: Project,
  resolved: readonly { fn: FunctionConfig }[],
  { account }: Session,
  context: CommandContext,
): ApplicationSource {
  const sources = sourcesOf(project, context.env)
  const functions = project.functions.map(
    (fn) => resolved.find((one) => one.fn.name === fn.name)?.fn ?? asFarAsKnown(fn, sources),
  )
  const isAll = resolved.length === project.functions.length
  return {
    place: groundOf(account, project),
    api: resolveReferences(project.api, 'api', undefined, sources),
    functions,
    ...(!isAll && { only: resolved.map(({ fn }) => fn.name) }),
  }
}

/** What a function that the command is not about refers to need not be there. */
function asFarAsKnown(fn: FunctionConfig, sources: ReferenceSources): FunctionConfig {
  try {
    return resolveFunctionReferences(fn, sources, 'deploy').fn
  } catch (thrown) {
    if (thrown instanceof OcheError) return fn
    throw thrown
  }
}
