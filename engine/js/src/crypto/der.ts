/** DER (X.690), as far as keys and signatures need it. */
import { joined } from '../web/text.ts'

const INTEGER = 0x02
const BITS = 0x03
export const OCTETS = 0x04
export const NULL = 0x05
const NAME = 0x06
export const SEQUENCE = 0x30

export interface Element {
  tag: number
  content: Uint8Array
}

/** The elements that follow one another. @throws Error where the bytes are no DER */
export function elements(bytes: Uint8Array): Element[] {
  const all: Element[] = []
  let at = 0
  while (at < bytes.length) {
    const tag = bytes[at]!
    const [length, start] = lengthAt(bytes, at + 1)
    if (start + length > bytes.length) throw new Error('DER is cut')
    all.push({ tag, content: bytes.subarray(start, start + length) })
    at = start + length
  }
  return all
}

function lengthAt(bytes: Uint8Array, at: number): [length: number, start: number] {
  const first = bytes[at] ?? 0xff
  if (first < 0x80) return [first, at + 1]
  const size = first & 0x7f
  if (size === 0 || size > 4 || at + size >= bytes.length) throw new Error('DER has a bad length')
  let length = 0
  for (let byte = 1; byte <= size; byte++) length = length * 256 + bytes[at + byte]!
  return [length, at + 1 + size]
}

/** The content of the one element there is. */
export function only(bytes: Uint8Array, tag: number): Uint8Array {
  const [element, ...rest] = elements(bytes)
  if (!element || rest.length > 0) throw new Error('DER has more or less than one element')
  return content(element, tag)
}

export function content(element: Element | undefined, tag: number): Uint8Array {
  if (element?.tag !== tag) throw new Error('DER has another element')
  return element.content
}

/** The bytes of a string of bits, of which none is unused. */
export function bitsOf(element: Element | undefined): Uint8Array {
  const bytes = content(element, BITS)
  if (bytes[0] !== 0) throw new Error('DER has a cut string of bits')
  return bytes.subarray(1)
}

/** A number that is not negative, without zeros before it. */
export function numberOf(element: Element | undefined): Uint8Array {
  return stripped(content(element, INTEGER)).slice()
}

export function stripped(bytes: Uint8Array): Uint8Array {
  let at = 0
  while (at < bytes.length - 1 && bytes[at] === 0) at++
  return bytes.subarray(at)
}

/** With zeros before it up to a length. */
export function widened(bytes: Uint8Array, length: number): Uint8Array {
  const short = stripped(bytes)
  if (short.length > length) throw new Error('the number is too long')
  const wide = new Uint8Array(length)
  wide.set(short, length - short.length)
  return wide
}

export function element(tag: number, ...parts: Uint8Array[]): Uint8Array {
  const content = joined(...parts)
  const { length } = content
  const head =
    length < 0x80
      ? [length]
      : length < 0x100
        ? [0x81, length]
        : length < 0x10000
          ? [0x82, length >> 8, length & 0xff]
          : [0x83, length >> 16, (length >> 8) & 0xff, length & 0xff]
  return joined(Uint8Array.of(tag, ...head), content)
}

export const sequence = (...parts: Uint8Array[]) => element(SEQUENCE, ...parts)
export const bits = (bytes: Uint8Array) => element(BITS, Uint8Array.of(0), bytes)
export const octets = (bytes: Uint8Array) => element(OCTETS, bytes)
export const small = (number: number) => element(INTEGER, Uint8Array.of(number))

export function integer(bytes: Uint8Array): Uint8Array {
  const short = stripped(bytes)
  return element(INTEGER, short[0]! >= 0x80 ? joined(Uint8Array.of(0), short) : short)
}

/** A name of X.660 from its numbers, `1.2.840…`. */
export function name(dotted: string): Uint8Array {
  const [first, second, ...rest] = dotted.split('.').map(Number)
  const bytes = [first! * 40 + second!]
  for (const number of rest) {
    const digits = [number & 0x7f]
    for (let more = number >>> 7; more > 0; more >>>= 7) digits.unshift(0x80 | (more & 0x7f))
    bytes.push(...digits)
  }
  return element(NAME, Uint8Array.from(bytes))
}

export function nameOf(element: Element | undefined): string {
  const [first, ...bytes] = content(element, NAME)
  const numbers = [Math.floor(first! / 40), first! % 40]
  let number = 0
  for (const byte of bytes) {
    number = number * 128 + (byte & 0x7f)
    if (byte >= 0x80) continue
    numbers.push(number)
    number = 0
  }
  return numbers.join('.')
}
