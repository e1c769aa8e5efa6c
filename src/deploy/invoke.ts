import type { Aws } from './aws/aws.ts'
import { ALIAS } from './names.ts'

export interface RemoteInvocation {
  payload: Uint8Array
  /** Set where the function failed; the payload says how. */
  functionError: string | undefined
  /** The last 4 KB of the invocation's log. */
  logTail: string
  version: string | undefined
}

/** Invokes the deployed function by its alias and waits for the answer. */
export async function invokeRemote(
  aws: Aws,
  functionName: string,
  payload: string | Uint8Array,
): Promise<RemoteInvocation> {
  const answer = await aws.call('lambda:Invoke', {
    FunctionName: functionName,
    Qualifier: ALIAS,
    LogType: 'Tail',
    Payload: typeof payload === 'string' ? Buffer.from(payload) : payload,
  })
  return {
    payload: answer.Payload ?? new Uint8Array(),
    functionError: answer.FunctionError,
    logTail: Buffer.from(answer.LogResult ?? '', 'base64').toString('utf8'),
    version: answer.ExecutedVersion,
  }
}
