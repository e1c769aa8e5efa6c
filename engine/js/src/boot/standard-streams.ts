import type Streams from '../node/stream.ts'
import { native, system } from '../native.ts'
import { nextTick } from './ticks.ts'

type Done = (error?: Error) => void

/** Lambda gives a function no input: it is at its end. */
export function emptyInput() {
  const { Readable } = native.load('node:stream') as unknown as typeof Streams
  return Object.assign(Readable.from([]), { fd: 0, isTTY: false })
}

/** Standard output or error: written at once, so that nothing is lost when the process ends. */
export function standardStream(fd: 1 | 2) {
  const stream = {
    fd,
    isTTY: false,
    writable: true,
    columns: 80,
    write(data: string | Uint8Array, encoding?: string | Done, done?: Done): boolean {
      system.print(fd, data)
      const after = typeof encoding === 'function' ? encoding : done
      if (after) nextTick(after)
      return true
    },
    end(data?: string | Uint8Array | Done, encoding?: string | Done, done?: Done) {
      if (typeof data === 'function') nextTick(data)
      else if (data !== undefined) stream.write(data, encoding, done)
      return stream
    },
    cork() {},
    uncork() {},
    getColorDepth: () => 1,
    hasColors: () => false,
    // It neither fills up nor fails: nobody is ever told anything.
    on: () => stream,
    once: () => stream,
    off: () => stream,
    addListener: () => stream,
    removeListener: () => stream,
    removeAllListeners: () => stream,
    emit: () => false,
    listenerCount: () => 0,
  }
  return stream
}
