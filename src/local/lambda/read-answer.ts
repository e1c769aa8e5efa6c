import type { Readable } from 'node:stream'
import { responseTooLargeError } from '../../contract/function-error.ts'
import { limits } from '../../contract/limits.ts'
import type { Answer, StreamAnswer, WholeAnswer } from './invocation.ts'

/** For an invoker that does not stream: a streamed answer is read to its end. */
export function wholeAnswer(answer: Answer): WholeAnswer | Promise<WholeAnswer> {
  return answer.kind === 'stream' ? collect(answer) : answer
}

async function collect({ body, failure }: StreamAnswer): Promise<WholeAnswer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of chunksOf(body)) {
    length += chunk.length
    if (length <= limits.invokeResponseBytes) chunks.push(chunk)
    else chunks.length = 0
  }
  const error =
    (await failure) ??
    (length > limits.invokeResponseBytes
      ? responseTooLargeError(limits.invokeResponseBytes)
      : undefined)
  return error === undefined
    ? { kind: 'payload', payload: Buffer.concat(chunks) }
    : { kind: 'error', payload: Buffer.from(JSON.stringify(error)) }
}

/** What comes before the function's connection ends, in whatever way it ends. */
export async function* chunksOf(body: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of body) yield chunk as Buffer
  } catch {
    // Cut off: the failure of the answer tells why.
  }
}
