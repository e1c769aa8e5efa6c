import { Blob, File } from '../web/blob.ts'
import { absent, coded, define, kindOf } from '../define.ts'
import { native } from '../native.ts'

const text = native.part('text')

type Encoding = 'utf8' | 'utf16le' | 'latin1' | 'ascii' | 'base64' | 'base64url' | 'hex'

const ENCODINGS: Record<string, Encoding> = {
  utf8: 'utf8',
  'utf-8': 'utf8',
  utf16le: 'utf16le',
  'utf-16le': 'utf16le',
  ucs2: 'utf16le',
  'ucs-2': 'utf16le',
  latin1: 'latin1',
  binary: 'latin1',
  ascii: 'ascii',
  base64: 'base64',
  base64url: 'base64url',
  hex: 'hex',
}

function encodingOf(name: unknown): Encoding {
  if (name === undefined || name === null || name === '') return 'utf8'
  const found = ENCODINGS[String(name).toLowerCase()]
  if (found) return found
  throw coded(new TypeError(`Unknown encoding: ${String(name)}`), 'ERR_UNKNOWN_ENCODING')
}

function encode(string: string, encoding: Encoding): Uint8Array {
  switch (encoding) {
    case 'utf8':
      return text.encodeUtf8(string)
    case 'latin1':
    case 'ascii':
      return text.encodeLatin1(string)
    case 'base64':
    case 'base64url':
      return text.fromBase64(string)
    case 'hex':
      return text.fromHex(string)
    case 'utf16le': {
      const bytes = new Uint8Array(string.length * 2)
      for (let at = 0; at < string.length; at++) {
        const unit = string.charCodeAt(at)
        bytes[at * 2] = unit
        bytes[at * 2 + 1] = unit >> 8
      }
      return bytes
    }
  }
}

function decode(bytes: Uint8Array, encoding: Encoding, start: number, end: number): string {
  switch (encoding) {
    case 'utf8':
      return text.decodeUtf8(bytes, start, end)
    case 'latin1':
      return text.decodeLatin1(bytes, start, end)
    case 'ascii':
      return text.decodeAscii(bytes, start, end)
    case 'base64':
      return text.toBase64(bytes, false, start, end)
    case 'base64url':
      return text.toBase64(bytes, true, start, end)
    case 'hex':
      return text.toHex(bytes, start, end)
    case 'utf16le':
      return text.decodeUtf16(bytes, start, end)
  }
}

const invalid = (name: string, expected: string, value: unknown) =>
  coded(
    new TypeError(`The ${name} must be ${expected}. Received ${kindOf(value)}`),
    'ERR_INVALID_ARG_TYPE',
  )

const outOfRange = (name: string, range: string, value: unknown) =>
  coded(
    new RangeError(
      `The value of "${name}" is out of range. It must be ${range}. Received ${String(value)}`,
    ),
    'ERR_OUT_OF_RANGE',
  )

function sized(size: unknown): number {
  if (typeof size !== 'number') throw invalid('"size" argument', 'of type number', size)
  if (!(size >= 0 && size <= kMaxLength)) throw outOfRange('size', `>= 0 && <= ${kMaxLength}`, size)
  return size
}

/** An index as `slice` takes it, for what is not to be negative. */
function bounded(value: unknown, otherwise: number, most: number): number {
  if (value === undefined) return otherwise
  const number = Math.trunc(Number(value)) || 0
  return Math.min(Math.max(number, 0), most)
}

export const kMaxLength = 2 ** 53 - 1
export const kStringMaxLength = 2 ** 29 - 24
export const constants = { MAX_LENGTH: kMaxLength, MAX_STRING_LENGTH: kStringMaxLength }
export const INSPECT_MAX_BYTES = 50

class Bytes extends Uint8Array<ArrayBuffer> {
  static poolSize = 8192

  // --- text

  override toString(encoding?: unknown, start?: number, end?: number): string {
    const to = bounded(end, this.length, this.length)
    const from = bounded(start, 0, to)
    if (arguments.length > 0 && from >= to) return ''
    if (encoding === null || encoding === '')
      throw coded(new TypeError(`Unknown encoding: ${String(encoding)}`), 'ERR_UNKNOWN_ENCODING')
    return decode(this, encodingOf(encoding), from, to)
  }

