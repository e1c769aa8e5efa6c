import { Buffer } from '../buffer.ts'
import { Readable, Writable } from '../stream.ts'
import { closeSync, openSync, readSync, writeSync } from './sync.ts'
import { pathOf, type PathLike } from './paths.ts'

interface StreamOptions {
  flags?: string
  encoding?: string
  fd?: number
  start?: number
  end?: number
  highWaterMark?: number
  autoClose?: boolean
}

const optionsOf = (options: StreamOptions | string | undefined): StreamOptions => (typeof options === 'string' ? { encoding: options } : (options ?? {}))

/** Node.js opens a file on the next turn, and so does this: listeners are there by then. */
function opening(stream: any, path: PathLike | undefined, options: StreamOptions, flags: string, done: (error?: unknown) => void): void {
  setImmediate(() => {
    try {
      stream.fd ??= openSync(path!, options.flags ?? flags)
      stream.pending = false
      done()
      stream.emit('open', stream.fd)
      stream.emit('ready')
    } catch (error) {
      done(error)
    }
  })
}

function closing(stream: any, options: StreamOptions): void {
  if (options.autoClose !== false && typeof stream.fd === 'number') closeSync(stream.fd)
  stream.fd = null
}

export function createReadStream(path: PathLike, given?: StreamOptions | string): any {
  const options = optionsOf(given)
  let at = options.start
  const stream = new Readable({
    highWaterMark: options.highWaterMark ?? 64 * 1024,
    construct: (done: (error?: unknown) => void) => opening(stream, path, options, 'r', done),
    read(this: any, size: number) {
      const left = options.end === undefined ? size : options.end - (at ?? 0) + 1
      if (left <= 0) return void this.push(null)
      try {
        const part = Buffer.alloc(Math.min(size, left))
        const count = readSync(stream.fd, part, 0, part.length, at ?? null)
        if (at !== undefined) at += count
        else if (options.end !== undefined) at = count
        stream.bytesRead += count
        this.push(count === 0 ? null : part.subarray(0, count))
      } catch (error) {
        this.destroy(error)
      }
    },
    destroy(error: unknown, done: (error: unknown) => void) {
      closing(stream, options)
      done(error)
    },
  })
  Object.assign(stream, { path: pathOf(path), fd: options.fd ?? null, pending: true, bytesRead: 0, close: (done?: () => void) => stream.destroy(null, done) })
  if (options.encoding) stream.setEncoding(options.encoding)
  return stream
}

export function createWriteStream(path: PathLike, given?: StreamOptions | string): any {
  const options = optionsOf(given)
  let at = options.start
  const stream = new Writable({
    defaultEncoding: options.encoding ?? 'utf8',
    construct: (done: (error?: unknown) => void) => opening(stream, path, options, 'w', done),
    write(chunk: Uint8Array, _encoding: string, done: (error?: unknown) => void) {
      try {
        writeSync(stream.fd, chunk, 0, chunk.length, at ?? null)
        if (at !== undefined) at += chunk.length
        stream.bytesWritten += chunk.length
        done()
      } catch (error) {
        done(error)
      }
    },
    destroy(error: unknown, done: (error: unknown) => void) {
      closing(stream, options)
      done(error)
    },
  })
  Object.assign(stream, { path: pathOf(path), fd: options.fd ?? null, pending: true, bytesWritten: 0, close: (done?: () => void) => stream.end(done) })
  return stream
}
