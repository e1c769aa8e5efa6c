import { doubtsIn } from '../../converge/record.ts'
import type { Phases, Planning, Removing, Telling } from '../../converge/resource.ts'
import { CHANGING } from '../../model/digest.ts'
import type { Facts } from '../../model/facts.ts'
import type { RemoteApi } from '../../model/gateway.ts'
import type { Ground, Tags } from '../../model/place.ts'
import { joinPlans, one, step, unseen, update, type Plan } from '../../model/plan.ts'
import { planTags } from '../../model/tag-plan.ts'
import { apiArn, ownershipTags } from '../../names.ts'
import { ourApis, servingApi } from '../application/apis.ts'
import { isAbout, partsInQuestion, type WantedApi } from '../application/source.ts'
import { corsInput, sameCors } from '../cors.ts'
import { descriptionOf, insideDigest, NOTHING, type Inside } from './inside.ts'
import { planInside } from './plan-inside.ts'

type Wanted = WantedApi | undefined

/** What is inside the API that serves; undefined where its description says that it is as desired. */
export type Found = Inside | undefined

export function tellApi(telling: Telling<Wanted, Found, Ground>): Facts {
  const api = servingApi(telling, 'http-api')
  if (telling.wanted === undefined || api === undefined) return {}
  const { integrations, authorizers } = telling.found ?? NOTHING
  const { id, endpoint } = api
  return {
    gateways: {
      'http-api': {
        id,
        endpoint,
        // Of doubles the first one counts.
        integrations: Object.fromEntries(integrations.toReversed().map((one) => [one.uri, one.id])),
        authorizers: Object.fromEntries(authorizers.toReversed().map((one) => [one.name, one.id])),
        resources: {},
      },
    },
  }
}

/**
 * The API itself comes before the functions, which let it call them by its id; what is in it once they
 * are there. Steps name it by `ApiId` only where they are about one that goes: see `apply.ts`.
 */
export function planApi(planning: Planning<Wanted, Found, Ground>): Phases {
  const { wanted, tags, gateways, place, found } = planning
  const ours = ourApis(tags, gateways?.['http-api'])
  if (wanted === undefined) return { remove: removal(ours) }
  const api = servingApi(planning, 'http-api')
  const surplus = removal(ours.filter(({ id }) => id !== api?.id))
  if (api === undefined) {
    if (partsInQuestion(wanted).length === 0) return {}
    const inside = planInside(place, wanted, NOTHING)
    return {
      prepare: creation(tags, wanted),
      make: inside,
      settle: described(digestAfter(place, wanted, NOTHING)),
    }
  }
  if (isLeft(wanted, found)) return { remove: removal(ours) }
  const prepare = joinPlans(tagsPlan(place, tags, api), surplus)
  if (found === undefined) return { prepare }
  const make = joinPlans(settingsPlan(wanted, api), planInside(place, wanted, found))
  const isChanging = make.steps.length > 0
  const digest = digestAfter(place, wanted, found)
  const isSettled = api.description === descriptionOf(digest)
  return {
    prepare,
    make: joinPlans(isChanging ? described(CHANGING) : undefined, make),
    settle: joinPlans(
      isChanging || !isSettled ? described(digest) : undefined,
      doubtsIn(api.tags).length === 0 ? undefined : certain(place, api),
    ),
  }
}

/** All was looked at since another run has left doubt. */
function certain({ account }: Ground, { id, tags }: RemoteApi): Plan {
  const input = { ResourceArn: apiArn(account, id), TagKeys: doubtsIn(tags) }
  return unseen(step('apigateway:UntagResource', input))
}

/** Whether the functions that go are the last ones. */
function isLeft(wanted: WantedApi, found: Found): boolean {
  if (found === undefined || partsInQuestion(wanted).length > 0) return false
  return found.integrations.every(({ uri }) => isAbout(wanted, uri))
}

/** What the description says in the end: that all is there only where that is what was looked at. */
function digestAfter(place: Ground, wanted: WantedApi, found: Inside): string {
  const whole = planInside(place, { ...wanted, only: undefined }, found)
  const isWhole = whole.steps.length === planInside(place, wanted, found).steps.length
  return isWhole ? insideDigest(wanted) : CHANGING
}

export function removeApi({ tags, gateways }: Removing<Found, Ground>): Plan {
  return removal(ourApis(tags, gateways?.['http-api']))
}

function removal(apis: readonly RemoteApi[]): Plan {
  return joinPlans(
    ...apis.map(({ id: ApiId, name }) =>
      one(
        { resource: 'HTTP API', action: 'delete', from: name },
        step('apigateway:DeleteApi', { ApiId }),
      ),
    ),
  )
}

function creation(tags: Tags, { name, cors, domain }: WantedApi): Plan {
  const making = step('apigateway:CreateApi', {
    Name: name,
    Description: descriptionOf(CHANGING),
    ProtocolType: 'HTTP',
    Tags: { ...tags, ...(domain !== undefined && { [ownershipTags.domain]: domain }) },
    ...(cors && { CorsConfiguration: corsInput(cors) }),
  })
  return one({ resource: 'HTTP API', action: 'create', to: name }, making)
}

/** Says of the API what is inside: `changing` before that changes, its digest as the last thing. */
function described(inside: string): Plan {
  return unseen(step('apigateway:UpdateApi', { Description: descriptionOf(inside) }))
}

function tagsPlan({ account }: Ground, wanted: Tags, { id, tags: found }: RemoteApi): Plan {
  const ResourceArn = apiArn(account, id)
  return planTags('HTTP API', wanted, found, {
    add: (Tags) => step('apigateway:TagResource', { ResourceArn, Tags }),
    remove: (TagKeys) => step('apigateway:UntagResource', { ResourceArn, TagKeys }),
  })
}

function settingsPlan({ name, cors, parts }: WantedApi, found: RemoteApi): Plan {
  if (parts.length === 0) return joinPlans()
  const isCorsRight = sameCors(cors, found.cors)
  return joinPlans(
    found.name === name
      ? undefined
      : one(
          update('HTTP API', 'name', found.name, name),
          step('apigateway:UpdateApi', { Name: name }),
        ),
    isCorsRight
      ? undefined
      : one(
          update('HTTP API', 'cors'),
          cors === undefined
            ? step('apigateway:DeleteCorsConfiguration', {})
            : step('apigateway:UpdateApi', { CorsConfiguration: corsInput(cors) }),
        ),
  )
}
