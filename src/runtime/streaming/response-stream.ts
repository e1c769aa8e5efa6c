import { RuntimeError, runtimeErrorTypes } from '../errors.ts'
import type { InvocationContext } from '../context.ts'
import type { StreamedAnswer } from './answer.ts'
import type { ResponseStream, StreamingHandler } from './streamify.ts'

/** Calls a streaming handler, and waits for it and for the end of what it writes. */
export async function callStreaming(
  handle: StreamingHandler,
  { event, context }: { event: unknown; context: InvocationContext },
  answer: StreamedAnswer,
): Promise<void> {
  const stream = createResponseStream(answer)
  const ended = new Promise<void>((resolve, reject) => {
    stream.once('finish', resolve)
    stream.once('error', reject)
    stream.once('close', () => {
      reject(
        new RuntimeError(runtimeErrorTypes.streamNotFinished, 'The response stream was destroyed'),
      )
    })
  })
  await Promise.all([handle(event, stream, context), ended])
}

/** A `Writable` over an answer, with what AWS's own client adds to it. */
function createResponseStream(answer: StreamedAnswer): ResponseStream {
  // Asked for here: few functions stream, and `node:stream` takes milliseconds to load.
  const { Writable } = process.getBuiltinModule('node:stream')
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string | Uint8Array, encoding, done) {
      const text = typeof chunk === 'string' && !isUtf8(encoding)
      void tell(send(text ? Buffer.from(chunk as string, encoding) : chunk), done)
    },
    final(done) {
      void tell(end(), done)
    },
  }) as ResponseStream
  let isFirst = true
  const send = async (data: string | Uint8Array): Promise<void> => {
    const ahead: (string | Uint8Array)[] = []
    if (isFirst) stream._onBeforeFirstWrite?.((chunk) => ahead.push(chunk))
    isFirst = false
    for (const piece of [...ahead, data]) await answer.write(piece)
  }
  const end = async (): Promise<void> => {
    await send('')
    await answer.end()
  }
  stream.setContentType = (contentType) => {
    if (answer.started) {
      throw new RuntimeError(
        runtimeErrorTypes.invalidStreamingOperation,
        'The content type has to be set before the first byte is written',
      )
    }
    answer.contentType = contentType
  }
  encodeObjects(stream)
  return stream
}

/** An outcome as Node's streams want to hear it. */
async function tell(work: Promise<void>, done: (error?: Error) => void): Promise<void> {
  let failure: Error | undefined
  await work.catch((error: Error) => void (failure = error))
  done(failure)
}

function isUtf8(encoding: string): boolean {
  return encoding === 'utf8' || encoding === 'utf-8'
}

/** AWS's own client takes any value and writes its JSON. */
function encodeObjects(stream: ResponseStream): void {
  const write = stream.write.bind(stream) as (chunk: unknown, ...rest: unknown[]) => boolean
  stream.write = (chunk: unknown, ...rest: unknown[]) =>
    write(
      typeof chunk === 'string' || chunk instanceof Uint8Array ? chunk : JSON.stringify(chunk),
      ...rest,
    )
}
