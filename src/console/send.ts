import { messageOf, OcheError, systemCode } from '../core/errors.ts'
import { runBatch, sendRequest, type HttpAnswer, type LocalLambda } from '../local/index.ts'
import type { BatchProgress, BatchToSend, EventToSend, RequestToSend } from './types.ts'

/** @throws OcheError as `LocalLambda.invoke` */
export async function sendEvent(
  lambda: LocalLambda,
  { function: name, event }: EventToSend,
  signal?: AbortSignal,
): Promise<boolean> {
  const { functionError } = await lambda.invoke(name, event, signal && { signal })
  return functionError === undefined
}

/** @throws OcheError `CONSOLE_REFUSED` where the function has no endpoint */
export function sendHttp(
  lambda: LocalLambda,
  { function: name, method, target, headers, body, encoding = 'utf8' }: RequestToSend,
  signal?: AbortSignal,
): Promise<HttpAnswer> {
  const url = endpointOf(lambda, name)
  return sendRequest(url, { method, target, headers, body: Buffer.from(body, encoding) }, signal)
}

/** @throws OcheError `CONSOLE_REFUSED` */
function endpointOf(lambda: LocalLambda, name: string): string {
  const url = lambda.urls[name]
  if (url !== undefined) return url
  throw new OcheError('CONSOLE_REFUSED', `${name} has no endpoint`, {
    remedy: 'Send it an event, or give it one: http: url',
  })
}

/** @throws OcheError `CONSOLE_REFUSED` where an endpoint is gone, or goes away before its answer ends */
export async function answered<T>(sending: Promise<T>): Promise<T> {
  try {
    return await sending
  } catch (cause) {
    if (systemCode(cause) === undefined) throw cause
    throw new OcheError('CONSOLE_REFUSED', `the endpoint did not answer: ${messageOf(cause)}`, {
      remedy: 'Send it again.',
      cause,
    })
  }
}

/**
 * What would fail as often as it is sent is refused before.
 *
 * @throws OcheError `CONSOLE_REFUSED`
 */
export function checkSendable(lambda: LocalLambda, what: BatchToSend['what']): void {
  if (what.type === 'request') return void endpointOf(lambda, what.function)
  try {
    if (what.event !== '') JSON.parse(what.event)
  } catch (cause) {
    throw new OcheError('CONSOLE_REFUSED', `the event is not JSON: ${messageOf(cause)}`, {
      remedy: 'Correct it.',
      cause,
    })
  }
}

/** How often a batch tells how far it is, in milliseconds. */
const TELLS = 100

/** @param tell last with `isOver` */
export async function sendBatch(
  lambda: LocalLambda,
  { what, count, concurrency }: BatchToSend,
  signal: AbortSignal,
  tell: (progress: BatchProgress) => void,
): Promise<void> {
  const send = () =>
    what.type === 'event'
      ? sendEvent(lambda, what)
      : sendHttp(lambda, what).then(({ status }) => status < 500)
  let told = { at: performance.now(), count: 0 }
  const progress = (
    { sent, failed, durationsMs }: { sent: number; failed: number; durationsMs: number[] },
    isOver: boolean,
  ) => {
    tell({ sent, failed, of: count, durationsMs: durationsMs.slice(told.count), isOver })
    told = { at: performance.now(), count: durationsMs.length }
  }
  const result = await runBatch(send, {
    count,
    concurrency,
    signal,
    onProgress: (now) => {
      if (performance.now() - told.at >= TELLS) progress(now, false)
    },
  })
  progress(result, true)
}
