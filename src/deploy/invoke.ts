import type { Aws } from './aws/aws.ts'
import { qualified, type Place } from './model/place.ts'
import { notDeployed } from './rollback.ts'

export interface RemoteInvocation {
  payload: Uint8Array
  /** Set where the function failed; the payload says how. */
  functionError: string | undefined
  /** The last 4 KB of the invocation's log. */
  logTail: string
  version: string | undefined
}

/**
 * Invokes the deployed function by its alias and waits for the answer.
 *
 * @throws OcheError `NOT_DEPLOYED`
 */
export async function invokeRemote(
  aws: Aws,
  place: Place,
  payload: Uint8Array,
): Promise<RemoteInvocation> {
  const answer = await aws.find('lambda:Invoke', {
    ...qualified(place),
    LogType: 'Tail',
    Payload: payload,
  })
  if (answer === undefined) throw notDeployed(place)
  return {
    payload: answer.Payload ?? new Uint8Array(),
    functionError: answer.FunctionError,
    logTail: Buffer.from(answer.LogResult ?? '', 'base64').toString('utf8'),
    version: answer.ExecutedVersion,
  }
}
