import type { z } from 'zod'
import { nearest } from '../nearest.ts'
import { keyText, valueText, type Problem } from './problem.ts'
import { knownKeys, schemasAt } from './schema-nodes.ts'
import { meantValue } from './synonyms.ts'

/** A value that is none of a few. */
export function wrongChoice(
  path: readonly PropertyKey[],
  choices: readonly unknown[],
  value: unknown,
): Problem {
  const key = String(path.at(-1))
  const values = choices.map(String)
  const what = value === undefined || value === null ? 'nothing' : valueText(value)
  const message = `${keyText(path)}: expected one of ${values.join(', ')}, not ${what}`
  const meant = meantValue(key, String(value), values) ?? atLeast(choices, value)
  if (meant !== undefined) return { path, message, remedy: `Write "${key}: ${meant}".` }
  const near = nearest(String(value), values)
  const remedy =
    near === undefined ? `Write one of them: "${key}: ${values[0]}".` : `Did you mean "${near}"?`
  return { path, message, remedy }
}

/** Of numbers the next one up. */
function atLeast(choices: readonly unknown[], value: unknown): number | undefined {
  const numbers = choices.filter((choice) => typeof choice === 'number')
  if (typeof value !== 'number') return undefined
  return numbers.find((one) => one >= value) ?? numbers.at(-1)
}

const TYPES: Record<string, string> = {
  object: 'keys with values',
  record: 'keys with values',
  array: 'a list',
  string: 'text',
  boolean: 'true or false',
  number: 'a number',
  int: 'a whole number',
}

export function wrongType(path: readonly PropertyKey[], expected: string, value: unknown): Problem {
  const wanted = Object.hasOwn(TYPES, expected) ? TYPES[expected]! : expected
  const what = value === undefined || value === null ? 'nothing' : valueText(value)
  const name = path.length === 0 ? 'the configuration' : keyText(path)
  return {
    path,
    message: `${name}: expected ${wanted}, not ${what}`,
    remedy: typeRemedy(path, expected, value),
  }
}

function typeRemedy(path: readonly PropertyKey[], expected: string, value: unknown): string {
  const key = String(path.at(-1))
  if (value === null && expected !== 'object') return `Give "${key}:" a value, or leave it out.`
  switch (expected) {
    case 'object':
    case 'record':
      return objectRemedy(path, value)
    case 'array':
      if (typeof value === 'object') return `Begin each entry below "${key}:" with "- ".`
      return `Write "${key}: [${entryText([...path, 0], value)}]".`
    case 'boolean':
      return `Write "${key}: true" or "${key}: false".`
    case 'number':
    case 'int':
      return numberRemedy(path, value)
    default:
      if (isMapAmongNames(path, value))
        return `Write what is below it right below "${String(path.at(-2))}:".`
      return typeof value === 'object'
        ? `Write one value: "${key}: …".`
        : `Write it in quotes: ${key}: "${String(value)}".`
  }
}

/** `environment: { variables: { A: b } }`. */
function isMapAmongNames(path: readonly PropertyKey[], value: unknown): boolean {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isMap && typeof path.at(-2) === 'string' && knownKeys(path.slice(0, -1)).length === 0
}

function objectRemedy(path: readonly PropertyKey[], value: unknown): string {
  if (Array.isArray(value)) return listRemedy(path, value)
  if (path.length === 0) return 'Write keys with values, for example "memory: 256".'
  const key = String(path.at(-1))
  if (value === true) return `Write "${key}: {}" for the defaults.`
  if (typeof value !== 'string') return `Write keys below "${key}:".`
  const entry = entryText(path, value)
  return typeof path.at(-1) === 'number' ? `Write "${entry}".` : `Write "${key}: ${entry}".`
}

/** A value as it may have been meant where the schema takes keys: the value of the first one. */
function entryText(path: readonly PropertyKey[], value: unknown): string {
  const [first] = knownKeys(path)
  return first === undefined ? String(value) : `{ ${first}: ${String(value)} }`
}

function listRemedy(path: readonly PropertyKey[], value: readonly unknown[]): string {
  if (path.length > 0 && path.at(-1) !== 'functions') return 'Write "key: value" instead of "- …".'
  const named = (value[0] as { name?: unknown } | null | undefined)?.name
  const name = typeof named === 'string' ? named : 'hello'
  return `Write each function under its name: "functions: { ${name}: { … } }".`
}

/** `512MB`, `10s` and `"512"` are meant well. */
function numberRemedy(path: readonly PropertyKey[], value: unknown): string {
  const text = /^\s*(\d+)\s*([a-z]*)\s*$/i.exec(String(value))
  const number = Number(text?.[1]) * (FACTORS[text?.[2]?.toLowerCase() ?? ''] ?? 1)
  const { min, max } = boundsAt(path)
  const fits = number >= min && number <= max
  return fits
    ? `Write "${String(path.at(-1))}: ${number}": ${boundsText(path)}.`
    : `Write ${boundsText(path)}.`
}

/** To seconds and to MB. */
const FACTORS: Record<string, number> = { m: 60, min: 60, h: 3600, g: 1024, gb: 1024, gib: 1024 }

export function outOfBounds(
  issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig,
  path: readonly PropertyKey[],
  value: unknown,
): Problem {
  const size = issue.code === 'too_small' ? 'small' : 'large'
  if (typeof value === 'number') {
    const message = `${keyText(path)}: ${value} is too ${size}`
    return { path, message, remedy: `Write ${boundsText(path)}.` }
  }
  const limit = Number(issue.code === 'too_small' ? issue.minimum : issue.maximum)
  const [one, many] = issue.origin === 'string' ? ['character', 'characters'] : ['entry', 'entries']
  const wanted = `${issue.code === 'too_small' ? 'at least' : 'at most'} ${limit} ${limit === 1 ? one : many}`
  const found = (value as { length: number }).length
  return {
    path,
    message: `${keyText(path)}: expected ${wanted}, not ${found}`,
    remedy: `Write ${wanted}.`,
  }
}

/** `a whole number from 128 to 10240`. */
function boundsText(path: readonly PropertyKey[]): string {
  const { min, max } = boundsAt(path)
  const low = min === -Infinity ? '' : ` from ${min}`
  return `a whole number${low}${max === Infinity ? '' : ` to ${max}`}`
}

function boundsAt(path: readonly PropertyKey[]): { min: number; max: number } {
  const { minValue, maxValue } = (schemasAt(path)[0] ?? {}) as Partial<z.ZodNumber>
  return {
    min: Number.isSafeInteger(minValue) ? minValue! : -Infinity,
    max:
      Number.isSafeInteger(maxValue) && maxValue! < Number.MAX_SAFE_INTEGER ? maxValue! : Infinity,
  }
}
