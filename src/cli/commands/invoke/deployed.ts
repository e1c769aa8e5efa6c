import type { FunctionConfig, Project } from '../../../core/project.ts'
import { invokeRemote, placeOf } from '../../../deploy/index.ts'
import { openAwsSession } from '../aws-session.ts'
import type { CommandContext } from '../context.ts'
import type { Answer } from './answer.ts'

/** Sends the event to the deployed function, by its alias; the tail of its log comes back with it. */
export async function invokeDeployed(
  project: Project,
  fn: FunctionConfig,
  event: Uint8Array,
  context: CommandContext,
): Promise<Answer> {
  const { aws, account } = await openAwsSession(context, project)
  const place = placeOf(account, project, fn.name)
  const { payload, functionError, logTail } = await invokeRemote(aws, place, event)
  const logs = logTail.split('\n').filter((line) => line !== '')
  return { payload, failed: functionError !== undefined, logs }
}
