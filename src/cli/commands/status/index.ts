import { EXIT, OcheError } from '../../../core/errors.ts'
import { selectFunctions, type FunctionConfig, type Project } from '../../../core/project.ts'
import { resolveEnvironment, resolveFunctionReferences } from '../../../core/resolve-function.ts'
import { desire, readStatus, type Orphan, type Status } from '../../../deploy/index.ts'
import { hidingSession, openAwsSession } from '../aws-session.ts'
import { allOf } from '../outcomes.ts'
import { orphansOf, removalHint } from '../orphans.ts'
import { orphanLines, statusLines } from './lines.ts'
import type { CommandContext } from '../context.ts'

/** What is deployed, and where it differs from the configuration. */
export async function run(context: CommandContext): Promise<number> {
  const { args, output } = context
  const project = context.loadProject()
  const functions = selectFunctions(project, args.positionals)
  const environments = functions.map((fn) => knownEnvironment(fn, project, context))
  const resolved = functions.map((fn) =>
    resolveFunctionReferences(fn, [context.env, project.envFile.variables], 'deploy'),
  )
  const session = hidingSession(await openAwsSession(context), resolved)
  const { aws, account } = session
  const reading = resolved.map(({ fn, hidden }, index) => {
    const environment = environments[index]
    const place = { account, project: project.name, function: fn.name }
    return readStatus(aws, desire({ place, fn, environment, hidden }))
  })
  const names = functions.map(({ name }) => name)
  const [all, orphans] = await Promise.all([
    allOf(names, reading),
    args.positionals.length > 0 ? [] : orphansOf(project, session, context),
  ])
  if (output.json) output.resultJson(statusJson(all, orphans))
  else {
    for (const status of all) show(status, account.region, context)
    for (const line of orphans.flatMap((one) => orphanLines(one, output.style))) output.result(line)
    if (orphans.length > 0) {
      context.reporter.info(`To delete what oche.yaml no longer has: ${removalHint(orphans)}`)
    }
  }
  return EXIT.ok
}

/** Of one function as of several. */
function statusJson(functions: readonly Status[], orphans: readonly Orphan[]): object {
  const versions = functions.flatMap(({ name, versions: own }) =>
    own.map((version) => ({ function: name, ...version })),
  )
  return { functions, versions, orphans }
}

/** To see what is deployed takes no secret: without one the environment is not compared. */
function knownEnvironment(
  fn: FunctionConfig,
  { envFile }: Project,
  { env, reporter }: CommandContext,
): Record<string, string> | undefined {
  try {
    return resolveEnvironment(fn, [env, envFile.variables])
  } catch (thrown) {
    if (!(thrown instanceof OcheError)) throw thrown
    reporter.warn(`${thrown.message}; the environment is not compared`)
    return undefined
  }
}

function show(status: Status, region: string, { output, reporter }: CommandContext): void {
  for (const line of statusLines(status, region, output.style)) output.result(line)
  if (status.foreign !== undefined) return
  if (!status.deployed) reporter.info('To deploy it: oche deploy')
  else if (status.drift.length > 0) {
    reporter.info('To make it what the configuration says: oche deploy --repair')
  }
}
