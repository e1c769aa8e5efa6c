import { coded, kindOf, unavailable } from '../define.ts'
import { constants } from './constants.ts'

export interface Options {
  flush?: number
  finishFlush?: number
  chunkSize?: number
  maxOutputLength?: number
  level?: number
  windowBits?: number
  memLevel?: number
  strategy?: number
  params?: Record<string, number | boolean>
  dictionary?: unknown
  info?: boolean
}

/** As far as two formats differ in what may be asked of them. */
export interface Range {
  lastFlush: number
  /** 0 leaves the window to what is read. */
  leastWindow: number
}

type NumberName = Exclude<keyof Options, 'params' | 'dictionary' | 'info'>

/** @throws as Node.js does where it is none, or out of range */
function number(
  options: Options,
  name: NumberName,
  least: number,
  most: number,
  otherwise: number,
): number {
  const value = options[name] as unknown
  if (value === undefined || Number.isNaN(value)) return otherwise
  if (typeof value !== 'number') throw wrongType(`options.${name}`, 'of type number', value)
  const range = Number.isFinite(value)
    ? value < least || value > most
      ? most === Number.POSITIVE_INFINITY
        ? `>= ${least}`
        : `>= ${least} and <= ${most}`
      : undefined
    : 'a finite number'
  if (range === undefined) return value
  throw coded(
    new RangeError(
      `The value of "options.${name}" is out of range. It must be ${range}. Received ${value}`,
    ),
    'ERR_OUT_OF_RANGE',
  )
}

const wrongType = (name: string, wanted: string, value: unknown) =>
  coded(
    new TypeError(`The "${name}" property must be ${wanted}. Received ${kindOf(value)}`),
    'ERR_INVALID_ARG_TYPE',
  )

const MOST_BYTES = 2 ** 32

export function common(options: Options, { lastFlush }: Range) {
  const most = Number.POSITIVE_INFINITY
  const chunkSize = number(options, 'chunkSize', constants['Z_MIN_CHUNK']!, most, 16_384)
  const flush = number(options, 'flush', 0, lastFlush, 0)
  const finish = lastFlush === constants['Z_BLOCK'] ? constants['Z_FINISH']! : 2
  const finishFlush = number(options, 'finishFlush', 0, lastFlush, finish)
  const maxOutputLength = number(options, 'maxOutputLength', 1, MOST_BYTES, MOST_BYTES)
  if (options.info) throw unavailable('the option "info" of zlib')
  return { chunkSize, flush, finishFlush, maxOutputLength }
}

/** @returns the level: what else there is says how it is done, and is not needed to read what comes out */
export function levelOf(options: Options, { leastWindow }: Range): number {
  if (leastWindow > 0 || options.windowBits) number(options, 'windowBits', leastWindow || 8, 15, 15)
  const level = number(options, 'level', -1, 9, -1)
  number(options, 'memLevel', 1, 9, 8)
  number(options, 'strategy', 0, 4, 0)
  const { dictionary } = options
  if (dictionary !== undefined) {
    if (!ArrayBuffer.isView(dictionary) && !(dictionary instanceof ArrayBuffer))
      throw wrongType(
        'options.dictionary',
        'an instance of Buffer, TypedArray, DataView, or ArrayBuffer',
        dictionary,
      )
    throw unavailable('the option "dictionary" of zlib')
  }
  return level
}

const LAST_PARAMETER = constants['BROTLI_PARAM_NDIRECT']!
const UNSET = 2 ** 32 - 1

/** By number. @throws as Node.js does */
export function parametersOf({ params = {} }: Options): Map<number, number> {
  const given = new Map<number, number>()
  for (const [name, value] of Object.entries(params)) {
    const key = Number(name)
    if (!(key >= 0 && key <= LAST_PARAMETER) || given.has(key))
      throw coded(
        new RangeError(`${name} is not a valid Brotli parameter`),
        'ERR_BROTLI_INVALID_PARAM',
      )
    if (typeof value !== 'number' && typeof value !== 'boolean')
      throw wrongType('options.params[key]', 'of type number', value)
    const whole = Number(value) >>> 0
    if (whole !== UNSET) given.set(key, whole)
  }
  return given
}

export const notBegun = () =>
  coded(new Error('Initialization failed'), 'ERR_ZLIB_INITIALIZATION_FAILED')
