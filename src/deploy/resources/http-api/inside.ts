import { createHash } from 'node:crypto'
import { aliasArn, type Place } from '../../model/place.ts'
import type { ApiEndpoint } from '../endpoint.ts'

/** In place of a digest while what is inside is being changed. */
export const CHANGING = 'changing'

/**
 * The API's description, which is the record of what is inside it: it is read and written with the
 * API itself, where tags are a resource of their own.
 */
export function descriptionOf(digest: string): string {
  return `made by oche (inside: ${digest})`
}

/** Of everything inside an API. */
export function digestOf(place: Place, endpoint: ApiEndpoint): string {
  const content = JSON.stringify([aliasArn(place), endpoint])
  return createHash('sha256').update(content).digest('hex').slice(0, 32)
}
