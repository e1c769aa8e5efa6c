import { checkFunction, coded, define, kindOf } from '../define.ts'
import { native } from '../native.ts'
import { codes, constants } from '../zlib/constants.ts'
import { flushOf, KINDS, type KindName } from '../zlib/kinds.ts'
import { common, type Options } from '../zlib/options.ts'
import { streamClass } from '../zlib/stream.ts'
import { Buffer } from './buffer.ts'

export { codes, constants }

type Data = string | ArrayBuffer | ArrayBufferView

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

function whole(name: KindName, data: Data, options: Options): Buffer {
  const kind = KINDS[name]
  const { finishFlush, maxOutputLength } = common(options, kind)
  const codec = kind.make(options)
  let out: Uint8Array
  try {
    out = codec.push(bytesOf(data), flushOf(kind, finishFlush))
  } finally {
    codec.close()
  }
  if (out.length > maxOutputLength)
    throw coded(
      new RangeError(`Cannot create a Buffer larger than ${maxOutputLength} bytes`),
      'ERR_BUFFER_TOO_LARGE',
    )
  return Buffer.from(out.buffer, out.byteOffset, out.byteLength)
}

const sync = (name: KindName) => (data: Data, options?: Options) => whole(name, data, options ?? {})

const later =
  (name: KindName) =>
  (
    data: Data,
    optionsOrDone: Options | ((error: unknown, out?: Buffer) => void),
    given?: (error: unknown, out?: Buffer) => void,
  ): void => {
    const done = typeof optionsOrDone === 'function' ? optionsOrDone : given!
    checkFunction(done, 'callback')
    const options = typeof optionsOrDone === 'function' ? {} : (optionsOrDone ?? {})
    // What is wrong with the arguments is thrown at once.
    common(options, KINDS[name])
    KINDS[name].make(options).close()
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
export const brotliCompressSync = sync('brotliCompress')
export const brotliDecompressSync = sync('brotliDecompress')
export const deflate = later('deflate')
export const deflateRaw = later('deflateRaw')
export const gzip = later('gzip')
export const inflate = later('inflate')
export const inflateRaw = later('inflateRaw')
export const gunzip = later('gunzip')
export const unzip = later('unzip')
export const brotliCompress = later('brotliCompress')
export const brotliDecompress = later('brotliDecompress')

export const Deflate = streamClass('Deflate', 'deflate')
export const DeflateRaw = streamClass('DeflateRaw', 'deflateRaw')
export const Gzip = streamClass('Gzip', 'gzip')
export const Inflate = streamClass('Inflate', 'inflate')
export const InflateRaw = streamClass('InflateRaw', 'inflateRaw')
export const Gunzip = streamClass('Gunzip', 'gunzip')
export const Unzip = streamClass('Unzip', 'unzip')
export const BrotliCompress = streamClass('BrotliCompress', 'brotliCompress')
export const BrotliDecompress = streamClass('BrotliDecompress', 'brotliDecompress')

export const createDeflate = (options?: Options) => new Deflate(options)
export const createDeflateRaw = (options?: Options) => new DeflateRaw(options)
export const createGzip = (options?: Options) => new Gzip(options)
export const createInflate = (options?: Options) => new Inflate(options)
export const createInflateRaw = (options?: Options) => new InflateRaw(options)
export const createGunzip = (options?: Options) => new Gunzip(options)
export const createUnzip = (options?: Options) => new Unzip(options)
export const createBrotliCompress = (options?: Options) => new BrotliCompress(options)
export const createBrotliDecompress = (options?: Options) => new BrotliDecompress(options)

export function crc32(data: Data, before = 0): number {
  return native.part('zlib').crc32(before, bytesOf(data))
}

const all: Record<string, unknown> = {
  crc32,
  Deflate,
  Inflate,
  Gzip,
  Gunzip,
  DeflateRaw,
  InflateRaw,
  Unzip,
  BrotliCompress,
  BrotliDecompress,
  deflate,
  deflateSync,
  gzip,
  gzipSync,
  deflateRaw,
  deflateRawSync,
  unzip,
  unzipSync,
  inflate,
  inflateSync,
  gunzip,
  gunzipSync,
  inflateRaw,
  inflateRawSync,
  brotliCompress,
  brotliCompressSync,
  brotliDecompress,
  brotliDecompressSync,
  createDeflate,
  createInflate,
  createDeflateRaw,
  createInflateRaw,
  createGzip,
  createGunzip,
  createUnzip,
  createBrotliCompress,
  createBrotliDecompress,
  constants,
  codes,
}
// Where they were before there was `constants`.
for (const [name, value] of Object.entries(constants))
  if (!name.startsWith('BROTLI')) define(all, name, value)

export default all
