import { responseTooLargeError } from '../../contract/function-error.ts'
import { limits } from '../../contract/limits.ts'
import type { Answer, StreamAnswer, WholeAnswer } from './invocation.ts'

/** For an invoker that does not stream: a streamed answer is read to its end. */
export function wholeAnswer(answer: Answer): WholeAnswer | Promise<WholeAnswer> {
  return answer.kind === 'stream' ? collect(answer) : answer
}

async function collect(answer: StreamAnswer): Promise<WholeAnswer> {
  const chunks: Buffer[] = []
  for await (const chunk of chunksOf(answer, limits.invokeResponseBytes)) chunks.push(chunk)
  const error = await answer.failure
  return error === undefined
    ? { kind: 'payload', payload: Buffer.concat(chunks) }
    : { kind: 'error', payload: Buffer.from(JSON.stringify(error)) }
}

/** An answer that nobody takes any more: what still comes of it is read, so that the function can go on. */
export async function dropAnswer(answer: Answer): Promise<void> {
  if (answer.kind !== 'stream') return
  const chunks = chunksOf(answer)
  while (!(await chunks.next()).done);
}

/**
 * What comes before the function's connection ends, in whatever way it ends. Beyond the limit the
 * answer has failed; the rest is read, so that the function can go on.
 */
export async function* chunksOf(
  { body, fail }: Pick<StreamAnswer, 'body' | 'fail'>,
  limit: number = limits.streamedResponseBytes,
): AsyncGenerator<Buffer> {
  let length = 0
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length <= limit) yield chunk
      else fail(responseTooLargeError(limit))
    }
  } catch {
    // Cut off: the failure of the answer tells why.
  }
}
