import { HTTP_INTEGRATION_RESPONSE_TYPE } from '../../contract/runtime-api.ts'
import type { StreamedAnswer } from './answer.ts'
import { httpPrelude } from './streamify.ts'
import type { HttpResponseMetadata } from './streamify.ts'

type Pieces = AsyncIterable<unknown>

/** A handler's result that is to be sent piece by piece. */
export interface StreamedResult {
  /** Undefined where the answer is not HTTP. */
  metadata: HttpResponseMetadata | undefined
  pieces: Pieces | undefined
}

/**
 * A `ReadableStream`, a `Readable` or another `AsyncIterable`, by itself or as the `body` of an HTTP
 * result; undefined for every other result.
 */
export function streamedResult(result: unknown): StreamedResult | undefined {
  if (typeof result !== 'object' || result === null) return undefined
  if (isPieces(result)) return { metadata: undefined, pieces: result }
  if (!('statusCode' in result && 'body' in result && isPieces(result.body))) return undefined
  const { body: pieces, ...rest } = result
  const { isBase64Encoded: _, ...metadata } = rest as { isBase64Encoded?: unknown }
  return { metadata: metadata as HttpResponseMetadata, pieces }
}

function isPieces(value: unknown): value is Pieces {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}

/** Sends all of it; no faster than the Runtime API takes it. */
export async function sendResult(
  { metadata, pieces }: StreamedResult,
  answer: StreamedAnswer,
): Promise<void> {
  if (metadata) {
    answer.contentType = HTTP_INTEGRATION_RESPONSE_TYPE
    await answer.write(httpPrelude(metadata))
  }
  for await (const piece of pieces ?? []) await answer.write(encode(piece))
  await answer.end()
}

function encode(piece: unknown): string | Uint8Array {
  if (typeof piece === 'string' || piece instanceof Uint8Array) return piece
  if (piece instanceof ArrayBuffer) return new Uint8Array(piece)
  return JSON.stringify(piece) ?? ''
}
