import { HTTP_INTEGRATION_RESPONSE_TYPE } from '../../contract/runtime-api.ts'
import { isObject } from '../errors.ts'
import type { StreamedAnswer } from './answer.ts'
import { httpPrelude } from './streamify.ts'
import type { HttpResponseMetadata } from './streamify.ts'

type Pieces = AsyncIterable<unknown>

/** A handler's result that is to be sent piece by piece. */
export interface StreamedResult {
  /** Undefined where the answer is not HTTP. */
  metadata?: HttpResponseMetadata
  pieces: Pieces
}

/**
 * A `ReadableStream`, a `Readable` or another `AsyncIterable`, by itself or as the `body` of an HTTP
 * result; undefined for every other result.
 */
export function streamedResult(result: unknown): StreamedResult | undefined {
  if (isPieces(result)) return { pieces: result }
  if (!isObject(result) || !('statusCode' in result) || !isPieces(result['body'])) return undefined
  const { body: pieces, isBase64Encoded: _, ...metadata } = result
  return { metadata, pieces: pieces as Pieces }
}

function isPieces(value: unknown): value is Pieces {
  return isObject(value) && Symbol.asyncIterator in value
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
  for await (const piece of pieces) await answer.write(encodePiece(piece))
  await answer.end()
}

/** Text and bytes as they are, of everything else the JSON, as AWS's own client writes it. */
export function encodePiece(piece: unknown): string | Uint8Array {
  if (typeof piece === 'string' || piece instanceof Uint8Array) return piece
  return piece instanceof ArrayBuffer ? new Uint8Array(piece) : (JSON.stringify(piece) ?? '')
}
