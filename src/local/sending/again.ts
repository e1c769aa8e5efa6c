import { OcheError } from '../../core/errors.ts'
import type { RecordedBody, RecordedInvocation } from '../recording/types.ts'
import type { LocalLambda } from '../types.ts'
import { sendRequest } from './http.ts'

/**
 * Sends what was recorded once more, as it was: a request to the endpoint that it came to, an event to
 * its function. What comes of it is recorded in turn.
 *
 * @example await sendAgain(lambda, recording.find(requestId)!)
 * @throws OcheError `RECORDING_GONE` where not all of it is there; as `LocalLambda.invoke`
 */
export async function sendAgain(lambda: LocalLambda, recorded: RecordedInvocation): Promise<void> {
  const { request, event, via } = recorded
  if (via === 'http' && request !== undefined) {
    const url = lambda.urls[recorded.function] ?? request.origin
    const { method, target, headers } = request
    const body = request.body === undefined ? new Uint8Array() : bytesOf(request.body)
    await sendRequest(url, { method, target, headers, body })
    return
  }
  if (event === undefined) throw gone()
  await lambda.invoke(recorded.function, bytesOf(event))
}

/** @throws OcheError `RECORDING_GONE` where the rest is not kept */
function bytesOf({ text, encoding, isCut }: RecordedBody): Buffer {
  if (isCut) throw gone()
  return Buffer.from(text, encoding)
}

function gone(): OcheError {
  return new OcheError('RECORDING_GONE', 'not all of that invocation is kept any more', {
    remedy: 'Send a newer one: bodies of the newest 1,000 invocations are kept, 64 MB at most.',
  })
}
