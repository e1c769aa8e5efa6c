import type { Endpoint, Exchange as HttpExchange } from '../../contract/http/endpoints/index.ts'
import { refusalOf } from '../../contract/http/malformed.ts'
import type { Refusal } from '../../contract/http/refusal.ts'
import { splitPrelude, streamHead, type StreamHead } from '../../contract/http/streamed-response.ts'
import { HTTP_INTEGRATION_RESPONSE_TYPE } from '../../contract/runtime-api.ts'
import { send, sendHead, write } from '../http/send.ts'
import type { Answer } from '../invocation/invocation.ts'
import { chunksOf } from '../invocation/read-answer.ts'
import type { Refused } from '../types.ts'
import type { Exchange } from '../wire/exchange.ts'
import { cutOff, functionFailed, malformedMetadata, noMetadata } from './reasons.ts'

export interface StreamOptions {
  endpoint: Endpoint
  exchange: HttpExchange
  /** The endpoint's last word on status and headers. */
  adjust<Response extends StreamHead>(response: Response): Response
}

/**
 * Sends a streamed answer as it comes and no faster than the client reads. What has been sent when
 * the function fails stays as it is: the client keeps its status and the body so far.
 */
export async function pipeStream(
  answer: Exclude<Answer, { kind: 'error' }>,
  caller: Exchange,
  options: StreamOptions,
): Promise<Refused | undefined> {
  const chunks = answer.kind === 'stream' ? chunksOf(answer) : single(answer.payload)
  const start = await startOf(answer, chunks, options.endpoint)
  if ('refusal' in start) {
    const { refusal } = start
    send(caller, options.adjust(options.endpoint.refuse(refusal, options.exchange)))
    return { cause: refusal.cause, reason: refusal.reason }
  }
  const { status, headers } = options.adjust({
    ...start.head,
    headers: [...start.head.headers, ...options.endpoint.streamHeaders(options.exchange)],
  })
  sendHead(caller, status, headers)
  await write(caller, start.body)
  for await (const chunk of chunks) await write(caller, chunk)
  caller.finish()
  const failure = answer.kind === 'stream' ? await answer.failure : undefined
  return failure && cutOff(failure)
}

type Start = { head: StreamHead; body: Uint8Array } | { refusal: Refusal }

/** Head and first bytes of the body, or why there are none. */
async function startOf(
  answer: Exclude<Answer, { kind: 'error' }>,
  chunks: AsyncIterator<Buffer>,
  endpoint: Endpoint,
): Promise<Start> {
  const contentType = answer.kind === 'stream' ? answer.contentType : 'application/json'
  const hasMetadata =
    endpoint.alwaysHasMetadata || contentType.startsWith(HTTP_INTEGRATION_RESPONSE_TYPE)
  if (!hasMetadata) return { head: plainHead(contentType), body: Buffer.alloc(0) }
  const start = await readPrelude(chunks)
  if (start !== undefined && 'head' in start) return start
  // What nobody takes is read, so that the function can go on.
  await drain(chunks)
  if (start !== undefined) return start
  const failure = answer.kind === 'stream' ? await answer.failure : undefined
  const refusal = failure ? functionFailed(Buffer.from(JSON.stringify(failure))) : noMetadata()
  return { refusal }
}

function plainHead(contentType: string): StreamHead {
  return { status: 200, headers: [['Content-Type', contentType]] }
}

/** Undefined where there is no metadata. */
async function readPrelude(chunks: AsyncIterator<Buffer>): Promise<Start | undefined> {
  let start: Buffer = Buffer.alloc(0)
  for (;;) {
    const { value, done } = await chunks.next()
    if (done) return undefined
    start = start.length === 0 ? value : Buffer.concat([start, value])
    const prelude = splitPrelude(start)
    if (prelude === 'missing') return undefined
    if (prelude !== 'incomplete') return headOf(prelude)
  }
}

function headOf({ metadata, body }: { metadata: Uint8Array; body: Uint8Array }): Start {
  try {
    return { head: streamHead(metadata), body }
  } catch (thrown) {
    return { refusal: malformedMetadata(refusalOf(thrown)) }
  }
}

async function* single(payload: Buffer): AsyncGenerator<Buffer> {
  yield payload
}

async function drain(chunks: AsyncIterator<Buffer>): Promise<void> {
  while (!(await chunks.next()).done);
}
