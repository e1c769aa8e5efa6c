import { unavailable } from '../../define.ts'
import { oneOf, within, type Options } from './locale.ts'

/** A number: 0.DIGITS times ten to `point`. No zeros at either end; zero has no digits. */
export interface Decimal {
  negative: boolean
  digits: string
  point: number
}

export interface DigitOptions {
  integer: number
  fraction?: [low: number, high: number]
  significant?: [low: number, high: number]
  /** The default of the compact notation: two digits, or all of the integer. */
  compact?: boolean
  mode: string
  strip: boolean
  /** As resolvedOptions has them. */
  shown: Record<string, number>
}

/** By the shortest digits that name the number, as V8 does it. */
export function decimalOf(value: number | bigint | string): Decimal {
  const text = Object.is(value, -0) ? '-0' : String(value)
  const [, sign, integer, fraction = '', power = '0'] =
    /^([-+]?)(\d*)\.?(\d*)(?:e([-+]?\d+))?$/i.exec(text)!
  return trimmed(sign === '-', integer! + fraction, integer!.length + Number(power))
}

function trimmed(negative: boolean, digits: string, point: number): Decimal {
  const zeros = /^0*/.exec(digits)![0].length
  const kept = digits.slice(zeros).replace(/0+$/, '')
  return { negative, digits: kept, point: kept ? point - zeros : 0 }
}

const MODES = [
  'ceil',
  'floor',
  'expand',
  'trunc',
  'halfCeil',
  'halfFloor',
  'halfExpand',
  'halfTrunc',
  'halfEven',
]

export function digitOptions(
  options: Options,
  low: number,
  high: number,
  compact = false,
): DigitOptions {
  const integer = within(options, 'minimumIntegerDigits', 1, 21) ?? 1
  const fractions = [
    within(options, 'minimumFractionDigits', 0, 100),
    within(options, 'maximumFractionDigits', 0, 100),
  ]
  const significants = [
    within(options, 'minimumSignificantDigits', 1, 21),
    within(options, 'maximumSignificantDigits', 1, 21),
  ]
  const mode = oneOf(options, 'roundingMode', MODES, 'halfExpand')
  const strip =
    oneOf(options, 'trailingZeroDisplay', ['auto', 'stripIfInteger'], 'auto') === 'stripIfInteger'
  if (options['roundingPriority'] !== undefined && options['roundingPriority'] !== 'auto')
    throw unavailable('roundingPriority')
  if (options['roundingIncrement'] !== undefined && Number(options['roundingIncrement']) !== 1)
    throw unavailable('roundingIncrement')
  const common = { integer, mode, strip }
  if (significants.some((value) => value !== undefined)) {
    const least = significants[0] ?? 1
    const most = significants[1] ?? 21
    if (least > most) throw new RangeError('maximumSignificantDigits value is out of range.')
    const shown = {
      minimumIntegerDigits: integer,
      minimumSignificantDigits: least,
      maximumSignificantDigits: most,
    }
    return { ...common, significant: [least, most], shown }
  }
  if (compact && fractions.every((value) => value === undefined)) {
    return {
      ...common,
      compact,
      shown: {
        minimumIntegerDigits: integer,
        minimumFractionDigits: 0,
        maximumFractionDigits: 0,
        minimumSignificantDigits: 1,
        maximumSignificantDigits: 2,
      },
    }
  }
  const least = fractions[0] ?? Math.min(low, fractions[1] ?? low)
  const most = fractions[1] ?? Math.max(high, least)
  if (least > most) throw new RangeError('maximumFractionDigits value is out of range.')
  const shown = {
    minimumIntegerDigits: integer,
    minimumFractionDigits: least,
    maximumFractionDigits: most,
  }
  return { ...common, fraction: [least, most], shown }
}

export function round(value: Decimal, options: DigitOptions): Decimal {
  return cut(value, kept(value, options), options.mode)
}

/** How many of the digits stay. */
function kept({ point }: Decimal, { fraction, significant, compact }: DigitOptions): number {
  if (compact) return Math.max(point, 2)
  return significant ? significant[1] : point + fraction![1]
}

function cut(value: Decimal, length: number, mode: string): Decimal {
  const { negative, digits, point } = value
  if (length >= digits.length || !digits) return value
  const whole = length > 0 ? digits.slice(0, length) : ''
  const rest = length < 0 ? '0'.repeat(-length) + digits : digits.slice(length)
  if (!goesUp(negative, whole, rest, mode)) return trimmed(negative, whole, point)
  const more = String(BigInt(whole || '0') + 1n)
  // Nothing of the number stays: one of the last place that is shown.
  if (!whole) return trimmed(negative, '1', point - length + 1)
  return trimmed(negative, more, point + more.length - whole.length)
}

function goesUp(negative: boolean, whole: string, rest: string, mode: string): boolean {
  const half =
    rest[0]! > '5' || (rest[0] === '5' && /[1-9]/.test(rest.slice(1)))
      ? 1
      : rest[0] === '5'
        ? 0
        : -1
  const up = { ceil: !negative, floor: negative, expand: true, trunc: false }[mode]
  if (up !== undefined) return up
  if (half !== 0) return half > 0
  const even = Number(whole.at(-1) ?? 0) % 2 === 0
  return {
    halfCeil: !negative,
    halfFloor: negative,
    halfExpand: true,
    halfTrunc: false,
    halfEven: !even,
  }[mode]!
}

/** A rounded number's digits with the zeros that are asked for, and a point; without a sign. */
export function written({ digits, point }: Decimal, options: DigitOptions): string {
  const integer = point > 0 ? digits.slice(0, point).padEnd(point, '0') : ''
  const fraction = point >= 0 ? digits.slice(Math.max(point, 0)) : '0'.repeat(-point) + digits
  const zeros = options.significant
    ? Math.max(0, options.significant[0] - (digits ? point : 1))
    : (options.fraction?.[0] ?? 0)
  const shown = options.strip && !fraction ? '' : fraction.padEnd(zeros, '0')
  return integer.padStart(options.integer, '0') + (shown ? `.${shown}` : '')
}
