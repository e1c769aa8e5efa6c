import type { Facts } from '../model/facts.ts'
import { CHANGING, digestOf } from '../model/digest.ts'
import type { Tags } from '../model/place.ts'

/**
 * Tag of a function that vouches for everything of it that neither the function nor its alias shows: its
 * role, its log group, its URL, who may call it, what starts it. A deploy to which nothing else has
 * changed does not read those. The tag says `changing`, and by whom, before any of that changes, and is
 * written as the last thing: only by a run that finds it as it has left it.
 */
export const VOUCH = 'oche:settled'

/** What a run writes before it changes something; no other run writes the same. */
export function markOf(token: string): string {
  return `${CHANGING} ${token}`
}

/** As `markOf` writes it. */
const MARK = new RegExp(`${CHANGING} \\w`)

/** Whether a text, a tag or a description, holds the mark of a run. */
export function holdsMark(text: string | undefined): boolean {
  return text !== undefined && MARK.test(text)
}

/** Whether a tag vouches for anything. */
export function isVouching(value: string | undefined): boolean {
  return value !== undefined && value.split(' ')[0] !== CHANGING
}

/** What the rest hangs on and is known before anything of it is read. */
export interface Grounds {
  /** Digest of what is wanted, see `Vouching`. */
  digest: string
  roleArn: string | undefined
  /** Of the APIs that may call the function. */
  apis: readonly string[]
}

/** @param token told apart from what another run has written */
export function vouchText(grounds: Grounds, token: string, { address }: Facts): string {
  return [digestOf(grounds), token, ...(address === undefined ? [] : [address])].join(' ')
}

/** What the tag tells, where it is about the same; undefined where it is not. */
export function vouchedBy(tags: Tags, grounds: Grounds): Pick<Facts, 'address'> | undefined {
  const [digest, , address] = tags[VOUCH]?.split(' ') ?? []
  if (digest !== digestOf(grounds)) return undefined
  return address === undefined ? {} : { address }
}
