import type { Endpoint } from '../../contract/http/endpoint.ts'
import { within } from '../../core/within.ts'
import type { Answer, Invocation } from '../invocation/invocation.ts'
import { dropAnswer, wholeAnswer } from '../invocation/read-answer.ts'

/** How a route waits. */
interface AnsweringRoute {
  endpoint: Pick<Endpoint, 'timeoutMs'>
  streaming: boolean
}

/**
 * What the function answered, whole unless the endpoint streams; undefined where the endpoint stops
 * waiting. The invocation goes on then, and what it still answers is dropped.
 */
export async function awaitAnswer(
  { endpoint: { timeoutMs }, streaming }: AnsweringRoute,
  { answer }: Invocation,
): Promise<Answer | undefined> {
  const awaited: Promise<Answer> = streaming ? answer : answer.then(wholeAnswer)
  if (timeoutMs === undefined) return awaited
  const inTime = await within(timeoutMs, awaited)
  if (inTime === undefined) void awaited.then(dropAnswer)
  return inTime
}
