import { isDeepEqual } from '../equal.ts'
import { coded, kindOf } from '../define.ts'
import { nextTick } from '../boot/ticks.ts'
import { TextDecoder, TextEncoder } from '../web/text.ts'
import * as shown from 'node-inspect-extracted'

export const { format, formatWithOptions, inspect, stripVTControlCharacters } = shown
export { TextDecoder, TextEncoder }
export * as types from './util/types.ts'

type AnyFunction = (...args: any[]) => any

const custom = Symbol.for('nodejs.util.promisify.custom')

export function promisify(original: AnyFunction): AnyFunction {
  if (typeof original !== 'function')
    throw coded(
      new TypeError(
        `The "original" argument must be of type function. Received ${kindOf(original)}`,
      ),
      'ERR_INVALID_ARG_TYPE',
    )
  const own = (original as unknown as Record<symbol, AnyFunction | undefined>)[custom]
  if (own) return own
  const promised = function (this: unknown, ...args: unknown[]) {
    return new Promise((resolve, reject) => {
      original.call(this, ...args, (error: unknown, value: unknown) =>
        error ? reject(error) : resolve(value),
      )
    })
  }
  Object.setPrototypeOf(promised, Object.getPrototypeOf(original))
  return Object.defineProperties(promised, Object.getOwnPropertyDescriptors(original))
}

promisify.custom = custom

export function callbackify(original: AnyFunction): AnyFunction {
  return function (this: unknown, ...args: unknown[]) {
    const done = args.pop() as AnyFunction
    original.apply(this, args).then(
      (value: unknown) => nextTick(done, null as never, value as never),
      (error: unknown) =>
        nextTick(
          done,
          (error ||
            Object.assign(new Error('Promise was rejected with a falsy value'), {
              code: 'ERR_FALSY_VALUE_REJECTION',
              reason: error,
            })) as never,
        ),
    )
  }
}

export function inherits(constructor: AnyFunction, parent: AnyFunction): void {
  Object.defineProperty(constructor, 'super_', {
    value: parent,
    writable: true,
    configurable: true,
  })
  Object.setPrototypeOf(constructor.prototype, parent.prototype)
}

const warned = new Set<string>()

export function deprecate(original: AnyFunction, message: string, code?: string): AnyFunction {
  let told = false
  return function (this: unknown, ...args: unknown[]) {
    if (!told && !(code && warned.has(code))) {
      told = true
      if (code) warned.add(code)
      process.emitWarning(message, 'DeprecationWarning')
    }
    return new.target ? Reflect.construct(original, args, new.target) : original.apply(this, args)
  } as AnyFunction
}

export function isDeepStrictEqual(one: unknown, other: unknown): boolean {
  return isDeepEqual(one, other, true)
}

const sections = () => (process.env['NODE_DEBUG'] ?? '').toUpperCase().split(',')

export function debuglog(section: string) {
  const enabled = sections().includes(section.toUpperCase())
  const log = (...params: unknown[]) => {
    if (enabled)
      process.stderr.write(`${section.toUpperCase()} ${process.pid}: ${format(...params)}\n`)
  }
  return Object.assign(log, { enabled })
}

export const debug = debuglog

export function toUSVString(text: unknown): string {
  return String(text).toWellFormed()
}

const COLORS = (inspect as unknown as { colors: Record<string, [number, number]> }).colors

export function styleText(
  styles: string | string[],
  text: string,
  {
    validateStream = true,
    stream = process.stdout,
  }: { validateStream?: boolean; stream?: unknown } = {},
): string {
  const all = [styles].flat()
  for (const one of all)
    if (one !== 'none' && !(one in COLORS))
      throw coded(
        new TypeError(`The argument 'format' is invalid. Received '${one}'`),
        'ERR_INVALID_ARG_VALUE',
      )
  if (validateStream && !(stream as { isTTY?: boolean }).isTTY) return text
  return all.reduceRight(
    (inner, one) =>
      one === 'none' ? inner : `\x1b[${COLORS[one]![0]}m${inner}\x1b[${COLORS[one]![1]}m`,
    text,
  )
}

export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

export function parseEnv(text: string): Record<string, string> {
  const values: Record<string, string> = {}
  const line =
    /^\s*(?:export\s+)?([\w.-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|`([^`]*)`|([^#\n]*))/gm
  for (const [, name, double, single, back, plain] of text.matchAll(line))
    values[name!] = double?.replaceAll('\\n', '\n') ?? single ?? back ?? plain!.trim()
  return values
}

export const isArray = Array.isArray
