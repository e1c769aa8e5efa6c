import type { CreateAuthorizerRequest, PatchOperation } from '@aws-sdk/client-api-gateway'
import { OcheError } from '../../../core/errors.ts'
import { userPoolOf } from '../../../core/shared-api.ts'
import { sameSet } from '../../model/equal.ts'
import type { Ground } from '../../model/place.ts'
import { emptyPlan, joinPlans, one, step, type Plan } from '../../model/plan.ts'
import { invocationArn, userPoolArn } from '../../names.ts'
import { authorizerName } from '../application/authorizer-name.ts'
import { partsInQuestion, type Part, type WantedApi } from '../application/source.ts'
import type { Inside, RemoteAuthorizer } from './inside.ts'
import type { Method } from './methods.ts'

type AuthorizerInput = Omit<CreateAuthorizerRequest, 'restApiId'> & {
  name: string
  identitySource: string
}

/** An authorizer before it is known which user pool an issuer is. */
export type AuthorizerSettings = Omit<AuthorizerInput, 'providerARNs'> & { issuer?: string }

/** Authorizers that are missing, or were changed. */
export function authorizersPlan(place: Ground, wanted: WantedApi, found: Inside): Plan {
  const byName = new Map(
    partsInQuestion(wanted).flatMap((part) => {
      const name = authorizerName(part)
      return name === undefined ? [] : [[name, authorizerInput(place, name, part)] as const]
    }),
  )
  return joinPlans(...[...byName.values()].map((input) => authorizerPlan(input, found)))
}

function authorizerPlan(input: AuthorizerInput, { authorizers }: Inside): Plan {
  const { name } = input
  const has = authorizers.find((one) => one.name === name)
  if (has === undefined) {
    return one(
      { resource: 'authorizer', action: 'create', to: name },
      step('apigatewayv1:CreateAuthorizer', input),
    )
  }
  const patchOperations = patches(input, has)
  if (patchOperations.length === 0) return emptyPlan()
  return one(
    { resource: 'authorizer', action: 'update', to: name },
    step('apigatewayv1:UpdateAuthorizer', { authorizerId: has.id, patchOperations }),
  )
}

/** @throws OcheError where a reference has turned out to be no user pool */
function authorizerInput(place: Ground, name: string, part: Part): AuthorizerInput {
  const { issuer, ...input } = authorizerSettings(place, name, part)
  if (issuer === undefined) return input
  const pool = userPoolOf(issuer)
  if (pool === undefined) throw noUserPool()
  const { account } = place
  return { ...input, providerARNs: [userPoolArn({ ...account, region: pool.region }, pool.id)] }
}

export function noUserPool(
  remedy = 'Correct the issuer of the authorizer, or use "kind: http-api".',
): OcheError {
  const message = 'a REST API takes tokens of a Cognito user pool alone'
  return new OcheError('CONFIG_INVALID', message, { remedy })
}

export function authorizerSettings(
  { account }: Ground,
  name: string,
  { auth, authorizerAlias }: Part,
): AuthorizerSettings {
  if (typeof auth === 'string') throw new Error('a method that asks nobody has no authorizer')
  if (auth.type === 'jwt') {
    return {
      name,
      type: 'COGNITO_USER_POOLS',
      issuer: auth.issuer,
      identitySource: placeOf(auth.identitySource),
    }
  }
  return {
    name,
    type: 'REQUEST',
    authorizerUri: invocationArn(account, authorizerAlias!),
    identitySource: auth.identitySource.map(placeOf).join(','),
    authorizerResultTtlInSeconds: auth.identitySource.length === 0 ? 0 : auth.ttl,
  }
}

/** `$request.header.X` is `method.request.header.X` there. */
function placeOf(source: string): string {
  const place = source.slice(1)
  return place.startsWith('request.') ? `method.${place}` : place
}

function patches(input: AuthorizerInput, found: RemoteAuthorizer): PatchOperation[] {
  const { authorizerUri, identitySource, authorizerResultTtlInSeconds: ttl } = input
  const { providerARNs = [] } = input
  const at = '/providerARNs'
  return [
    ...replacing('/authorizerUri', authorizerUri, found.uri),
    ...replacing('/identitySource', identitySource, found.identitySource),
    ...replacing('/authorizerResultTtlInSeconds', ttl, found.ttl),
    ...(sameSet(providerARNs, found.pools)
      ? []
      : [
          ...providerARNs.map((value) => ({ op: 'add' as const, path: at, value })),
          ...found.pools
            .filter((pool) => !providerARNs.includes(pool))
            .map((value) => ({ op: 'remove' as const, path: at, value })),
        ]),
  ]
}

function replacing(
  path: string,
  wanted: string | number | undefined,
  found: string | number | undefined,
): PatchOperation[] {
  if (wanted === undefined || wanted === found) return []
  return [{ op: 'replace', path, value: String(wanted) }]
}

/** Authorizers that no method asks any more, and doubles that a lost answer has left. */
export function idleAuthorizersPlan(
  wanted: WantedApi,
  { authorizers }: Inside,
  staying: readonly Method[],
): Plan {
  const asked = new Set([
    ...wanted.parts.map(authorizerName),
    ...staying.map(({ authorizer }) => authorizer),
  ])
  const isDouble = (index: number) =>
    authorizers.findIndex(({ name }) => name === authorizers[index]!.name) < index
  return joinPlans(
    ...authorizers
      .filter(({ name }, index) => !asked.has(name) || isDouble(index))
      .map(({ id, name }) =>
        one(
          { resource: 'authorizer', action: 'delete', from: name },
          step('apigatewayv1:DeleteAuthorizer', { authorizerId: id }),
        ),
      ),
  )
}
