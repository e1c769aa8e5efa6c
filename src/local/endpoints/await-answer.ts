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
export function awaitAnswer(
  { endpoint: { timeoutMs }, streaming }: AnsweringRoute,
  { answer }: Invocation,
): Promise<Answer | undefined> {
  const awaited: Promise<Answer> = streaming ? answer : answer.then(wholeAnswer)
  return timeoutMs === undefined ? awaited : inTime(timeoutMs, awaited)
}

async function inTime(timeoutMs: number, awaited: Promise<Answer>): Promise<Answer | undefined> {
  const answer = await within(timeoutMs, awaited)
  if (answer === undefined) void awaited.then(dropAnswer)
  return answer
}
