import { ALIAS } from './names.ts'
import { notDeployed, type FunctionPlace } from './rollback.ts'

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
  place: FunctionPlace,
  payload: Uint8Array,
): Promise<RemoteInvocation> {
  const answer = await place.aws.find('lambda:Invoke', {
    FunctionName: place.functionName,
    Qualifier: ALIAS,
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
