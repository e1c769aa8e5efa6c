import { coded } from '../define.ts'
import { Blob } from './blob.ts'

/** @throws DOMException `DataCloneError` for what has no copy */
export function structuredClone(value: unknown, options?: { transfer?: ArrayBuffer[] }): unknown {
  if (arguments.length === 0) throw new TypeError("The 'value' argument must be specified")
  const transferred = new Set(options?.transfer ?? [])
  const seen = new Map<object, unknown>()
  for (const one of transferred) {
    if (!(one instanceof ArrayBuffer))
      throw coded(
        new TypeError('Found invalid object in transferList'),
        'ERR_INVALID_TRANSFER_OBJECT',
      )
  }
  if (transferred.size < (options?.transfer?.length ?? 0))
    throw refusal('An ArrayBuffer occurs in the transfer list twice.')
  const copy = clone(value, seen)
  // At the end: views of it are read before.
  for (const one of transferred) if (!one.detached) one.transfer()
  return copy
}

function refusal(message: string): DOMException {
  return new DOMException(message, 'DataCloneError')
}

/** Kinds with a state that nobody sees. */
const UNCLONED = /^(Arguments|(Async)?Generator|.* Iterator)$/

type Seen = Map<object, unknown>

function clone(value: unknown, seen: Seen): unknown {
  if (typeof value === 'symbol') throw refusal(`${String(value)} could not be cloned.`)
  if (typeof value === 'function') throw refusal(`${String(value)} could not be cloned.`)
  if (typeof value !== 'object' || value === null) return value
  const before = seen.get(value)
  if (before !== undefined) return before
  const again = (part: unknown) => clone(part, seen)
  const keep = <T>(copy: T): T => {
    seen.set(value, copy)
    return copy
  }
  const tag = Object.prototype.toString.call(value).slice(8, -1)
  if (UNCLONED.test(tag)) throw refusal(`#<${tag}> could not be cloned.`)
  switch (tag) {
    case 'Boolean':
    case 'Number':
    case 'String':
    case 'BigInt':
      if (isBoxed(value)) return keep(Object(value.valueOf()))
      break
    case 'Date':
      if (value instanceof Date) return keep(new Date(value.getTime()))
      break
    case 'RegExp':
      if (value instanceof RegExp) return keep(new RegExp(value.source, value.flags))
      break
    case 'Symbol':
      if (isBoxed(value)) throw refusal('Object(Symbol) could not be cloned.')
  }
  if (value instanceof ArrayBuffer) return keep(value.slice(0))
  if (value instanceof SharedArrayBuffer) return keep(value)
  if (ArrayBuffer.isView(value)) return keep(view(value, again))
  if (value instanceof Map) return map(value, keep(new Map()), again)
  if (value instanceof Set) return set(value, keep(new Set()), again)
  if (isError(value)) return error(value, keep, again)
  if (value instanceof Blob) return keep(value.slice(0, value.size, value.type))
  if (
    value instanceof Promise ||
    value instanceof WeakMap ||
    value instanceof WeakSet ||
    value instanceof WeakRef
  )
    throw refusal(`#<${value.constructor.name}> could not be cloned.`)
  return members(value, keep(Array.isArray(value) ? [] : {}), again)
}

function isBoxed(value: object): boolean {
  return typeof value.valueOf() !== 'object'
}

function isError(value: object): value is Error {
  return value instanceof Error && !(value instanceof DOMException)
}

interface View {
  buffer: ArrayBufferLike
  byteOffset: number
  byteLength: number
  length?: number
  constructor: { name: string }
}

function view(value: ArrayBufferView, again: (part: unknown) => unknown): unknown {
  const { byteOffset, byteLength, length } = value as unknown as View
  const buffer = again(value.buffer) as ArrayBuffer
  const name = Object.prototype.toString.call(value).slice(8, -1)
  if (name === 'DataView') return new DataView(buffer, byteOffset, byteLength)
  const Class = (globalThis as unknown as Record<string, new (...args: unknown[]) => unknown>)[
    name
  ]!
  return new Class(buffer, byteOffset, length)
}

function map(
  value: Map<unknown, unknown>,
  copy: Map<unknown, unknown>,
  again: (part: unknown) => unknown,
) {
  for (const [key, part] of Array.from(value)) copy.set(again(key), again(part))
  return copy
}

function set(value: Set<unknown>, copy: Set<unknown>, again: (part: unknown) => unknown) {
  for (const part of Array.from(value)) copy.add(again(part))
  return copy
}

const ERRORS = [EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError]

function error(value: Error, keep: <T>(copy: T) => T, again: (part: unknown) => unknown): Error {
  const Class = ERRORS.find((one) => one.name === value.name) ?? Error
  const made = keep(new Class(value.message))
  for (const name of ['stack', 'message'] as const)
    Object.defineProperty(made, name, {
      value: String(value[name]),
      writable: true,
      configurable: true,
    })
  if ('cause' in value)
    Object.defineProperty(made, 'cause', {
      value: again(value.cause),
      writable: true,
      configurable: true,
    })
  return made
}

function members(
  value: object,
  copy: Record<string, unknown> | unknown[],
  again: (part: unknown) => unknown,
): unknown {
  if (Array.isArray(value)) (copy as unknown[]).length = value.length
  for (const key of Object.keys(value)) {
    const part = again((value as Record<string, unknown>)[key])
    Object.defineProperty(copy, key, {
      value: part,
      writable: true,
      configurable: true,
      enumerable: true,
    })
  }
  return copy
}
