import { digestOf } from '../../model/digest.ts'
import type { Part } from './source.ts'

/**
 * What the authorizer of a function is called in the API: functions that want the same share one, and
 * one that wants another gets that before its routes leave the last one.
 */
export function authorizerName({ auth, authorizerAlias }: Part): string | undefined {
  if (typeof auth === 'string') return undefined
  if (auth.type === 'jwt') {
    const { issuer, audience, identitySource } = auth
    return `jwt-${digestOf([issuer, audience, identitySource]).slice(0, 8)}`
  }
  return `${auth.function}-${digestOf([auth, authorizerAlias]).slice(0, 8)}`
}
