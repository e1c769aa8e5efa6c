import { aliasArn, type ApiEndpoint, type Desired } from '../desired.ts'
import type { Remote, RemoteApi, RemoteApiInside, RemoteRoute } from '../remote.ts'
import { sameCors, sameSet } from './equal.ts'
import { emptyPlan, joinPlans, update, type Change, type Plan, type Step } from './plan.ts'
import { apiDescription, apiDigest, CHANGING } from './record.ts'
import { isOurs, tagsToAdd } from './tags.ts'

/**
 * Our APIs of this function, the oldest first. Names of APIs are not unique: a creation whose
 * answer was lost can leave two, of which every run keeps the first.
 */
export function ourApis(desired: Desired, remote: Remote): RemoteApi[] {
  return remote.apis
    .filter((api) => isOurs(desired.tags, api.tags))
    .sort((a, b) => a.created.localeCompare(b.created) || a.id.localeCompare(b.id))
}

export function planApi(desired: Desired, remote: Remote, adopt: boolean): Plan {
  const { endpoint } = desired
  if (endpoint.type !== 'api') return emptyPlan()
  const adopted = adopt ? remote.apis.slice(0, 1) : []
  const [found, ...surplus] = [...ourApis(desired, remote), ...adopted].filter(distinct)
  return joinPlans(
    found === undefined ? creation(desired, endpoint) : settings(desired, endpoint, found),
    removal(surplus.filter((api) => isOurs(desired.tags, api.tags))),
  )
}

const distinct = <T>(value: T, index: number, all: readonly T[]) => all.indexOf(value) === index

export function planApiRemoval(desired: Desired, remote: Remote): Plan {
  return removal(ourApis(desired, remote))
}

function removal(apis: readonly RemoteApi[]): Plan {
  return {
    changes: apis.map(({ id }) => ({ resource: 'api', action: 'delete', from: id })),
    steps: apis.map(({ id }) => ({ call: 'apigateway:DeleteApi', api: id })),
    notes: [],
  }
}

const NOTHING: RemoteApiInside = { integrations: [], authorizers: [], routes: [], stages: [] }

function creation(desired: Desired, endpoint: ApiEndpoint): Plan {
  const inside = planInside(desired, endpoint, NOTHING)
  return {
    changes: [{ resource: 'api', action: 'create', to: desired.name }, ...inside.changes],
    steps: [{ call: 'apigateway:CreateApi' }, ...inside.steps, settled(desired)],
    notes: [],
  }
}

/** Says of the API that everything is inside; the last thing to be written. */
function settled(desired: Desired): Step {
  return { call: 'apigateway:UpdateApi', inside: apiDigest(desired) }
}

function settings(desired: Desired, endpoint: ApiEndpoint, found: RemoteApi): Plan {
  const tags = tagsPlan(desired, found)
  if (found.inside === undefined) return tags
  const inside = joinPlans(corsPlan(endpoint, found), planInside(desired, endpoint, found.inside))
  const isChanging = inside.steps.length > 0
  const isSettled = found.description === apiDescription(apiDigest(desired))
  const changing: Step = { call: 'apigateway:UpdateApi', inside: CHANGING }
  return joinPlans(tags, { ...emptyPlan(), steps: isChanging ? [changing] : [] }, inside, {
    ...emptyPlan(),
    steps: isChanging || !isSettled ? [settled(desired)] : [],
  })
}

function tagsPlan(desired: Desired, found: RemoteApi): Plan {
  const tags = tagsToAdd(desired.tags, found.tags)
  if (tags === undefined) return emptyPlan()
  return one(update('api', 'tags'), { call: 'apigateway:TagResource', tags })
}

function corsPlan({ cors }: ApiEndpoint, found: RemoteApi): Plan {
  if (sameCors(cors, found.cors)) return emptyPlan()
  return one(
    update('api', 'cors'),
    cors === undefined
      ? { call: 'apigateway:DeleteCorsConfiguration' }
      : { call: 'apigateway:UpdateApi', cors },
  )
}

/** What an authorizer of ours is called: there is one at most. */
export const AUTHORIZER_NAME = 'jwt'

function planInside(desired: Desired, endpoint: ApiEndpoint, found: RemoteApiInside): Plan {
  return joinPlans(
    integrationPlan(desired, endpoint, found),
    authorizerPlan(endpoint, found),
    routesPlan(desired, endpoint, found),
    leftoversPlan(desired, endpoint, found),
    stagePlan(endpoint, found),
  )
}

type Integration = RemoteApiInside['integrations'][number]

export function ourIntegration(desired: Desired, found: RemoteApiInside): Integration | undefined {
  return found.integrations.find(({ uri }) => uri === aliasArn(desired))
}

