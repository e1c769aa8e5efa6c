import type { ServerResponse } from 'node:http'
import { tapeOf } from './tape.ts'

/**
 * Writes no faster than the client reads. After a client that went away, what is written is dropped.
 */
export async function write(response: ServerResponse, chunk: Uint8Array): Promise<void> {
  if (chunk.length === 0 || response.destroyed) return
  tapeOf(response)?.piece(chunk)
  if (!response.write(chunk)) await drained(response)
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done)
      response.off('close', done)
      resolve()
    }
    response.on('drain', done)
    response.on('close', done)
  })
}
