import type { FunctionConfig, Project } from '../../core/project.ts'
import { LATER, type Hidden, type RemoteValues } from '../../core/references.ts'
import {
  remoteReferencesOf,
  resolveEnvironment,
  resolveFunctionReferences,
  sourcesOf,
} from '../../core/resolve-function.ts'
import { readReferences, type Session } from '../../deploy/index.ts'
import type { CommandContext } from './context.ts'

/** A function with every reference replaced by what it stands for. */
export interface FilledIn {
  fn: FunctionConfig
  environment: Record<string, string>
  hidden: Hidden[]
}

/**
 * What is wrong with references is told before AWS is asked, as far as it can be known by then.
 *
 * @throws OcheError as `resolveEnvironment` and `resolveFunctionReferences`
 */
export function checkReferences(
  functions: readonly FunctionConfig[],
  project: Project,
  { env }: CommandContext,
): void {
  for (const fn of functions) fillIn(fn, project, env, LATER)
}

/**
 * Reads what references name and fills it in. Nothing of AWS's answers is in the session's errors
 * from then on.
 *
 * @throws OcheError `REFERENCE_MISSING`, and as `checkReferences`
 */
export async function filledIn(
  functions: readonly FunctionConfig[],
  project: Project,
  session: Session,
  context: CommandContext,
): Promise<{ all: FilledIn[]; session: Session }> {
  const references = functions.flatMap(remoteReferencesOf)
  const remote = references.length === 0 ? undefined : await readReferences(session.aws, references)
  const all = functions.map((fn) => fillIn(fn, project, context.env, remote))
  return { all, session: hidingSession(session, all) }
}

function fillIn(
  fn: FunctionConfig,
  project: Project,
  env: NodeJS.ProcessEnv,
  remote: RemoteValues | undefined,
): FilledIn {
  const sources = sourcesOf(project, env, remote)
  const hidden: Hidden[] = []
  const environment = resolveEnvironment(fn, sources, hidden)
  const resolved = resolveFunctionReferences(fn, sources, 'deploy')
  return { fn: resolved.fn, environment, hidden: [...hidden, ...resolved.hidden] }
}

/** The same session, whose errors do not show what references stand for. */
export function hidingSession(
  session: Session,
  all: readonly { hidden: readonly Hidden[] }[],
): Session {
  const values = all.flatMap(({ hidden }) => hidden.map(({ value }) => value))
  return { ...session, aws: session.aws.hiding(values) }
}
