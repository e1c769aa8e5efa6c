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

const optionsOf = (options: StreamOptions | string | undefined): StreamOptions =>
  typeof options === 'string' ? { encoding: options } : (options ?? {})

/** Node.js opens a file on the next turn, and so does this: listeners are there by then. */
function opening(
  stream: any,
  path: PathLike | undefined,
  options: StreamOptions,
  flags: string,
  done: (error?: unknown) => void,
): void {
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

export class ReadStream extends Readable {
  constructor(path: PathLike, given?: StreamOptions | string) {
    const options = optionsOf(given)
    super(reading(path, options))
    const own = this as any
    Object.assign(own, { path: pathOf(path), fd: options.fd ?? null, pending: true, bytesRead: 0 })
    own.close = (done?: () => void) => own.destroy(null, done)
    if (options.encoding) own.setEncoding(options.encoding)
  }
}

function reading(path: PathLike, options: StreamOptions): object {
  let at = options.start
  return {
    highWaterMark: options.highWaterMark ?? 64 * 1024,
    construct(this: any, done: (error?: unknown) => void) {
      opening(this, path, options, 'r', done)
    },
    read(this: any, size: number) {
      const left = options.end === undefined ? size : options.end - (at ?? 0) + 1
      if (left <= 0) return void this.push(null)
      try {
        const part = Buffer.alloc(Math.min(size, left))
        const count = readSync(this.fd, part, 0, part.length, at ?? null)
        if (at !== undefined) at += count
        else if (options.end !== undefined) at = count
        this.bytesRead += count
        this.push(count === 0 ? null : part.subarray(0, count))
      } catch (error) {
        this.destroy(error)
      }
    },
    destroy(this: any, error: unknown, done: (error: unknown) => void) {
      closing(this, options)
      done(error)
    },
  }
}

export class WriteStream extends Writable {
  constructor(path: PathLike, given?: StreamOptions | string) {
    const options = optionsOf(given)
    super(writing(path, options))
    const own = this as any
    Object.assign(own, {
      path: pathOf(path),
      fd: options.fd ?? null,
      pending: true,
      bytesWritten: 0,
    })
    own.close = (done?: () => void) => own.end(done)
  }
}

function writing(path: PathLike, options: StreamOptions): object {
  let at = options.start
  return {
    defaultEncoding: options.encoding ?? 'utf8',
    construct(this: any, done: (error?: unknown) => void) {
      opening(this, path, options, 'w', done)
    },
    write(this: any, chunk: Uint8Array, _encoding: string, done: (error?: unknown) => void) {
      try {
        writeSync(this.fd, chunk, 0, chunk.length, at ?? null)
        if (at !== undefined) at += chunk.length
        this.bytesWritten += chunk.length
        done()
      } catch (error) {
        done(error)
      }
    },
    destroy(this: any, error: unknown, done: (error: unknown) => void) {
      closing(this, options)
      done(error)
    },
  }
}

export const createReadStream = (path: PathLike, options?: StreamOptions | string) =>
  new ReadStream(path, options)
export const createWriteStream = (path: PathLike, options?: StreamOptions | string) =>
  new WriteStream(path, options)
