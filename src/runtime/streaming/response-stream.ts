import { builtin } from '../builtin.ts'
import { runtimeError } from '../errors.ts'
import type { InvocationContext } from '../context.ts'
import type { StreamedAnswer } from './answer.ts'
import { encodePiece } from './result.ts'
import type { ResponseStream, StreamingHandler } from './streamify.ts'

/** Calls a streaming handler, and waits for it and for the end of what it writes. */
export async function callStreaming(
  handle: StreamingHandler,
  { event, context }: { event: unknown; context: InvocationContext },
  answer: StreamedAnswer,
): Promise<void> {
  const stream = createResponseStream(answer)
  const ended = new Promise<void>((resolve, reject) => {
    stream
      .once('finish', resolve)
      .once('error', reject)
      .once('close', () =>
        reject(runtimeError('StreamNotFinished', 'The response stream was destroyed')),
      )
  })
  // A handler that throws at once leaves nobody else to hear what the stream tells.
  await Promise.all([ended, (async () => handle(event, stream, context))()])
}

/** A `Writable` over an answer, with what AWS's own client adds to it. */
function createResponseStream(answer: StreamedAnswer): ResponseStream {
  const { Writable } = builtin('node:stream')
  let isFirst = true
  const send = async (data: string | Uint8Array): Promise<void> => {
    const pieces: (string | Uint8Array)[] = []
    if (isFirst) stream._onBeforeFirstWrite?.((piece) => pieces.push(piece))
    isFirst = false
    for (const piece of [...pieces, data]) await answer.write(piece)
  }
  const stream = new Writable({
    decodeStrings: false,
    write(data: string | Uint8Array, encoding, done) {
      const isEncoded = typeof data === 'string' && !/^utf-?8$/.test(encoding)
      tell(send(isEncoded ? Buffer.from(data, encoding) : data), done)
    },
    final(done) {
      tell(send('').then(answer.end), done)
    },
  }) as ResponseStream
  const write = stream.write.bind(stream) as (data: unknown, ...rest: unknown[]) => boolean
  stream.write = (data: unknown, ...rest: unknown[]) => write(encodePiece(data), ...rest)
  stream.setContentType = (contentType) => {
    if (answer.started()) {
      throw runtimeError(
        'InvalidStreamingOperation',
        'The content type has to be set before the first byte',
      )
    }
    answer.contentType = contentType
  }
  return stream
}

/** An outcome as Node's streams want to hear it. */
function tell(work: Promise<void>, told: (error?: Error) => void): void {
  void work.then(told as () => void, told)
}
