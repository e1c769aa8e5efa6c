import { Readable } from 'node:stream'

export type ReadBody = Buffer | 'too-large' | 'truncated'

const EMPTY = Buffer.alloc(0)

/** Takes a body as it comes. */
export interface Body {
  /** False where no more is wanted for now. */
  take(bytes: Buffer): boolean
  end(): void
  /** The rest will not come. */
  cut(): void
}

/** @param resolve gets the whole body, of which no more than `limit` bytes are kept */
export function wholeBody(limit: number, resolve: (body: ReadBody) => void): Body {
  const pieces: Buffer[] = []
  let length = 0
  return {
    take(bytes) {
      length += bytes.length
      if (length <= limit) pieces.push(bytes)
      else pieces.length = 0
      return true
    },
    end() {
      if (length > limit) resolve('too-large')
      else if (length === 0) resolve(EMPTY)
      else resolve(pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces, length))
    },
    cut: () => resolve('truncated'),
  }
}

/** @param resume called when more is wanted */
export function streamedBody(resume: () => void): Body & { stream: Readable } {
  const stream = new Readable({
    read: resume,
    destroy(error, done) {
      resume()
      done(error)
    },
  })
  // Who reads it is told; nobody may be there yet.
  stream.on('error', () => {})
  return {
    stream,
    // Who has given up gets the rest of it nowhere.
    take: (bytes) => stream.destroyed || stream.push(bytes),
    end: () => stream.push(null),
    cut: () => stream.destroy(new Error('the body was cut off')),
  }
}
