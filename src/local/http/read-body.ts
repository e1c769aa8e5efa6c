import type { IncomingMessage } from 'node:http'
import { tapeOf } from './tape.ts'

export type ReadBody = Buffer | 'too-large' | 'truncated'

const EMPTY = Buffer.alloc(0)

/** A message's body, of which no more than `limit` bytes are kept. Never rejects. */
export function readBody(message: IncomingMessage, limit: number): Promise<ReadBody> {
  return new Promise((resolve) => {
    if (!hasBody(message)) {
      message.resume()
      return resolve(EMPTY)
    }
    const chunks: Buffer[] = []
    let length = 0
    message.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length <= limit) chunks.push(chunk)
      else chunks.length = 0
    })
    message.on('end', () => {
      if (length > limit) return resolve('too-large')
      const body = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
      const tape = tapeOf(message)
      if (tape !== undefined) tape.body = body
      resolve(body)
    })
    message.on('close', () => resolve('truncated'))
  })
}

/** RFC 9112, 6.3: a request without these two has no body. */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
}
