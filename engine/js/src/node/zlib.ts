import { absentFrom, checkFunction, coded, kindOf } from '../define.ts'
import { native } from '../native.ts'
import { deflater, inflater, unbrotli, type Codec } from '../zlib/codec.ts'
import { Buffer } from './buffer.ts'
import { Transform } from './stream.ts'

type Data = string | ArrayBuffer | ArrayBufferView

interface Options {
  level?: number
  maxOutputLength?: number
  finishFlush?: number
}

function bytesOf(data: Data): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data)
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  if (data instanceof ArrayBuffer) return new Uint8Array(data)
  throw coded(
    new TypeError(
      `The "buffer" argument must be of type string or an instance of Buffer, TypedArray, DataView, or ArrayBuffer. Received ${kindOf(data)}`,
    ),
    'ERR_INVALID_ARG_TYPE',
  )
}

/** Each by the codec that it is. */
const CODECS: Record<string, (options: Options) => Codec> = {
  deflate: ({ level }) => deflater('zlib', level),
  deflateRaw: ({ level }) => deflater('raw', level),
  gzip: ({ level }) => deflater('gzip', level),
  inflate: () => inflater('zlib'),
  inflateRaw: () => inflater('raw'),
  gunzip: () => inflater('gzip'),
  unzip: () => inflater('zlib', { any: true }),
  brotliDecompress: unbrotli,
}

function whole(name: string, data: Data, options: Options = {}): Buffer {
  const out = CODECS[name]!(options).push(bytesOf(data), 2)
  const most = options.maxOutputLength ?? Number.POSITIVE_INFINITY
  if (out.length > most)
    throw coded(
      new RangeError(`Cannot create a Buffer larger than ${most} bytes`),
      'ERR_BUFFER_TOO_LARGE',
    )
  return Buffer.from(out.buffer, out.byteOffset, out.byteLength)
}

const sync = (name: string) => (data: Data, options?: Options) => whole(name, data, options)

const later =
  (name: string) =>
  (
    data: Data,
    optionsOrDone: Options | ((error: unknown, out?: Buffer) => void),
    given?: (error: unknown, out?: Buffer) => void,
  ): void => {
    const done = typeof optionsOrDone === 'function' ? optionsOrDone : given!
    checkFunction(done, 'callback')
    const options = typeof optionsOrDone === 'function' ? {} : optionsOrDone
    const bytes = bytesOf(data)
    setImmediate(() => {
      let out: Buffer
      try {
        out = whole(name, bytes, options)
      } catch (error) {
        return done(error)
      }
      done(null, out)
    })
  }

export const deflateSync = sync('deflate')
export const deflateRawSync = sync('deflateRaw')
export const gzipSync = sync('gzip')
export const inflateSync = sync('inflate')
export const inflateRawSync = sync('inflateRaw')
export const gunzipSync = sync('gunzip')
export const unzipSync = sync('unzip')
export const brotliDecompressSync = sync('brotliDecompress')
export const deflate = later('deflate')
export const deflateRaw = later('deflateRaw')
export const gzip = later('gzip')
export const inflate = later('inflate')
export const inflateRaw = later('inflateRaw')
export const gunzip = later('gunzip')
export const unzip = later('unzip')
export const brotliDecompress = later('brotliDecompress')

function makeStream(name: string, options: Options = {}): any {
  const codec = CODECS[name]!(options)
  const feed = (
    stream: any,
    data: Uint8Array,
    flush: 0 | 1 | 2,
    done: (error?: unknown) => void,
  ) => {
    try {
      const out = codec.push(data, flush)
      if (out.length > 0) stream.push(Buffer.from(out.buffer, out.byteOffset, out.byteLength))
    } catch (error) {
      return done(error)
    }
    done()
  }
  const stream = new Transform({
    ...options,
    transform(this: any, chunk: Uint8Array, _encoding: string, done: (error?: unknown) => void) {
      feed(this, chunk, 0, done)
    },
    flush(this: any, done: (error?: unknown) => void) {
      feed(this, new Uint8Array(), 2, done)
    },
  })
  Object.defineProperty(stream, 'bytesWritten', { get: () => codec.read, configurable: true })
  stream.close = (done?: () => void) => {
    codec.close()
    stream.destroy()
    if (done) setImmediate(done)
  }
  stream.flush = (kind: unknown, given?: () => void) => {
    const done = typeof kind === 'function' ? (kind as () => void) : given
    feed(stream, new Uint8Array(), 1, () => done && setImmediate(done))
  }
  return stream
}