  override toLocaleString(encoding?: unknown): string {
    return this.toString(encoding)
  }

  toJSON(): { type: 'Buffer'; data: number[] } {
    return { type: 'Buffer', data: Array.from(this) }
  }

  write(string: string, offset?: unknown, length?: unknown, encoding?: unknown): number {
    if (typeof string !== 'string') throw invalid('"string" argument', 'of type string', string)
    if (offset === undefined) return text.writeUtf8(this, string, 0)
    if (typeof offset === 'string' && length === undefined)
      return this.write(string, 0, undefined, offset)
    if (typeof length === 'string') {
      checkInteger(offset, 'offset', this.length)
      return this.write(string, offset, undefined, length)
    }
    const at = checkInteger(offset, 'offset', this.length)
    const left = this.length - at
    const room =
      length === undefined ? left : Math.min(checkInteger(length, 'length', this.length), left)
    const chosen = encodingOf(encoding)
    if (chosen === 'utf8') return text.writeUtf8(this.subarray(at, at + room), string, 0)
    const bytes = encode(string, chosen)
    const count = Math.min(chosen === 'utf16le' ? room & ~1 : room, bytes.length)
    this.set(bytes.subarray(0, count), at)
    return count
  }

  // --- parts

  override subarray(start?: number, end?: number): Buffer {
    const all = super.subarray(start, end)
    return Object.setPrototypeOf(all, Bytes.prototype) as Buffer
  }

  override slice(start?: number, end?: number): Buffer {
    return this.subarray(start, end)
  }

  copy(target: Uint8Array, targetStart = 0, start = 0, end = this.length): number {
    if (!(target instanceof Uint8Array))
      throw invalid('"target" argument', 'an instance of Buffer or Uint8Array', target)
    const at = whole(targetStart)
    const from = whole(start)
    const end_ = whole(end)
    if (at < 0) throw outOfRange('targetStart', '>= 0', targetStart)
    if (from < 0 || from > this.length)
      throw outOfRange('sourceStart', `>= 0 && <= ${this.length}`, start)
    if (end_ < 0) throw outOfRange('sourceEnd', '>= 0', end)
    const to = Math.min(end_, this.length, from + Math.max(0, target.length - at))
    if (to <= from) return 0
    target.set(Uint8Array.prototype.subarray.call(this, from, to), at)
    return to - from
  }

  // --- comparing and searching

  equals(other: Uint8Array): boolean {
    if (!(other instanceof Uint8Array))
      throw invalid('"otherBuffer" argument', 'an instance of Buffer or Uint8Array', other)
    return this === other || text.compare(this, other) === 0
  }

  compare(
    other: Uint8Array,
    start?: unknown,
    end?: unknown,
    ownStart?: unknown,
    ownEnd?: unknown,
  ): number {
    if (!(other instanceof Uint8Array))
      throw invalid('"target" argument', 'an instance of Buffer or Uint8Array', other)
    const most = Number.MAX_SAFE_INTEGER
    const from = checkInteger(start ?? 0, 'targetStart', most, start)
    const to = checkInteger(end ?? other.length, 'targetEnd', other.length, end)
    const ownFrom = checkInteger(ownStart ?? 0, 'sourceStart', most, ownStart)
    const ownTo = checkInteger(ownEnd ?? this.length, 'sourceEnd', this.length, ownEnd)
    if (ownFrom >= ownTo) return from >= to ? 0 : -1
    if (from >= to) return 1
    return text.compare(
      this.subarray(ownFrom, ownTo),
      Uint8Array.prototype.subarray.call(other, from, to),
    )
  }

  override indexOf(value: unknown, from?: unknown, encoding?: unknown): number {
    return search(this, value, from, encoding, true)
  }

  override lastIndexOf(value: unknown, from?: unknown, encoding?: unknown): number {
    return search(this, value, from, encoding, false)
  }

  override includes(value: unknown, from?: unknown, encoding?: unknown): boolean {
    return this.indexOf(value, from, encoding) >= 0
  }

