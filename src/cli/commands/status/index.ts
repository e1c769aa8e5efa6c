import { EXIT, OcheError } from '../../../core/errors.ts'
import { resolveEnvironment, selectFunctions, type FunctionConfig } from '../../../core/project.ts'
import { desire, readStatus, type Status } from '../../../deploy/index.ts'
import { openAwsSession } from '../aws-session.ts'
import { changeText } from '../../output/changes.ts'
import { versionLines } from '../../output/version-list.ts'
import type { CommandContext } from '../context.ts'

/** What is deployed, and where it differs from the configuration. */
export async function run(context: CommandContext): Promise<number> {
  const { args, output } = context
  const project = context.loadProject()
  const functions = selectFunctions(project, args.positionals)
  const environments = functions.map((fn) => knownEnvironment(fn, context))
  const { aws, account } = await openAwsSession(context)
  const all = await Promise.all(
    functions.map((fn, index) => {
      const environment = environments[index]
      return readStatus(aws, desire({ projectName: project.name, fn, environment, account }))
    }),
  )
  if (output.json) output.resultJson(all.length === 1 ? all[0] : { functions: all })
  else for (const status of all) show(status, account.region, context)
  return EXIT.ok
}

/** To see what is deployed takes no secret: without one the environment is not compared. */
function knownEnvironment(
  fn: FunctionConfig,
  { reporter }: CommandContext,
): Record<string, string> | undefined {
  try {
    return resolveEnvironment(fn)
  } catch (thrown) {
    if (!(thrown instanceof OcheError)) throw thrown
    reporter.warn(`${thrown.message}; the environment is not compared`)
    return undefined
  }
}

function show(status: Status, region: string, { output, reporter }: CommandContext): void {
  const { style } = output
  if (!status.deployed) {
    output.result(`${style('bold', status.name)} is not deployed in ${region}`)
    reporter.info('To deploy it: oche deploy')
    return
  }
  output.result(
    [
      style('bold', status.name),
      ...line('url', status.url),
      ...line('arn', status.arn),
      ...line('version', status.version && `${status.version}, alias ${status.alias}`),
      ...line('state', `${status.state}, ${status.arch ?? ''}`),
      ...line('deployed', status.lastDeploy),
      ...versionLines(status.versions, style).map((text) => `  ${text}`),
      ...(status.drift.length === 0
        ? line('drift', 'none: AWS has what the configuration says')
        : [...line('drift', ''), ...status.drift.map((one) => `    ${changeText(one, style)}`)]),
    ].join('\n'),
  )
  if (status.drift.length > 0)
    reporter.info('To make it what the configuration says: oche deploy --repair')
}

function line(label: string, text: string | undefined): string[] {
  return text === undefined ? [] : [`  ${label.padEnd(9)}${text}`]
}
