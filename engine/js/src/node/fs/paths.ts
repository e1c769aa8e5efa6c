import { coded, kindOf } from '../../define.ts'
import { fileURLToPath } from '../url.ts'
import { URL } from '../../web/url.ts'
import { Buffer } from '../buffer.ts'

export type PathLike = string | Buffer | URL

/** @throws TypeError for what is no path */
export function pathOf(path: unknown, name = 'path'): string {
  const text =
    path instanceof URL
      ? fileURLToPath(path)
      : path instanceof Uint8Array
        ? Buffer.from(path).toString()
        : path
  if (typeof text !== 'string')
    throw coded(
      new TypeError(
        `The "${name}" argument must be of type string or an instance of Buffer or URL. Received ${kindOf(path)}`,
      ),
      'ERR_INVALID_ARG_TYPE',
    )
  if (text.includes('\0'))
    throw coded(
      new TypeError(
        `The argument '${name}' must be a string, Uint8Array, or URL without null bytes.`,
      ),
      'ERR_INVALID_ARG_VALUE',
    )
  return text
}

/** As `'utf8'` or `{ encoding: 'utf8' }`. */
export function encodingOf(options: unknown): string | undefined {
  if (typeof options === 'string') return options
  const encoding = (options as { encoding?: string | null } | null | undefined)?.encoding
  return encoding === null || encoding === 'buffer' ? undefined : encoding
}

export function bytesToWrite(data: unknown, options: unknown): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data, encodingOf(options))
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  throw coded(
    new TypeError(
      `The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView. Received ${kindOf(data)}`,
    ),
    'ERR_INVALID_ARG_TYPE',
  )
}