function integrationPlan(desired: Desired, endpoint: ApiEndpoint, found: RemoteApiInside): Plan {
  const integration = ourIntegration(desired, found)
  if (integration === undefined) {
    return one(
      { resource: 'integration', action: 'create', to: desired.name },
      {
        call: 'apigateway:CreateIntegration',
      },
    )
  }
  if (integration.payloadFormat === endpoint.payloadFormat) return emptyPlan()
  const [from, to] = [integration.payloadFormat, endpoint.payloadFormat]
  return one(
    { resource: 'integration', action: 'update', path: 'payloadFormat', from, to },
    {
      call: 'apigateway:UpdateIntegration',
      id: integration.id,
    },
  )
}

function authorizerPlan({ auth }: ApiEndpoint, found: RemoteApiInside): Plan {
  if (typeof auth === 'string') return emptyPlan()
  const authorizer = found.authorizers.find(({ name }) => name === AUTHORIZER_NAME)
  if (authorizer === undefined) {
    return one(
      { resource: 'authorizer', action: 'create', to: auth.issuer },
      {
        call: 'apigateway:CreateAuthorizer',
      },
    )
  }
  const same =
    authorizer.issuer === auth.issuer &&
    sameSet(authorizer.audience, auth.audience) &&
    authorizer.identitySource === auth.identitySource
  if (same) return emptyPlan()
  return one(
    { resource: 'authorizer', action: 'update', to: auth.issuer },
    {
      call: 'apigateway:UpdateAuthorizer',
      id: authorizer.id,
    },
  )
}

function routesPlan(desired: Desired, endpoint: ApiEndpoint, found: RemoteApiInside): Plan {
  return joinPlans(
    ...endpoint.routes.map((key) => {
      const route = found.routes.find((route) => route.key === key)
      if (route === undefined) {
        return one(
          { resource: 'route', action: 'create', path: key },
          {
            call: 'apigateway:CreateRoute',
            key,
          },
        )
      }
      if (isRight(route, desired, endpoint, found)) return emptyPlan()
      return one(
        { resource: 'route', action: 'update', path: key },
        {
          call: 'apigateway:UpdateRoute',
          id: route.id,
          key,
        },
      )
    }),
    ...found.routes
      .filter(({ key }) => !endpoint.routes.includes(key))
      .map(({ id, key }) =>
        one(
          { resource: 'route', action: 'delete', path: key },
          {
            call: 'apigateway:DeleteRoute',
            id,
          },
        ),
      ),
  )
}

function isRight(
  route: RemoteRoute,
  desired: Desired,
  { auth }: ApiEndpoint,
  found: RemoteApiInside,
): boolean {
  const integration = ourIntegration(desired, found)
  if (integration === undefined || route.target !== `integrations/${integration.id}`) return false
  if (typeof auth === 'string') return route.auth === auth
  const authorizer = found.authorizers.find(({ name }) => name === AUTHORIZER_NAME)
  return (
    route.auth === 'JWT' &&
    route.authorizerId === authorizer?.id &&
    sameSet(route.scopes, auth.scopes)
  )
}

/** What no route uses any more, including doubles that a lost answer left. */
function leftoversPlan(desired: Desired, { auth }: ApiEndpoint, found: RemoteApiInside): Plan {
  const integration = ourIntegration(desired, found)
  const authorizer = found.authorizers.find(({ name }) => name === AUTHORIZER_NAME)
  return joinPlans(
    ...found.integrations
      .filter(({ id }) => id !== integration?.id)
      .map(({ id }) =>
        one(
          { resource: 'integration', action: 'delete', from: id },
          {
            call: 'apigateway:DeleteIntegration',
            id,
          },
        ),
      ),
    ...found.authorizers
      .filter(({ id }) => typeof auth === 'string' || id !== authorizer?.id)
      .map(({ id, name }) =>
        one(
          { resource: 'authorizer', action: 'delete', from: name },
          {
            call: 'apigateway:DeleteAuthorizer',
            id,
          },
        ),
      ),
  )
}

function stagePlan({ stage }: ApiEndpoint, { stages }: RemoteApiInside): Plan {
  const found = stages.find(({ name }) => name === stage)
  return joinPlans(
    found === undefined
      ? one({ resource: 'stage', action: 'create', to: stage }, { call: 'apigateway:CreateStage' })
      : found.autoDeploy
        ? emptyPlan()
        : one(
            { resource: 'stage', action: 'update', path: 'autoDeploy', to: true },
            {
              call: 'apigateway:UpdateStage',
            },
          ),
    ...stages
      .filter(({ name }) => name !== stage)
      .map(({ name }) =>
        one(
          { resource: 'stage', action: 'delete', from: name },
          {
            call: 'apigateway:DeleteStage',
            stage: name,
          },
        ),
      ),
  )
}

function one(change: Change, step: Step): Plan {
  return { changes: [change], steps: [step], notes: [] }
}
