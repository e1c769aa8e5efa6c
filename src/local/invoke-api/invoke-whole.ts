import type { FunctionError } from '../../contract/function-error.ts'
import { limits } from '../../contract/limits.ts'
import { abortable } from '../../core/abortable.ts'
import { OcheError } from '../../core/errors.ts'
import type { InvokeOptions, InvokeResult } from '../types.ts'
import { EMPTY_EVENT, jsonFault } from './payload.ts'
import type { Lambda } from '../functions/lambda.ts'
import type { WholeAnswer } from '../invocation/invocation.ts'
import { wholeAnswer } from '../invocation/read-answer.ts'

/**
 * One invocation with everything that is to be known of it.
 *
 * @throws OcheError `FUNCTION_UNKNOWN`, `FUNCTION_THROTTLED`, `LOCAL_CLOSED`, `EVENT_TOO_LARGE`,
 *   `EVENT_NOT_JSON`
 */
export async function invokeWhole(
  lambda: Lambda,
  called: string,
  payload: string | Uint8Array,
  { signal, ...options }: InvokeOptions = {},
): Promise<InvokeResult> {
  signal?.throwIfAborted()
  const functionName = lambda.nameOf(called)
  if (!lambda.has(functionName, options.qualifier)) {
    const arn = lambda.arn(functionName, options.qualifier)
    throw new OcheError('FUNCTION_UNKNOWN', `there is no function ${arn} here`, {
      remedy: 'Check its name, and the qualifier: $LATEST, 1 and live exist locally.',
    })
  }
  const invocation = lambda.prepare(functionName, {
    ...options,
    payload: eventOf(payload),
    keepsLog: true,
  })
  const rejection = await lambda.invoke(functionName, invocation)
  if (rejection?.reason === 'throttled') {
    throw new OcheError('FUNCTION_THROTTLED', `${functionName} runs as often as it may`, {
      remedy: 'Raise reservedConcurrency, or wait for an invocation to end.',
    })
  }
  if (rejection?.reason === 'closed') {
    throw new OcheError('LOCAL_CLOSED', 'the local Lambda is closed')
  }
  const answer = await abortable(signal, invocation.answer.then(wholeAnswer))
  await abortable(signal, invocation.completed)
  return {
    requestId: invocation.request.requestId,
    payload: answer.payload,
    ...(answer.kind === 'error' && { functionError: 'Unhandled', ...parsedError(answer) }),
    logs: invocation.logs,
    coldStart: invocation.coldStart,
    durationMs: invocation.durationMs,
  }
}

/** What Lambda would take: nothing is an empty object. */
function eventOf(payload: string | Uint8Array): Buffer {
  if (typeof payload !== 'string' && !(payload instanceof Uint8Array)) {
    const message = `the event is ${typeof payload === 'object' ? 'an object' : typeof payload}, not text`
    throw new OcheError('EVENT_NOT_JSON', message, { remedy: 'Send it through JSON.stringify.' })
  }
  const event = payload.length === 0 ? EMPTY_EVENT : Buffer.from(payload)
  if (event.length > limits.invokeRequestBytes) {
    const message = `the event has ${event.length} bytes; Lambda takes ${limits.invokeRequestBytes} and answers with 413 then`
    throw new OcheError('EVENT_TOO_LARGE', message, {
      remedy: 'Send less: pass a reference, such as the key of an object in S3.',
    })
  }
  const malformed = jsonFault(event)
  if (malformed === undefined) return event
  const message = `the event is not JSON: ${malformed}; Lambda answers with 400 then`
  throw new OcheError('EVENT_NOT_JSON', message, { remedy: 'Send it through JSON.stringify.' })
}

function parsedError({ payload }: WholeAnswer): { error?: FunctionError } {
  try {
    return { error: JSON.parse(payload.toString()) as FunctionError }
  } catch {
    return {}
  }
}
