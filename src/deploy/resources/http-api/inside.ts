import { digestOf } from '../../model/digest.ts'
import { aliasArn, type Place } from '../../model/place.ts'
import type { ApiEndpoint } from '../endpoint.ts'

/**
 * The API's description, which is the record of what is inside it: it is read and written with the
 * API itself, where tags are a resource of their own.
 */
export function descriptionOf(digest: string): string {
  return `made by oche (inside: ${digest})`
}

/** Of everything inside an API. */
export function insideDigest(place: Place, endpoint: ApiEndpoint): string {
  return digestOf([aliasArn(place), endpoint])
}
