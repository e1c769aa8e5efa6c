import { EXIT, OcheError } from '../../../core/errors.ts'
import {
  resolveEnvironment,
  selectFunctions,
  type FunctionConfig,
  type Project,
} from '../../../core/project.ts'
import { desire, readStatus, type Status } from '../../../deploy/index.ts'
import { openAwsSession } from '../aws-session.ts'
import { statusLines } from './lines.ts'
import type { CommandContext } from '../context.ts'

/** What is deployed, and where it differs from the configuration. */
export async function run(context: CommandContext): Promise<number> {
  const { args, output } = context
  const project = context.loadProject()
  const functions = selectFunctions(project, args.positionals)
  const environments = functions.map((fn) => knownEnvironment(fn, project, context))
  const { aws, account } = await openAwsSession(context)
  const all = await Promise.all(
    functions.map((fn, index) => {
      const environment = environments[index]
      const place = { account, project: project.name, function: fn.name }
      return readStatus(aws, desire({ place, fn, environment }))
    }),
  )
  if (output.json) output.resultJson(statusJson(all))
  else for (const status of all) show(status, account.region, context)
  return EXIT.ok
}

/** Of one function as of several. */
function statusJson(functions: readonly Status[]): object {
  const versions = functions.flatMap(({ name, versions: own }) =>
    own.map((version) => ({ function: name, ...version })),
  )
  return { functions, versions }
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
  if (!status.deployed) reporter.info('To deploy it: oche deploy')
  else if (status.drift.length > 0) {
    reporter.info('To make it what the configuration says: oche deploy --repair')
  }
}