  override fill(value: unknown, start?: unknown, end?: unknown, encoding?: unknown): this {
    if (typeof value !== 'string') {
      const bytes = value instanceof Uint8Array ? value : Uint8Array.of(Number(value))
      fillPart(this, bytes, start, end, value)
    } else if (start === undefined || typeof start === 'string') {
      fillPart(this, encodedFilling(value, start), undefined, undefined, value)
    } else if (typeof end === 'string') {
      fillPart(this, encodedFilling(value, end), start, undefined, value)
    } else fillPart(this, encodedFilling(value, encoding), start, end, value)
    return this
  }

  // --- order of bytes

  swap16(): this {
    return swap(this, 2)
  }

  swap32(): this {
    return swap(this, 4)
  }

  swap64(): this {
    return swap(this, 8)
  }

  get parent(): ArrayBufferLike {
    return this.buffer
  }

  get offset(): number {
    return this.byteOffset
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    const shown = text
      .toHex(this, 0, Math.min(this.length, INSPECT_MAX_BYTES))
      .replace(/(.{2})(?=.)/g, '$1 ')
    const more = this.length - INSPECT_MAX_BYTES
    const rest = more > 0 ? ` ... ${more} more byte${more > 1 ? 's' : ''}` : ''
    return `<Buffer${shown === '' ? '' : ' '}${shown}${rest}>`
  }
}

/** As Node.js takes the places of `copy`. */
function whole(value: unknown): number {
  const number = Math.floor(Number(value))
  return Number.isSafeInteger(number) ? number : 0
}

function checkNumber(value: unknown, name: string, most: number): number {
  if (typeof value !== 'number') throw invalid(`"${name}" argument`, 'of type number', value)
  if (!(value >= 0 && value <= most)) throw outOfRange(name, `>= 0 && <= ${most}`, value)
  return value
}

/** @param given what it was before a default took its place */
function checkInteger(value: unknown, name: string, most: number, given = value): number {
  if (given === null) throw invalid(`"${name}" argument`, 'of type number', given)
  if (typeof value === 'number' && !Number.isInteger(value))
    throw outOfRange(name, 'an integer', value)
  return checkNumber(value, name, most)
}

function fillPart(
  target: Uint8Array,
  bytes: Uint8Array,
  start: unknown,
  end: unknown,
  value: unknown,
): void {
  const from = start === undefined ? 0 : checkInteger(start, 'offset', Number.MAX_SAFE_INTEGER)
  const isWhole = start === undefined || end === undefined
  const to = isWhole ? target.length : checkInteger(end, 'end', target.length)
  if (from >= to) return
  if (bytes.length === 0)
    throw coded(
      new TypeError(`The argument 'value' is invalid. Received ${kindOf(value)}`),
      'ERR_INVALID_ARG_VALUE',
    )
  const part = new Uint8Array(target.buffer, target.byteOffset + from, to - from)
  if (bytes.length === 1) return void part.fill(bytes[0]!)
  part.set(Uint8Array.prototype.subarray.call(bytes, 0, part.length))
  for (let done = bytes.length; done < part.length; done *= 2)
    part.copyWithin(done, 0, Math.min(done, part.length - done))
}

function encodedFilling(value: string, encoding: unknown): Uint8Array {
  if (encoding !== undefined && encoding !== null && typeof encoding !== 'string')
    throw invalid('"encoding" argument', 'of type string', encoding)
  const chosen = encodingOf(encoding)
  return value === '' ? Uint8Array.of(0) : encode(value, chosen)
}

function swap<T extends Uint8Array>(bytes: T, size: number): T {
  if (bytes.length % size !== 0)
    throw coded(
      new RangeError(`Buffer size must be a multiple of ${size * 8}-bits`),
      'ERR_INVALID_BUFFER_SIZE',
    )
  for (let at = 0; at < bytes.length; at += size)
    Uint8Array.prototype.subarray.call(bytes, at, at + size).reverse()
  return bytes
}

