import * as readable from 'readable-stream'
import { Buffer } from './buffer.ts'
import { ReadableStream, WritableStream } from '../web/streams.ts'

type AnyStream = any

const all = readable as unknown as Record<string, AnyStream>

export const {
  Readable,
  Writable,
  Duplex,
  Transform,
  PassThrough,
  Stream,
  pipeline,
  finished,
  addAbortSignal,
  compose,
  promises,
  destroy,
} = all
export const isReadable = (stream: AnyStream) => Boolean(stream?.readable) && !stream.destroyed
export const isWritable = (stream: AnyStream) => Boolean(stream?.writable) && !stream.destroyed
export const isDisturbed = (stream: AnyStream) =>
  Boolean(stream?.readableDidRead ?? stream?._disturbed)
export const isErrored = (stream: AnyStream) => Boolean(stream?.errored)
export const getDefaultHighWaterMark = (objects: boolean) => (objects ? 16 : 65_536)
export const setDefaultHighWaterMark = () => {}

Readable.fromWeb = (stream: ReadableStream<Uint8Array>, options?: object) => {
  const reader = stream.getReader()
  return new Readable({
    ...options,
    read(this: AnyStream) {
      reader.read().then(
        ({ done, value }) =>
          this.push(done ? null : value instanceof Uint8Array ? Buffer.from(value) : value),
        (error: Error) => this.destroy(error),
      )
    },
    destroy(error: Error | null, done: (error?: Error | null) => void) {
      reader.cancel(error).then(
        () => done(error),
        () => done(error),
      )
    },
  })
}

Readable.toWeb = (stream: AnyStream) => {
  let over = false
  return new ReadableStream({
    start(controller) {
      stream.pause()
      stream.on('data', (chunk: Uint8Array) => {
        controller.enqueue((stream.readableObjectMode ? chunk : new Uint8Array(chunk)) as never)
        if ((controller.desiredSize ?? 0) <= 0) stream.pause()
      })
      finished(stream, { writable: false }, (error?: Error) => {
        if (over) return
        over = true
        if (error) controller.error(error)
        else controller.close()
      })
    },
    pull: () => stream.resume(),
    cancel(reason) {
      over = true
      stream.destroy(reason instanceof Error ? reason : undefined)
    },
  })
}

Writable.fromWeb = (stream: WritableStream) => {
  const writer = stream.getWriter()
  const settle = (promise: Promise<void>, done: (error?: Error) => void) =>
    promise.then(() => done(), done)
  return new Writable({
    write: (chunk: unknown, _encoding: string, done: (error?: Error) => void) =>
      settle(writer.write(chunk as never), done),
    final: (done: (error?: Error) => void) => settle(writer.close(), done),
  })
}

Writable.toWeb = (stream: AnyStream) =>
  new WritableStream({
    write(chunk) {
      return new Promise<void>((resolve, reject) =>
        stream.write(chunk, (error?: Error) => (error ? reject(error) : resolve())),
      )
    },
    close: () => new Promise<void>((resolve) => stream.end(resolve)),
    abort: (reason) => stream.destroy(reason),
  })

Object.assign(Stream, {
  isReadable,
  isWritable,
  isDisturbed,
  isErrored,
  getDefaultHighWaterMark,
  setDefaultHighWaterMark,
})

export default Stream
