import type { NumberSystem } from './data.ts'
import type { Part } from './number-format.ts'

export interface NumberPattern {
  prefix: string
  suffix: string
  /** Sizes of the group beside the point and of the others; 0 where there are none. */
  primary: number
  secondary: number
  /** What is around a negative number, where the pattern says it. */
  negative?: { prefix: string; suffix: string } | undefined
}

const kept = new Map<string, NumberPattern>()

/** CLDR's patterns, such as `#,##,##0.00 ¤;(#,##0.00 ¤)`. */
export function numberPattern(text: string): NumberPattern {
  let pattern = kept.get(text)
  if (!pattern) kept.set(text, (pattern = parse(text)))
  return pattern
}

function parse(text: string): NumberPattern {
  const [positive, negative] = text.split(';') as [string, string?]
  const { prefix, suffix, number } = pieces(positive)
  const groups = number
    .split('.')[0]!
    .split(',')
    .slice(1)
    .map((group) => group.length)
  const primary = groups.at(-1) ?? 0
  const other = negative === undefined ? undefined : pieces(negative)
  return { prefix, suffix, primary, secondary: groups.at(-2) ?? primary, negative: other }
}

function pieces(text: string) {
  const [, prefix, number, suffix] = /^([^#0,.]*)([#0,.]+)(.*)$/s.exec(text)!
  return { prefix: prefix!, number: number!, suffix: suffix! }
}

export function affix(
  pattern: NumberPattern,
  side: 'prefix' | 'suffix',
  sign: '-' | '+' | '',
  { symbols, spacing }: NumberSystem,
  symbol: string,
  isDigits = true,
): Part[] {
  const text = signed(pattern, side, sign)
  const parts: Part[] = []
  for (const char of text.replace(/'/g, '')) {
    if (char === '¤') parts.push({ type: 'currency', value: symbol })
    else if (char === '-') marked(parts, 'minusSign', symbols[2]!)
    else if (char === '+') marked(parts, 'plusSign', symbols[3]!)
    else if (char === '%') marked(parts, 'percentSign', symbols[4]!)
    else literal(parts, char)
  }
  return isDigits ? spaced(parts, side, spacing) : parts
}

/** A sign; marks of direction around it are parts of their own. */
function marked(parts: Part[], type: string, text: string): void {
  const [, before, value, after] = /^([\u061C\u200E\u200F]*)(.*?)([\u061C\u200E\u200F]*)$/s.exec(
    text,
  )!
  literal(parts, before!)
  parts.push({ type, value: value! })
  literal(parts, after!)
}

function literal(parts: Part[], value: string): void {
  const last = parts.at(-1)
  if (last?.type === 'literal') last.value += value
  else if (value) parts.push({ type: 'literal', value })
}

function signed(pattern: NumberPattern, side: 'prefix' | 'suffix', sign: '-' | '+' | ''): string {
  if (!sign) return pattern[side]
  if (pattern.negative) {
    const own = pattern.negative[side]
    if (sign === '-') return own
    const hasSign = (pattern.negative.prefix + pattern.negative.suffix).includes('-')
    if (hasSign) return own.replace('-', '+')
  }
  return side === 'prefix' ? sign + pattern.prefix : pattern.suffix
}

/** A symbol that is no sign of its own keeps apart from the digits. */
function spaced(
  parts: Part[],
  side: 'prefix' | 'suffix',
  [before, after]: [string, string],
): Part[] {
  const beside = side === 'prefix' ? parts.at(-1) : parts[0]
  if (beside?.type !== 'currency') return parts
  const edge = side === 'prefix' ? beside.value.at(-1) : beside.value[0]
  if (edge === undefined || /[\p{S}\p{Z}]/u.test(edge)) return parts
  return side === 'prefix'
    ? [...parts, { type: 'literal', value: after }]
    : [{ type: 'literal', value: before }, ...parts]
}