function search(
  bytes: Buffer,
  value: unknown,
  from: unknown,
  encoding: unknown,
  forward: boolean,
): number {
  if (typeof from === 'string') return search(bytes, value, undefined, from, forward)
  const chosen = searched(value, encoding)
  const needle = needleOf(value, chosen)
  const isWide = chosen === 'utf16le' && typeof value !== 'number'
  const length = isWide ? bytes.length & ~1 : bytes.length
  const given = Math.min(Math.max(Math.trunc(Number(from)), -(2 ** 31)), 2 ** 31 - 1)
  const wanted = Number.isNaN(given) ? (forward ? 0 : bytes.length) : given
  const at = beginning(length, wanted, needle.length, forward)
  if (needle.length === 0) return at
  if (at < 0 || needle.length > length || (forward && at + needle.length > length)) return -1
  if (isWide) return searchWide(bytes.subarray(0, length), needle, at, forward)
  return forward ? text.indexOf(bytes, needle, at) : text.lastIndexOf(bytes, needle, at)
}

function searched(value: unknown, encoding: unknown): Encoding {
  const isUnknown =
    encoding === null || encoding === '' || !(String(encoding).toLowerCase() in ENCODINGS)
  if (encoding === undefined || typeof value === 'number') return 'utf8'
  if (!isUnknown) return encodingOf(encoding)
  if (typeof value !== 'string') return 'utf8'
  throw coded(new TypeError(`Unknown encoding: ${String(encoding)}`), 'ERR_UNKNOWN_ENCODING')
}

/** Where a search begins; -1 where nothing can be found. */
function beginning(length: number, at: number, needle: number, forward: boolean): number {
  if (at < 0) {
    if (at + length >= 0) return at + length
    return forward || needle === 0 ? 0 : -1
  }
  if (at + needle <= length) return at
  if (needle === 0) return length
  return forward ? -1 : length - 1
}

/** By units of two bytes. */
function searchWide(bytes: Buffer, needle: Uint8Array, from: number, forward: boolean): number {
  if (needle.length < 2) return -1
  const find = forward ? text.indexOf : text.lastIndexOf
  let at = find(bytes, needle.subarray(0, needle.length & ~1), from & ~1)
  while (at >= 0 && at % 2 === 1) {
    if (!forward && at === 0) return -1
    at = find(bytes, needle.subarray(0, needle.length & ~1), forward ? at + 1 : at - 1)
  }
  return at
}

function needleOf(value: unknown, encoding: Encoding): Uint8Array {
  if (typeof value === 'number') return Uint8Array.of(value & 255)
  if (typeof value === 'string') return encode(value, encoding)
  if (value instanceof Uint8Array) return value
  throw invalid(
    '"value" argument',
    'one of type number or string or an instance of Buffer or Uint8Array',
    value,
  )
}

// --- numbers

interface Kind {
  bytes: number
  get(view: DataView, at: number, little: boolean): number | bigint
  set(view: DataView, at: number, value: never, little: boolean): void
  least?: number | bigint
  most?: number | bigint
}

const integer = (bytes: number, signed: boolean): Kind => ({
  bytes,
  get: (view, at, little) => readInteger(view, at, bytes, little, signed),
  set: (view, at, value: number, little) => writeInteger(view, at, bytes, value, little),
  least: signed ? -(2 ** (bytes * 8 - 1)) : 0,
  most: 2 ** (bytes * 8 - (signed ? 1 : 0)) - 1,
})

const KINDS: Record<string, Kind> = {
  UInt8: integer(1, false),
  Int8: integer(1, true),
  UInt16: integer(2, false),
  Int16: integer(2, true),
  UInt32: integer(4, false),
  Int32: integer(4, true),
  Float: {
    bytes: 4,
    get: (view, at, little) => view.getFloat32(at, little),
    set: (view, at, value: number, little) => view.setFloat32(at, value, little),
  },
  Double: {
    bytes: 8,
    get: (view, at, little) => view.getFloat64(at, little),
    set: (view, at, value: number, little) => view.setFloat64(at, value, little),
  },
  BigInt64: {
    bytes: 8,
    get: (view, at, little) => view.getBigInt64(at, little),
    set: (view, at, value: bigint, little) => view.setBigInt64(at, value, little),
    least: -(2n ** 63n),
    most: 2n ** 63n - 1n,
  },
  BigUInt64: {
    bytes: 8,
    get: (view, at, little) => view.getBigUint64(at, little),
    set: (view, at, value: bigint, little) => view.setBigUint64(at, value, little),
    least: 0n,
    most: 2n ** 64n - 1n,
  },
}

