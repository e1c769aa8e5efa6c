import { REFERENCE } from '../../core/references.ts'
import { userPoolOf } from '../../core/shared-api.ts'
import { userPoolArn } from '../names.ts'
import { noUserPool } from '../resources/rest-api/authorizers.ts'
import { ACCOUNT, partsOf } from './references.ts'

/**
 * A user pool, as a REST API's authorizer names it: by its ARN, or, where references hold more of the
 * issuer than its region or its id, by pieces that the other tool takes out of it.
 */
export type UserPool = { arn: string } | { issuer: string }

/** Where region and id stand in `https://cognito-idp.<region>.amazonaws.com/<id>`, once it is split. */
export const POOL_REGION = { separator: '.', index: 1 } as const
export const POOL_ID = { separator: '/', index: 3 } as const

/** @throws OcheError where no reference is, and it is none */
export function exportedUserPool(issuer: string): UserPool {
  const references: string[] = []
  const plain = issuer.replaceAll(new RegExp(REFERENCE.source, 'g'), (reference) => {
    references.push(reference)
    return `oche-${references.length - 1}-`
  })
  const pool = userPoolOf(plain)
  if (pool === undefined && references.length === 0) throw noUserPool()
  if (pool === undefined) return { issuer }
  const back = (text: string) => text.replaceAll(/oche-(\d+)-/g, (_, at) => references[Number(at)]!)
  return { arn: userPoolArn({ ...ACCOUNT, region: back(pool.region) }, back(pool.id)) }
}

/** Whether AWS itself fills it in when it deploys, so that nothing can be taken out of it before. */
export function isReadLate(text: string): boolean {
  return partsOf(text).some((part) => 'remote' in part)
}
