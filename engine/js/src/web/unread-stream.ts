import { ReadableStream } from './streams.ts'
import { TextEncoder } from './text.ts'

type Bytes = ReadableStream<Uint8Array>

const encoder = new TextEncoder()

/** What a stream of a body would give: text is encoded once somebody reads it. */
interface Behind {
  text?: string
  bytes?: Uint8Array | (() => Promise<Uint8Array>)
}

/** The members by which streams know themselves and each other. */
interface Inside {
  _reader: unknown
  _disturbed: boolean
  _readableStreamController: { _controlledReadableByteStream: unknown } | undefined
}

const behind = Symbol('behind')

type Unread = Inside & { [behind]: Behind; make: (bytes: NonNullable<Behind['bytes']>) => Bytes }

/**
 * What streams have of their own comes with the first that looks for a reader, as all do that read, lock
 * or divide one: to make it costs more than the rest of a response, and most are handed on unread.
 */
const prototype = Object.create(ReadableStream.prototype, {
  _reader: {
    get(this: Unread) {
      return become(this)._reader
    },
  },
  _disturbed: { value: false, writable: true },
  tee: {
    value(this: Unread): [Bytes, Bytes] {
      return (become(this) as unknown as Bytes).tee() as [Bytes, Bytes]
    },
  },
}) as Unread

/** A stream of bytes that are there, or will be. @param make what it is once somebody reads it */
export function unreadStream(source: Behind, make: Unread['make']): Bytes {
  const stream = Object.create(prototype) as Unread
  // By which the others know it for a stream.
  stream._readableStreamController = undefined
  stream[behind] = source
  stream.make = make
  return stream as unknown as Bytes
}

export const isUnread = (stream: Bytes): boolean => behind in stream

/** What it would give, where nobody has begun to read it. */
export function sourceBehind(stream: Bytes): Behind | undefined {
  const unread = stream as unknown as Unread
  return unread._disturbed ? undefined : unread[behind]
}

/** It has been read to its end. */
export function spend(stream: Bytes): void {
  const unread = stream as unknown as Unread
  unread[behind] = { bytes: EMPTY }
  unread._disturbed = true
}

const EMPTY = new Uint8Array()

function become(unread: Unread): Inside {
  const { _disturbed } = unread
  const { text, bytes = encoder.encode(text) } = unread[behind]
  const real = unread.make(bytes)
  for (const name of [behind, 'make', '_disturbed'] as const)
    delete (unread as Partial<Unread>)[name]
  Object.setPrototypeOf(unread, ReadableStream.prototype)
  Object.assign(unread, real, { _disturbed })
  unread._readableStreamController!._controlledReadableByteStream = unread
  return unread
}
