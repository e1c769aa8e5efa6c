import type { Writable } from 'node:stream'
import { HTTP_INTEGRATION_DELIMITER_LENGTH } from '../../contract/runtime-api.ts'
import { HTTP_INTEGRATION_RESPONSE_TYPE } from '../../contract/runtime-api.ts'
import type { InvocationContext } from '../context.ts'
import { runtimeError } from '../errors.ts'

/** Where a streaming handler writes its answer; `pipeline` of `node:stream/promises` takes it. */
export interface ResponseStream extends Writable {
  /** Of the whole answer, before the first byte. @default application/octet-stream */
  setContentType(contentType: string): void
  /** @internal what `HttpResponseStream` sends ahead of the first byte */
  _onBeforeFirstWrite?: ((write: (chunk: string | Uint8Array) => void) => void) | undefined
}

export type StreamingHandler = (
  event: any,
  responseStream: ResponseStream,
  context: InvocationContext,
) => Promise<void>

/** Status and headers of a streamed HTTP answer. */
export interface HttpResponseMetadata {
  statusCode?: number
  headers?: Record<string, string>
  /** REST API only. */
  multiValueHeaders?: Record<string, string[]>
  cookies?: string[]
}

/** The mark that AWS's own client puts on a streaming handler, so that each takes the other's. */
const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming')

/**
 * Makes a handler that writes its answer piece by piece, as `awslambda.streamifyResponse` does on
 * managed Node.js.
 *
 * @example export const handler = streamifyResponse(async (event, stream) => { stream.end('hello') })
 */
export function streamifyResponse<Handler extends StreamingHandler>(handler: Handler): Handler {
  return Object.assign(handler, { [STREAMING]: 'response' })
}

/** @throws Error for a mark of another kind */
export function isStreaming(handler: Function): handler is StreamingHandler {
  const mark = (handler as { [STREAMING]?: unknown })[STREAMING]
  if (mark === 'response' || !mark) return mark === 'response'
  throw runtimeError(
    'MalformedStreamingHandler',
    `Only a response can be streamed, not ${JSON.stringify(mark)}`,
  )
}

/** As `awslambda.HttpResponseStream` on managed Node.js. */
export const HttpResponseStream = {
  /** Puts status and headers before what will be written to the stream. */
  from<Stream extends ResponseStream>(stream: Stream, metadata: HttpResponseMetadata): Stream {
    stream.setContentType(HTTP_INTEGRATION_RESPONSE_TYPE)
    stream._onBeforeFirstWrite = (write) => write(httpPrelude(metadata))
    return stream
  },
}

/** The metadata as JSON, then the NUL bytes that end it. */
export function httpPrelude(metadata: HttpResponseMetadata): string {
  return JSON.stringify(metadata) + '\0'.repeat(HTTP_INTEGRATION_DELIMITER_LENGTH)
}

/** What handlers and middleware written for managed Node.js find under the name `awslambda`. */
export function defineGlobal(others: object | '' | undefined): void {
  const holder = globalThis as { awslambda?: object }
  holder.awslambda = {
    ...holder.awslambda,
    ...(others as object),
    streamifyResponse,
    HttpResponseStream,
  }
}
