import { createHash } from 'node:crypto'
import { aliasArn, LAMBDA_RETRIES, type Desired } from '../desired.ts'

/**
 * Tags by which a deploy knows what need not be read. Each is written before what it speaks of may
 * come to be, and taken back only after that is gone: a run that is cut short leaves a tag that
 * asks for too much reading, never for too little.
 */

/** On the function: the kinds of endpoint that may exist, e.g. `url` or `url+api`. */
export const ENDPOINT_TAG = 'oche:endpoint'

/** On the function: `made` where a role of ours may exist, `given` where none does. */
export const ROLE_TAG = 'oche:role'

/** On the function: `configured` where retries of its asynchronous invocations may be. */
export const RETRIES_TAG = 'oche:retries'

/** On the role: digest of its inline policy, `changing`, or `none`. */
export const INLINE_TAG = 'oche:inline'

/** In place of a digest while what it is of is being changed. */
export const CHANGING = 'changing'

export const NONE = 'none'

/**
 * The API's description, which is the record of what is inside it: it is read and written with the
 * API itself, where tags are a resource of their own.
 */
export function apiDescription(digest: string): string {
  return `made by oche (inside: ${digest})`
}

/** Of everything inside an API. */
export function apiDigest(desired: Desired): string {
  return digestOf([aliasArn(desired), desired.endpoint])
}

export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32)
}

/** The record when everything is as desired. */
export function settledRecord({ endpoint, role, retries }: Desired): Record<string, string> {
  return {
    [ENDPOINT_TAG]: endpoint.type,
    [ROLE_TAG]: role.type === 'own' ? 'made' : 'given',
    [RETRIES_TAG]: retries === LAMBDA_RETRIES ? 'default' : 'configured',
  }
}

/** The record while changes are under way: what may exist already, and what is to be. */
export function changingRecord(
  desired: Desired,
  found: Readonly<Record<string, string>>,
): Record<string, string> {
  const { endpoint, role, retries } = desired
  // A function that was taken over has no record: anything may exist.
  const kinds = found[ENDPOINT_TAG]?.split('+') ?? ['url', 'api']
  const wanted = [...new Set([...kinds, endpoint.type])].filter((kind) => kind !== 'none')
  const keeps = (tag: string, value: string, isWanted: boolean) =>
    isWanted || found[tag] === value ? value : settledRecord(desired)[tag]!
  return {
    [ENDPOINT_TAG]: wanted.sort().join('+') || 'none',
    [ROLE_TAG]: keeps(ROLE_TAG, 'made', role.type === 'own'),
    [RETRIES_TAG]: keeps(RETRIES_TAG, 'configured', retries !== LAMBDA_RETRIES),
  }
}