function readInteger(
  view: DataView,
  at: number,
  bytes: number,
  little: boolean,
  signed: boolean,
): number {
  let value = 0
  for (let index = 0; index < bytes; index++)
    value = value * 256 + view.getUint8(at + (little ? bytes - 1 - index : index))
  return signed && value >= 2 ** (bytes * 8 - 1) ? value - 2 ** (bytes * 8) : value
}

function writeInteger(
  view: DataView,
  at: number,
  bytes: number,
  value: number,
  little: boolean,
): void {
  const truncated = Math.trunc(value)
  let rest = truncated < 0 ? truncated + 2 ** (bytes * 8) : truncated
  for (let index = 0; index < bytes; index++) {
    view.setUint8(at + (little ? index : bytes - 1 - index), rest % 256)
    rest = Math.floor(rest / 256)
  }
}

function viewOf(bytes: Uint8Array, offset: unknown, size: number): { view: DataView; at: number } {
  const at = offset === undefined ? 0 : offset
  if (typeof at !== 'number') throw invalid('"offset" argument', 'of type number', at)
  if (Math.floor(at) !== at) throw outOfRange('offset', 'an integer', at)
  if (at < 0 || at + size > bytes.length) {
    if (bytes.length < size)
      throw coded(
        new RangeError('Attempt to access memory outside buffer bounds'),
        'ERR_BUFFER_OUT_OF_BOUNDS',
      )
    throw outOfRange('offset', `>= 0 and <= ${bytes.length - size}`, at)
  }
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), at }
}

function checkValue(kind: Kind, value: number | bigint): void {
  const { least, most } = kind
  if (least === undefined || most === undefined) return
  // QuickJS errs where it compares a negative number with a negative BigInt.
  if (typeof value === 'number' && typeof least === 'bigint') {
    if (!(value < Number(least) || value > Number(most))) return
    throw outOfRange('value', `>= ${least} and <= ${most}`, value)
  }
  if (value < least || value > most) throw outOfRange('value', `>= ${least} and <= ${most}`, value)
}

function defineNumber(name: string, kind: Kind, little: boolean): void {
  define(Bytes.prototype, `read${name}`, function (this: Uint8Array, offset?: unknown) {
    const { view, at } = viewOf(this, offset, kind.bytes)
    return kind.get(view, at, little)
  })
  define(
    Bytes.prototype,
    `write${name}`,
    function (this: Uint8Array, value: number | bigint, offset?: unknown) {
      if (kind.bytes === 1 && offset !== undefined && typeof offset !== 'number')
        throw invalid('"offset" argument', 'of type number', offset)
      const number = typeof value === 'bigint' ? value : Number(value)
      checkValue(kind, number)
      const { view, at } = viewOf(this, offset, kind.bytes)
      kind.set(view, at, number as never, little)
      return at + kind.bytes
    },
  )
}

for (const [name, kind] of Object.entries(KINDS)) {
  const endings =
    kind.bytes === 1 ? [['', true] as const] : [['LE', true] as const, ['BE', false] as const]
  for (const [ending, little] of endings) {
    defineNumber(`${name}${ending}`, kind, little)
    if (name.includes('UInt'))
      defineNumber(`${name.replace('UInt', 'Uint')}${ending}`, kind, little)
  }
}

for (const [ending, little] of [['LE', true] as const, ['BE', false] as const]) {
  for (const [name, signed] of [
    ['Int', true] as const,
    ['UInt', false] as const,
    ['Uint', false] as const,
  ]) {
    define(
      Bytes.prototype,
      `read${name}${ending}`,
      function (this: Uint8Array, offset: number, bytes: number) {
        checkGiven(offset)
        const size = checkSize(bytes)
        const { view, at } = viewOf(this, offset, size)
        return readInteger(view, at, size, little, signed)
      },
    )
    define(
      Bytes.prototype,
      `write${name}${ending}`,
      function (this: Uint8Array, value: number, offset: number, bytes: number) {
        if (bytes === 1 && typeof offset !== 'number')
          throw invalid('"offset" argument', 'of type number', offset)
        const size = checkSize(bytes)
        checkValue(integer(size, signed), Number(value))
        checkGiven(offset)
        const { view, at } = viewOf(this, offset, size)
        writeInteger(view, at, size, Number(value), little)
        return at + size
      },
    )
  }
}

