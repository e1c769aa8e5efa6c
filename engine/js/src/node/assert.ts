import { isDeepEqual } from '../equal.ts'
import { inspect } from './util.ts'

interface Failed {
  message?: string | Error | undefined
  actual?: unknown
  expected?: unknown
  operator?: string
}

export class AssertionError extends Error {
  readonly code = 'ERR_ASSERTION'
  readonly generatedMessage: boolean
  readonly actual: unknown
  readonly expected: unknown
  readonly operator: string | undefined

  constructor({ message, actual, expected, operator }: Failed) {
    super(
      message === undefined
        ? `${inspect(actual)} ${operator} ${inspect(expected)}`
        : String(message),
    )
    this.name = 'AssertionError'
    this.generatedMessage = message === undefined
    this.actual = actual
    this.expected = expected
    this.operator = operator
  }
}

type Message = string | Error | undefined

function refuse({ message, ...rest }: Failed): never {
  if (message instanceof Error) throw message
  throw new AssertionError({ message, ...rest })
}

const WORDS: Record<string, string> = {
  strictEqual: 'Expected values to be strictly equal:',
  deepStrictEqual: 'Expected values to be strictly deep-equal:',
  deepEqual: 'Expected values to be loosely deep-equal:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
}

type Compare = (actual: unknown, expected: unknown) => boolean

const comparing =
  (operator: string, holds: Compare) =>
  (actual: unknown, expected: unknown, message?: Message): void => {
    if (holds(actual, expected)) return
    const words =
      WORDS[operator] && `${WORDS[operator]}\n\n${inspect(actual)} !== ${inspect(expected)}\n`
    refuse({ message: message ?? words, actual, expected, operator })
  }

export function ok(value: unknown, message?: Message): void {
  if (!value)
    refuse({
      message: message ?? 'The expression evaluated to a falsy value',
      actual: value,
      expected: true,
      operator: '==',
    })
}

export const equal = comparing(
  '==',
  (one, other) => one == other || (one !== one && other !== other),
)
export const notEqual = comparing('!=', (one, other) => one != other)
export const strictEqual = comparing('strictEqual', Object.is)
export const notStrictEqual = comparing('notStrictEqual', (one, other) => !Object.is(one, other))
export const deepEqual = comparing('deepEqual', (one, other) => isDeepEqual(one, other, false))
export const deepStrictEqual = comparing('deepStrictEqual', (one, other) =>
  isDeepEqual(one, other, true),
)
export const notDeepEqual = comparing(
  'notDeepEqual',
  (one, other) => !isDeepEqual(one, other, false),
)
export const notDeepStrictEqual = comparing(
  'notDeepStrictEqual',
  (one, other) => !isDeepEqual(one, other, true),
)

export function match(text: string, pattern: RegExp, message?: Message): void {
  if (!pattern.test(text))
    refuse({
      message:
        message ??
        `The input did not match the regular expression ${pattern}. Input:\n\n${inspect(text)}\n`,
      actual: text,
      expected: pattern,
      operator: 'match',
    })
}

export function doesNotMatch(text: string, pattern: RegExp, message?: Message): void {
  if (pattern.test(text))
    refuse({
      message:
        message ??
        `The input was expected to not match the regular expression ${pattern}. Input:\n\n${inspect(text)}\n`,
      actual: text,
      expected: pattern,
      operator: 'doesNotMatch',
    })
}

export function fail(message: Message = 'Failed'): never {
  return refuse({ message, operator: 'fail' })
}

export function ifError(value: unknown): void {
  if (value === null || value === undefined) return
  const told = value instanceof Error ? value.message : inspect(value)
  const message = `ifError got unwanted exception: ${told}`
  throw new AssertionError({ message, actual: value, expected: null, operator: 'ifError' })
}

type Expected =
  | RegExp
  | (new (...args: never[]) => unknown)
  | ((error: unknown) => boolean)
  | object
  | Error

function check(error: unknown, expected: Expected | undefined, message: Message): void {
  if (expected === undefined) return
  if (expected instanceof RegExp) return match(String(error), expected, message)
  if (typeof expected === 'function') {
    const isClass =
      expected.prototype !== undefined &&
      error instanceof (expected as new (...args: never[]) => unknown)
    if (isClass) return
    if (expected === Error || Object.prototype.isPrototypeOf.call(Error, expected)) throw error
    if ((expected as (error: unknown) => boolean)(error) !== true)
      refuse({
        message: message ?? 'The validation function is expected to return "true".',
        actual: error,
        expected,
        operator: 'throws',
      })
    return
  }
  for (const key of Object.keys(expected).concat(
    expected instanceof Error ? ['name', 'message'] : [],
  )) {
    const [mine, theirs] = [
      (error as Record<string, unknown>)[key],
      (expected as Record<string, unknown>)[key],
    ]
    const holds =
      theirs instanceof RegExp && typeof mine === 'string'
        ? theirs.test(mine)
        : isDeepEqual(mine, theirs, true)
    if (!holds) refuse({ message, actual: error, expected, operator: 'throws' })
  }
}

export function throws(work: () => unknown, expected?: Expected | string, message?: Message): void {
  try {
    work()
  } catch (error) {
    return check(error, typeof expected === 'string' ? undefined : expected, message)
  }
  refuse({
    message: typeof expected === 'string' ? expected : (message ?? 'Missing expected exception.'),
    expected,
    operator: 'throws',
  })
}

export async function rejects(
  work: Promise<unknown> | (() => Promise<unknown>),
  expected?: Expected | string,
  message?: Message,
): Promise<void> {
  try {
    await (typeof work === 'function' ? work() : work)
  } catch (error) {
    return check(error, typeof expected === 'string' ? undefined : expected, message)
  }
  refuse({
    message: typeof expected === 'string' ? expected : (message ?? 'Missing expected rejection.'),
    expected,
    operator: 'rejects',
  })
}

export function doesNotThrow(work: () => unknown, message?: Message): void {
  try {
    work()
  } catch (error) {
    refuse({
      message: message ?? `Got unwanted exception.\nActual message: "${(error as Error)?.message}"`,
      actual: error,
      operator: 'doesNotThrow',
    })
  }
}

export async function doesNotReject(
  work: Promise<unknown> | (() => Promise<unknown>),
  message?: Message,
): Promise<void> {
  try {
    await (typeof work === 'function' ? work() : work)
  } catch (error) {
    refuse({
      message: message ?? `Got unwanted rejection.\nActual message: "${(error as Error)?.message}"`,
      actual: error,
      operator: 'doesNotReject',
    })
  }
}

const loose = {
  AssertionError,
  ok,
  equal,
  notEqual,
  strictEqual,
  notStrictEqual,
  deepEqual,
  deepStrictEqual,
  notDeepEqual,
  notDeepStrictEqual,
  match,
  doesNotMatch,
  fail,
  ifError,
  throws,
  rejects,
  doesNotThrow,
  doesNotReject,
}

type Assert = typeof ok & typeof loose & { strict: Assert }

export const strict = Object.assign(
  (value: unknown, message?: Message) => ok(value, message),
  loose,
  {
    equal: strictEqual,
    notEqual: notStrictEqual,
    deepEqual: deepStrictEqual,
    notDeepEqual: notDeepStrictEqual,
  },
) as unknown as Assert
strict.strict = strict

const assert = Object.assign((value: unknown, message?: Message) => ok(value, message), loose, {
  strict,
}) as unknown as Assert

export default assert
