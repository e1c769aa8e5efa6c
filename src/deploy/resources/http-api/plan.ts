import type { Phases, Planning, Removing, Telling } from '../../converge/resource.ts'
import { CHANGING } from '../../model/digest.ts'
import type { Facts } from '../../model/facts.ts'
import type { Place, Tags } from '../../model/place.ts'
import { emptyPlan, joinPlans, one, step, unseen, update, type Plan } from '../../model/plan.ts'
import { planTags } from '../../model/tag-plan.ts'
import { isOurs } from '../../model/tags.ts'
import { apiArn } from '../../names.ts'
import { corsInput, sameCors } from '../cors.ts'
import type { ApiEndpoint } from '../endpoint.ts'
import { descriptionOf, insideDigest } from './inside.ts'
import { planInside, NOTHING, ourAuthorizer, ourIntegration } from './plan-inside.ts'
import type { RemoteApi } from './read.ts'

type Wanted = ApiEndpoint | undefined
type Found = readonly RemoteApi[]

/**
 * Our APIs of this function, the oldest first. Names of APIs are not unique: a creation whose
 * answer was lost can leave two, of which every run keeps the first.
 */
function ourApis(tags: Tags, found: Found): RemoteApi[] {
  return found
    .filter((api) => isOurs(tags, api.tags))
    .sort((a, b) => a.created.localeCompare(b.created) || a.id.localeCompare(b.id))
}

/** The API that serves, ours or the one that is being taken over, and doubles of it. */
function apisOf({ tags, found, adopt }: Telling<Wanted, Found>): RemoteApi[] {
  const adopted = adopt ? found.slice(0, 1) : []
  return [...new Set([...ourApis(tags, found), ...adopted])]
}

export function tellApi(telling: Telling<Wanted, Found>): Facts {
  const { wanted, place } = telling
  const [api] = apisOf(telling)
  if (wanted === undefined || api === undefined) return {}
  const integrationId = api.inside && ourIntegration(place, api.inside)?.id
  const authorizerId = api.inside && ourAuthorizer(api.inside)?.id
  const { id, endpoint } = api
  return {
    address: addressOf(endpoint, wanted),
    api: {
      id,
      endpoint,
      ...(integrationId !== undefined && { integrationId }),
      ...(authorizerId !== undefined && { authorizerId }),
    },
  }
}

export function addressOf(endpoint: string, { stage }: ApiEndpoint): string {
  return stage === '$default' ? `${endpoint}/` : `${endpoint}/${stage}/`
}

/** Steps name the API by `ApiId` only where they are about one that goes: see `apply.ts`. */
export function planApi(planning: Planning<Wanted, Found>): Phases {
  const { wanted, tags, found, place } = planning
  if (wanted === undefined) return { remove: removal(ourApis(tags, found)) }
  const [api, ...surplus] = apisOf(planning)
  return {
    make: joinPlans(
      api === undefined ? creation(place, tags, wanted) : settings(place, tags, wanted, api),
      removal(surplus.filter((double) => isOurs(tags, double.tags))),
    ),
  }
}

export function removeApi({ tags, found }: Removing<Found>): Plan {
  return removal(ourApis(tags, found))
}

function removal(apis: readonly RemoteApi[]): Plan {
  return joinPlans(
    ...apis.map(({ id: ApiId }) =>
      one(
        { resource: 'api', action: 'delete', from: ApiId },
        step('apigateway:DeleteApi', { ApiId }),
      ),
    ),
  )
}

function creation(place: Place, tags: Tags, wanted: ApiEndpoint): Plan {
  const { cors } = wanted
  const making = step('apigateway:CreateApi', {
    Name: place.function,
    Description: descriptionOf(CHANGING),
    ProtocolType: 'HTTP',
    Tags: { ...tags },
    ...(cors && { CorsConfiguration: corsInput(cors) }),
  })
  return joinPlans(
    one({ resource: 'api', action: 'create', to: place.function }, making),
    planInside(place, wanted, NOTHING),
    described(insideDigest(place, wanted)),
  )
}

/** Says of the API what is inside: `changing` before that changes, its digest as the last thing. */
function described(inside: string): Plan {
  return unseen(step('apigateway:UpdateApi', { Description: descriptionOf(inside) }))
}

function settings(place: Place, tags: Tags, wanted: ApiEndpoint, found: RemoteApi): Plan {
  const tagging = tagsPlan(place, tags, found)
  if (found.inside === undefined) return tagging
  const inside = joinPlans(corsPlan(wanted, found), planInside(place, wanted, found.inside))
  const isChanging = inside.steps.length > 0
  const digest = insideDigest(place, wanted)
  const isSettled = found.description === descriptionOf(digest)
  return joinPlans(
    tagging,
    isChanging ? described(CHANGING) : undefined,
    inside,
    isChanging || !isSettled ? described(digest) : undefined,
  )
}

function tagsPlan({ account }: Place, wanted: Tags, { id, tags: found }: RemoteApi): Plan {
  const ResourceArn = apiArn(account, id)
  return planTags('api', wanted, found, {
    add: (Tags) => step('apigateway:TagResource', { ResourceArn, Tags }),
    remove: (TagKeys) => step('apigateway:UntagResource', { ResourceArn, TagKeys }),
  })
}

function corsPlan({ cors }: ApiEndpoint, found: RemoteApi): Plan {
  if (sameCors(cors, found.cors)) return emptyPlan()
  return one(
    update('api', 'cors'),
    cors === undefined
      ? step('apigateway:DeleteCorsConfiguration', {})
      : step('apigateway:UpdateApi', { CorsConfiguration: corsInput(cors) }),
  )
}
