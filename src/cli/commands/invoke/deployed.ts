import type { FunctionConfig, Project } from '../../../core/project.ts'
import { invokeRemote } from '../../../deploy/index.ts'
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
  const session = await openAwsSession(context)
  const place = { ...session, projectName: project.name, functionName: fn.name }
  const { payload, functionError, logTail } = await invokeRemote(place, event)
  const logs = logTail.split('\n').filter((line) => line !== '')
  return { payload, failed: functionError !== undefined, logs }
}