export const createDeflate = (options?: Options) => makeStream('deflate', options)
export const createDeflateRaw = (options?: Options) => makeStream('deflateRaw', options)
export const createGzip = (options?: Options) => makeStream('gzip', options)
export const createInflate = (options?: Options) => makeStream('inflate', options)
export const createInflateRaw = (options?: Options) => makeStream('inflateRaw', options)
export const createGunzip = (options?: Options) => makeStream('gunzip', options)
export const createUnzip = (options?: Options) => makeStream('unzip', options)
export const createBrotliDecompress = (options?: Options) => makeStream('brotliDecompress', options)

export function crc32(data: Data, before = 0): number {
  return native.part('zlib').crc32(before, bytesOf(data))
}

/** What packs with Brotli is large, and asked for by few functions. */
const absent = absentFrom('zlib')

export const brotliCompressSync = absent('brotliCompressSync')
export const brotliCompress = absent('brotliCompress')
export const createBrotliCompress = absent('createBrotliCompress')

export const constants = {
  Z_NO_FLUSH: 0,
  Z_PARTIAL_FLUSH: 1,
  Z_SYNC_FLUSH: 2,
  Z_FULL_FLUSH: 3,
  Z_FINISH: 4,
  Z_BLOCK: 5,
  Z_OK: 0,
  Z_STREAM_END: 1,
  Z_NEED_DICT: 2,
  Z_ERRNO: -1,
  Z_STREAM_ERROR: -2,
  Z_DATA_ERROR: -3,
  Z_MEM_ERROR: -4,
  Z_BUF_ERROR: -5,
  Z_NO_COMPRESSION: 0,
  Z_BEST_SPEED: 1,
  Z_BEST_COMPRESSION: 9,
  Z_DEFAULT_COMPRESSION: -1,
  Z_DEFAULT_STRATEGY: 0,
  Z_DEFAULT_WINDOWBITS: 15,
  Z_DEFAULT_MEMLEVEL: 8,
  Z_DEFAULT_LEVEL: -1,
  BROTLI_OPERATION_PROCESS: 0,
  BROTLI_OPERATION_FLUSH: 1,
  BROTLI_OPERATION_FINISH: 2,
  BROTLI_OPERATION_EMIT_METADATA: 3,
  BROTLI_PARAM_MODE: 0,
  BROTLI_MODE_GENERIC: 0,
  BROTLI_MODE_TEXT: 1,
  BROTLI_MODE_FONT: 2,
  BROTLI_PARAM_QUALITY: 1,
  BROTLI_MIN_QUALITY: 0,
  BROTLI_MAX_QUALITY: 11,
  BROTLI_DEFAULT_QUALITY: 11,
  BROTLI_PARAM_LGWIN: 2,
  BROTLI_PARAM_SIZE_HINT: 5,
}

export default {
  deflateSync,
  deflateRawSync,
  gzipSync,
  inflateSync,
  inflateRawSync,
  gunzipSync,
  unzipSync,
  deflate,
  deflateRaw,
  gzip,
  inflate,
  inflateRaw,
  gunzip,
  unzip,
  createDeflate,
  createDeflateRaw,
  createGzip,
  createInflate,
  createInflateRaw,
  createGunzip,
  createUnzip,
  crc32,
  brotliCompressSync,
  brotliDecompressSync,
  brotliCompress,
  brotliDecompress,
  createBrotliCompress,
  createBrotliDecompress,
  constants,
  ...constants,
}