function checkGiven(offset: unknown): void {
  if (offset === undefined) throw invalid('"offset" argument', 'of type number', offset)
}

function checkSize(bytes: unknown): number {
  if (typeof bytes !== 'number') throw invalid('"byteLength" argument', 'of type number', bytes)
  if (!(bytes >= 1 && bytes <= 6 && Number.isInteger(bytes)))
    throw outOfRange('byteLength', '>= 1 and <= 6', bytes)
  return bytes
}

// --- making one

const own = (bytes: Uint8Array<ArrayBufferLike>): Buffer =>
  Object.setPrototypeOf(bytes, Bytes.prototype) as Buffer

function from(value: unknown, second?: unknown, third?: unknown): Buffer {
  if (typeof value === 'string') return own(encode(value, encodingOf(second)))
  if (typeof value === 'object' && value !== null) {
    if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer)
      return fromMemory(value, second, third)
    if (ArrayBuffer.isView(value)) return own(Uint8Array.from(value as Uint8Array))
    const primitive = (value as { valueOf(): unknown }).valueOf?.()
    if (
      primitive !== null &&
      primitive !== undefined &&
      primitive !== value &&
      (typeof primitive === 'string' || typeof primitive === 'object')
    )
      return from(primitive, second, third)
    const made = fromObject(value as Record<PropertyKey, unknown>, second)
    if (made) return made
  }
  throw invalid(
    'first argument',
    'of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object',
    value,
  )
}

function fromMemory(memory: ArrayBufferLike, start: unknown, length: unknown): Buffer {
  const at = Math.trunc(Number(start ?? 0)) || 0
  if (at > memory.byteLength)
    throw coded(new RangeError('"offset" is outside of buffer bounds'), 'ERR_BUFFER_OUT_OF_BOUNDS')
  const count =
    length === undefined ? memory.byteLength - at : Math.max(0, Math.trunc(Number(length)) || 0)
  if (at + count > memory.byteLength)
    throw coded(new RangeError('"length" is outside of buffer bounds'), 'ERR_BUFFER_OUT_OF_BOUNDS')
  return own(new Uint8Array(memory, at, count))
}

function fromObject(value: Record<PropertyKey, unknown>, encoding: unknown): Buffer | undefined {
  if (Array.isArray(value)) return own(Uint8Array.from(value, Number))
  if (value['type'] === 'Buffer' && Array.isArray(value['data']))
    return own(Uint8Array.from(value['data'], Number))
  if (value['length'] !== undefined) {
    const isList = typeof value['length'] === 'number'
    return isList ? own(Uint8Array.from(value as unknown as ArrayLike<number>)) : alloc(0)
  }
  const convert = value[Symbol.toPrimitive]
  return typeof convert === 'function' ? from(convert.call(value, 'string'), encoding) : undefined
}

function alloc(size: number, fill?: unknown, encoding?: unknown): Buffer {
  const made = own(new Uint8Array(sized(size)))
  return fill === undefined || fill === 0 || size === 0 ? made : made.fill(fill, 0, size, encoding)
}

function concat(list: readonly Uint8Array[], total?: number): Buffer {
  if (!Array.isArray(list)) throw invalid('"list" argument', 'an instance of Array', list)
  if (list.length === 0) return alloc(0)
  if (total !== undefined) checkInteger(total, 'length', kMaxLength)
  const length = total ?? list.reduce((sum, one) => sum + one.length, 0)
  const all = alloc(length)
  let at = 0
  for (const [index, one] of list.entries()) {
    if (!(one instanceof Uint8Array))
      throw invalid(`"list[${index}]" argument`, 'an instance of Buffer or Uint8Array', one)
    if (at >= length) break
    all.set(
      at + one.length > length ? Uint8Array.prototype.subarray.call(one, 0, length - at) : one,
      at,
    )
    at += one.length
  }
  return all
}

