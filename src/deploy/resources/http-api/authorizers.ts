import type { CreateAuthorizerRequest } from '@aws-sdk/client-apigatewayv2'
import { sameSet } from '../../model/equal.ts'
import type { Ground } from '../../model/place.ts'
import { emptyPlan, joinPlans, one, step, type Plan } from '../../model/plan.ts'
import { invocationArn } from '../../names.ts'
import { authorizerName } from '../application/authorizer-name.ts'
import { partsInQuestion, type Part, type WantedApi } from '../application/source.ts'
import type { Inside, RemoteAuthorizer, RemoteRoute } from './inside.ts'

/** Authorizers that are missing, or were changed. */
export function authorizersPlan(place: Ground, wanted: WantedApi, found: Inside): Plan {
  const byName = new Map(
    partsInQuestion(wanted).flatMap((part) => {
      const name = authorizerName(part)
      return name === undefined ? [] : [[name, part] as const]
    }),
  )
  return joinPlans(...[...byName].map(([name, part]) => authorizerPlan(place, name, part, found)))
}

function authorizerPlan(place: Ground, name: string, part: Part, { authorizers }: Inside): Plan {
  const input = inputOf(place, name, part)
  const has = authorizers.find((one) => one.name === name)
  if (has === undefined) {
    return one(
      { resource: 'authorizer', action: 'create', to: name },
      step('apigateway:CreateAuthorizer', input),
    )
  }
  if (isSame(input, has)) return emptyPlan()
  return one(
    { resource: 'authorizer', action: 'update', to: name },
    step('apigateway:UpdateAuthorizer', { AuthorizerId: has.id, ...input }),
  )
}

function inputOf(
  { account }: Ground,
  Name: string,
  { auth, authorizerAlias }: Part,
): Omit<CreateAuthorizerRequest, 'ApiId'> {
  if (typeof auth === 'string') throw new Error('a route that asks nobody has no authorizer')
  if (auth.type === 'jwt') {
    const { issuer, audience, identitySource } = auth
    return {
      Name,
      AuthorizerType: 'JWT',
      IdentitySource: [identitySource],
      JwtConfiguration: { Issuer: issuer, Audience: [...audience] },
    }
  }
  return {
    Name,
    AuthorizerType: 'REQUEST',
    IdentitySource: [...auth.identitySource],
    AuthorizerUri: invocationArn(account, authorizerAlias!),
    AuthorizerPayloadFormatVersion: auth.payloadFormat,
    EnableSimpleResponses: auth.payloadFormat === '2.0' && auth.simpleResponses,
    AuthorizerResultTtlInSeconds: auth.identitySource.length === 0 ? 0 : auth.ttl,
  }
}

function isSame(input: Omit<CreateAuthorizerRequest, 'ApiId'>, found: RemoteAuthorizer): boolean {
  if (found.type !== input.AuthorizerType) return false
  if (!sameSet(found.identitySource, input.IdentitySource ?? [])) return false
  if (input.JwtConfiguration !== undefined) {
    const { Issuer, Audience = [] } = input.JwtConfiguration
    return found.issuer === Issuer && sameSet(found.audience, Audience)
  }
  return (
    found.uri === input.AuthorizerUri &&
    found.payloadFormat === input.AuthorizerPayloadFormatVersion &&
    found.simpleResponses === input.EnableSimpleResponses &&
    found.ttl === input.AuthorizerResultTtlInSeconds
  )
}

/** Authorizers that no route asks any more. */
export function idleAuthorizersPlan(
  { authorizers }: Inside,
  wanted: WantedApi,
  others: readonly RemoteRoute[],
): Plan {
  const asked = new Set(wanted.parts.map(authorizerName))
  const isIdle = ({ id, name }: RemoteAuthorizer) =>
    !asked.has(name) && !others.some(({ authorizerId }) => authorizerId === id)
  return joinPlans(
    ...authorizers
      .filter((found, index) => isIdle(found) || isDouble(authorizers, index))
      .map(({ id, name }) =>
        one(
          { resource: 'authorizer', action: 'delete', from: name },
          step('apigateway:DeleteAuthorizer', { AuthorizerId: id }),
        ),
      ),
  )
}

/** The answer of a creation was lost, and it was made once more. */
function isDouble(all: readonly RemoteAuthorizer[], index: number): boolean {
  return all.findIndex(({ name }) => name === all[index]!.name) < index
}
