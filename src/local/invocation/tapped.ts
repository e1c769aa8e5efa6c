import { Readable } from 'node:stream'

/** The same stream, no faster than it is read; each piece is told on the way. */
export function tapped(body: Readable, tell: (bytes: Buffer) => void): Readable {
  return Readable.from(told(body, tell), { objectMode: false })
}

async function* told(body: Readable, tell: (bytes: Buffer) => void): AsyncGenerator<Buffer> {
  for await (const bytes of body as AsyncIterable<Buffer>) {
    tell(bytes)
    yield bytes
  }
}