function byteLength(value: unknown, encoding?: unknown): number {
  if (typeof value !== 'string') {
    if (
      ArrayBuffer.isView(value) ||
      value instanceof ArrayBuffer ||
      value instanceof SharedArrayBuffer
    )
      return value.byteLength
    throw invalid(
      '"string" argument',
      'of type string or an instance of Buffer or ArrayBuffer',
      value,
    )
  }
  if (encoding === undefined) return text.utf8Length(value)
  const chosen = ENCODINGS[String(encoding ?? 'utf8').toLowerCase()] ?? 'utf8'
  switch (chosen) {
    case 'utf8':
      return text.utf8Length(value)
    case 'utf16le':
      return value.length * 2
    case 'hex':
      return value.length >>> 1
    case 'base64':
    case 'base64url':
      return Math.floor((value.replace(/=+$/, '').length * 3) / 4)
    default:
      return value.length
  }
}

const statics = {
  from,
  alloc,
  allocUnsafe: (size: number) => own(new Uint8Array(sized(size))),
  allocUnsafeSlow: (size: number) => own(new Uint8Array(sized(size))),
  of: (...items: number[]) => own(Uint8Array.of(...items)),
  concat,
  byteLength,
  compare(one: Uint8Array, other: Uint8Array) {
    if (!(one instanceof Uint8Array))
      throw invalid('"buf1" argument', 'an instance of Buffer or Uint8Array', one)
    if (!(other instanceof Uint8Array))
      throw invalid('"buf2" argument', 'an instance of Buffer or Uint8Array', other)
    return text.compare(one, other)
  },
  isBuffer: (value: unknown) => value instanceof Bytes,
  isEncoding: (name: unknown) => typeof name === 'string' && name.toLowerCase() in ENCODINGS,
  copyBytesFrom(view: Uint8Array, offset = 0, length?: number) {
    const part = (view as Uint8Array).subarray(
      offset,
      length === undefined ? undefined : offset + length,
    )
    return own(
      new Uint8Array(part.buffer.slice(part.byteOffset, part.byteOffset + part.byteLength)),
    )
  },
}

interface Statics {
  from: typeof from
  alloc: typeof alloc
  allocUnsafe(size: number): Buffer
  concat: typeof concat
  byteLength: typeof byteLength
  isBuffer(value: unknown): boolean
  isEncoding(name: unknown): boolean
}

export type Buffer = InstanceType<typeof Bytes>

/** Also called without `new`, as old packages do. */
export const Buffer = new Proxy(Bytes, {
  apply: (_, __, [value, second, third]: unknown[]) =>
    typeof value === 'number' ? alloc(value) : from(value, second, third),
  construct: (target, args: unknown[], newTarget) =>
    newTarget === Buffer
      ? typeof args[0] === 'number'
        ? alloc(args[0])
        : from(...(args as [unknown]))
      : (Reflect.construct(target, args, newTarget) as Buffer),
}) as unknown as (new (...args: never[]) => Buffer) & { prototype: Buffer } & Statics

Object.defineProperty(Bytes, 'name', { value: 'Buffer' })
for (const [name, value] of Object.entries(statics)) define(Bytes, name, value)
Object.defineProperty(Bytes.prototype, 'constructor', {
  value: Buffer,
  writable: true,
  configurable: true,
})

export const SlowBuffer = Buffer
export const { isUtf8, isAscii } = {
  isUtf8: (bytes: Uint8Array) => text.isUtf8(bytes),
  isAscii: (bytes: Uint8Array) => bytes.every((byte) => byte < 128),
}
export function transcode(bytes: Uint8Array, fromName: string, toName: string): Buffer {
  return own(encode(decode(bytes, encodingOf(fromName), 0, bytes.length), encodingOf(toName)))
}
export const resolveObjectURL = absent('resolveObjectURL')
const { atob, btoa } = globalThis
export { atob, Blob, btoa, File }
