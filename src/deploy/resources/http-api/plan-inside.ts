import { sameSet } from '../../model/equal.ts'
import type { Ground } from '../../model/place.ts'
import { emptyPlan, joinPlans, one, step, type Plan } from '../../model/plan.ts'
import { authorizerName } from '../application/authorizer-name.ts'
import { isAbout, partsInQuestion, type Part, type WantedApi } from '../application/source.ts'
import { authorizersPlan, idleAuthorizersPlan } from './authorizers.ts'
import type { Inside, RemoteIntegration, RemoteRoute } from './inside.ts'
import { stagePlan } from './stage.ts'

/**
 * What is in an API. In place of ids, which may be still to come, steps name integrations by the alias
 * that they lead to and authorizers by their name: see `apply.ts`.
 */
export function planInside(place: Ground, wanted: WantedApi, found: Inside): Plan {
  const others = found.routes.filter((route) => isOthers(route, wanted, found))
  return joinPlans(
    ...partsInQuestion(wanted).map((part) => integrationPlan(part, found)),
    authorizersPlan(place, wanted, found),
    routesPlan(wanted, found, others),
    integrationsGoing(wanted, found),
    idleAuthorizersPlan(found, wanted, others),
    wanted.parts.length === 0 ? undefined : stagePlan(place, wanted, found),
  )
}

/** The integration that leads to an alias; the first, where a lost answer has left two. */
function integrationTo(alias: string, { integrations }: Inside): RemoteIntegration | undefined {
  return integrations.find(({ uri }) => uri === alias)
}

function integrationPlan({ alias, function: name, payloadFormat }: Part, found: Inside): Plan {
  const integration = integrationTo(alias, found)
  const PayloadFormatVersion = payloadFormat
  if (integration === undefined) {
    return one(
      { resource: 'integration', action: 'create', to: name },
      step('apigateway:CreateIntegration', {
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: alias,
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

/** A route that none of these functions wants stays where it leads to a function that this is not about. */
function isOthers(route: RemoteRoute, wanted: WantedApi, found: Inside): boolean {
  if (wanted.only === undefined || isWanted(route, wanted)) return false
  const leads = found.integrations.find(({ id }) => route.target === `integrations/${id}`)
  return leads !== undefined && !isAbout(wanted, leads.uri)
}

function isWanted({ key }: RemoteRoute, wanted: WantedApi): boolean {
  return partsInQuestion(wanted).some(({ routes }) => routes.includes(key))
}

function routesPlan(wanted: WantedApi, found: Inside, others: readonly RemoteRoute[]): Plan {
  return joinPlans(
    ...partsInQuestion(wanted).flatMap((part) =>
      part.routes.map((key) => routePlan(key, part, found)),
    ),
    ...found.routes
      .filter((route) => !isWanted(route, wanted) && !others.includes(route))
      .map(({ id, key }) =>
        one(
          { resource: 'route', action: 'delete', path: key },
          step('apigateway:DeleteRoute', { RouteId: id }),
        ),
      ),
  )
}

function routePlan(key: string, part: Part, found: Inside): Plan {
  const route = found.routes.find((has) => has.key === key)
  const input = { RouteKey: key, Target: part.alias, ...authorizationInput(part, route) }
  if (route === undefined) {
    return one(
      { resource: 'route', action: 'create', path: key, to: part.function },
      step('apigateway:CreateRoute', input),
    )
  }
  if (isRight(route, part, found)) return emptyPlan()
  return one(
    { resource: 'route', action: 'update', path: key, to: part.function },
    step('apigateway:UpdateRoute', { RouteId: route.id, ...input }),
  )
}

function authorizationInput(part: Part, found: RemoteRoute | undefined) {
  const { auth } = part
  const scopes = typeof auth === 'object' && auth.type === 'jwt' ? auth.scopes : []
  const hasScopes = scopes.length > 0 || (found !== undefined && found.scopes.length > 0)
  return {
    AuthorizationType: authorizationOf(part),
    ...(hasScopes && { AuthorizationScopes: [...scopes] }),
    ...(typeof auth === 'object' && { AuthorizerId: authorizerName(part) }),
  }
}

function authorizationOf({ auth }: Part): 'NONE' | 'AWS_IAM' | 'JWT' | 'CUSTOM' {
  if (typeof auth === 'string') return auth
  return auth.type === 'jwt' ? 'JWT' : 'CUSTOM'
}

function isRight(route: RemoteRoute, part: Part, found: Inside): boolean {
  const integration = integrationTo(part.alias, found)
  if (integration === undefined || route.target !== `integrations/${integration.id}`) return false
  if (route.auth !== authorizationOf(part)) return false
  if (typeof part.auth === 'string') return true
  const name = authorizerName(part)
  const authorizer = found.authorizers.find((one) => one.name === name)
  const scopes = part.auth.type === 'jwt' ? part.auth.scopes : []
  return route.authorizerId === authorizer?.id && sameSet(route.scopes, scopes)
}

/** What no route uses any more, including doubles that a lost answer left. */
function integrationsGoing(wanted: WantedApi, found: Inside): Plan {
  return joinPlans(
    ...found.integrations
      .filter(isGoing)
      .map(({ id, uri }) =>
        one(
          { resource: 'integration', action: 'delete', from: functionIn(uri) },
          step('apigateway:DeleteIntegration', { IntegrationId: id }),
        ),
      ),
  )

  function isGoing({ id, uri }: RemoteIntegration): boolean {
    if (!isAbout(wanted, uri)) return false
    const isWanted = wanted.parts.some(({ alias }) => alias === uri)
    return !isWanted || integrationTo(uri, found)?.id !== id
  }
}

/** The name of the function whose alias this is the ARN of. */
function functionIn(alias: string): string {
  return alias.split(':')[6] ?? alias
}
