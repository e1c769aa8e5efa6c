import { sameSet } from '../../model/equal.ts'
import { aliasArn, type Place } from '../../model/place.ts'
import { emptyPlan, joinPlans, one, step, type Plan } from '../../model/plan.ts'
import type { ApiEndpoint, JwtAuthorizer } from '../endpoint.ts'
import type { Inside, RemoteAuthorizer, RemoteRoute } from './read.ts'

export const NOTHING: Inside = { integrations: [], authorizers: [], routes: [], stages: [] }

/** What an authorizer of ours is called: there is one at most. */
const AUTHORIZER_NAME = 'jwt'

/** What is in an API. Ids of what is still to be made are filled in when steps are carried out. */
export function planInside(place: Place, wanted: ApiEndpoint, found: Inside): Plan {
  return joinPlans(
    integrationPlan(place, wanted, found),
    authorizerPlan(wanted, found),
    routesPlan(place, wanted, found),
    leftoversPlan(place, wanted, found),
    stagePlan(wanted, found),
  )
}

export function ourIntegration(
  place: Place,
  { integrations }: Inside,
): Inside['integrations'][number] | undefined {
  return integrations.find(({ uri }) => uri === aliasArn(place))
}

export function ourAuthorizer({ authorizers }: Inside): RemoteAuthorizer | undefined {
  return authorizers.find(({ name }) => name === AUTHORIZER_NAME)
}

function integrationPlan(place: Place, { payloadFormat }: ApiEndpoint, found: Inside): Plan {
  const integration = ourIntegration(place, found)
  const PayloadFormatVersion = payloadFormat
  if (integration === undefined) {
    return one(
      { resource: 'integration', action: 'create', to: place.function },
      step('apigateway:CreateIntegration', {
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: aliasArn(place),
        PayloadFormatVersion,
      }),
    )
  }
  const { id, payloadFormat: from } = integration
  if (from === payloadFormat) return emptyPlan()
  return one(
    { resource: 'integration', action: 'update', path: 'payloadFormat', from, to: payloadFormat },
    step('apigateway:UpdateIntegration', { IntegrationId: id, PayloadFormatVersion }),
  )
}

function authorizerPlan({ auth }: ApiEndpoint, found: Inside): Plan {
  if (typeof auth === 'string') return emptyPlan()
  const authorizer = ourAuthorizer(found)
  if (authorizer === undefined) {
    return one(
      { resource: 'authorizer', action: 'create', to: auth.issuer },
      step('apigateway:CreateAuthorizer', { AuthorizerType: 'JWT', ...jwtInput(auth) }),
    )
  }
  if (sameAuthorizer(auth, authorizer)) return emptyPlan()
  return one(
    { resource: 'authorizer', action: 'update', to: auth.issuer },
    step('apigateway:UpdateAuthorizer', { AuthorizerId: authorizer.id, ...jwtInput(auth) }),
  )
}

function sameAuthorizer(wanted: JwtAuthorizer, found: RemoteAuthorizer): boolean {
  return (
    found.issuer === wanted.issuer &&
    sameSet(found.audience, wanted.audience) &&
    found.identitySource === wanted.identitySource
  )
}

function jwtInput({ issuer, audience, identitySource }: JwtAuthorizer) {
  return {
    Name: AUTHORIZER_NAME,
    IdentitySource: [identitySource],
    JwtConfiguration: { Issuer: issuer, Audience: [...audience] },
  }
}

function routesPlan(place: Place, wanted: ApiEndpoint, found: Inside): Plan {
  return joinPlans(
    ...wanted.routes.map((key) => routePlan(key, place, wanted, found)),
    ...found.routes
      .filter(({ key }) => !wanted.routes.includes(key))
      .map(({ id, key }) =>
        one(
          { resource: 'route', action: 'delete', path: key },
          step('apigateway:DeleteRoute', { RouteId: id }),
        ),
      ),
  )
}

function routePlan(key: string, place: Place, wanted: ApiEndpoint, found: Inside): Plan {
  const route = found.routes.find((has) => has.key === key)
  const input = { RouteKey: key, ...authorizationInput(wanted) }
  if (route === undefined) {
    return one(
      { resource: 'route', action: 'create', path: key },
      step('apigateway:CreateRoute', input),
    )
  }
  if (isRight(route, place, wanted, found)) return emptyPlan()
  return one(
    { resource: 'route', action: 'update', path: key },
    step('apigateway:UpdateRoute', { RouteId: route.id, ...input }),
  )
}

function authorizationInput({ auth }: ApiEndpoint) {
  return typeof auth === 'string'
    ? { AuthorizationType: auth }
    : { AuthorizationType: 'JWT' as const, AuthorizationScopes: [...auth.scopes] }
}

function isRight(route: RemoteRoute, place: Place, { auth }: ApiEndpoint, found: Inside): boolean {
  const integration = ourIntegration(place, found)
  if (integration === undefined || route.target !== `integrations/${integration.id}`) return false
  if (typeof auth === 'string') return route.auth === auth
  return (
    route.auth === 'JWT' &&
    route.authorizerId === ourAuthorizer(found)?.id &&
    sameSet(route.scopes, auth.scopes)
  )
}

/** What no route uses any more, including doubles that a lost answer left. */
function leftoversPlan(place: Place, { auth }: ApiEndpoint, found: Inside): Plan {
  const integration = ourIntegration(place, found)
  const authorizer = ourAuthorizer(found)
  return joinPlans(
    ...found.integrations
      .filter(({ id }) => id !== integration?.id)
      .map(({ id }) =>
        one(
          { resource: 'integration', action: 'delete', from: id },
          step('apigateway:DeleteIntegration', { IntegrationId: id }),
        ),
      ),
    ...found.authorizers
      .filter(({ id }) => typeof auth === 'string' || id !== authorizer?.id)
      .map(({ id, name }) =>
        one(
          { resource: 'authorizer', action: 'delete', from: name },
          step('apigateway:DeleteAuthorizer', { AuthorizerId: id }),
        ),
      ),
  )
}

function stagePlan({ stage: StageName }: ApiEndpoint, { stages }: Inside): Plan {
  const found = stages.find(({ name }) => name === StageName)
  const input = { StageName, AutoDeploy: true }
  return joinPlans(
    found === undefined
      ? one(
          { resource: 'stage', action: 'create', to: StageName },
          step('apigateway:CreateStage', input),
        )
      : found.autoDeploy
        ? undefined
        : one(
            { resource: 'stage', action: 'update', path: 'autoDeploy', to: true },
            step('apigateway:UpdateStage', input),
          ),
    ...stages
      .filter(({ name }) => name !== StageName)
      .map(({ name }) =>
        one(
          { resource: 'stage', action: 'delete', from: name },
          step('apigateway:DeleteStage', { StageName: name }),
        ),
      ),
  )
}
