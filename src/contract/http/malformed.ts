import type { Refusal } from './refusal.ts'

/**
 * Thrown inside a mapping for a result that the endpoint does not take; never leaves it. Its message
 * is the reason: the member, what is wrong with it, what to do.
 */
export class MalformedResult extends Error {
  override name = 'MalformedResult'
  /** Of the result; undefined where the result itself is at fault. */
  readonly member: string | undefined

  constructor({ member, key }: Place, problem: string, remedy: string) {
    super(`${placeText(member, key)} ${problem}: ${remedy}`)
    this.member = member
  }
}

/** What of a result is at fault: itself, a member, or what stands in the member under a key. */
export interface Place {
  member?: string
  key?: string | number
}

/** `the answer`, `body`, `headers["x-a"]`, `cookies[0]`. */
function placeText(member: string | undefined, key: string | number | undefined): string {
  if (member === undefined) return 'the answer'
  const name = /^[A-Za-z_$][\w$]*$/.test(member) ? member : JSON.stringify(member)
  return key === undefined ? name : `${name}[${JSON.stringify(key)}]`
}

/** A REST API answers this unlike other faults. */
export class InvalidBase64 extends MalformedResult {}

/** What a mapping threw, as what is refused. @throws whatever else it was */
export function refusalOf(thrown: unknown): Refusal {
  if (!(thrown instanceof MalformedResult)) throw thrown
  return { cause: 'malformed-answer', reason: thrown.message, member: thrown.member }
}

/** What a value is, for a reason: `an object`, `the string "yes"`. */
export function valueText(value: unknown): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'object') return 'an object'
  const text = JSON.stringify(value)
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
  return typeof value === 'string' ? `the string ${short}` : short
}

/** Characters of a value that are shown. */
const LONGEST = 40
