import { doubtsIn } from '../../converge/record.ts'
import type { Phases, Planning, Removing, Resource, Telling } from '../../converge/resource.ts'
import type { Aws } from '../../aws/aws.ts'
import { CHANGING, digestOf } from '../../model/digest.ts'
import type { Facts, GatewayFacts } from '../../model/facts.ts'
import type { Gateway, RemoteApi } from '../../model/gateway.ts'
import type { Ground, Tags } from '../../model/place.ts'
import { joinPlans, ofApi, one, unseen, type Plan, type Step } from '../../model/plan.ts'
import { planTags } from '../../model/tag-plan.ts'
import { ownershipTags } from '../../names.ts'
import { ourApis, servingApi } from './apis.ts'
import { descriptionOf, isChanging } from './description.ts'
import { phasesOfApi } from './phases-of-api.ts'
import { tagging, untagging } from './tagging.ts'
import { partsInQuestion, wantedApi, type ApplicationSource, type WantedApi } from './source.ts'

/** How an API that functions share is spoken of and written to, whose inside is `I`. */
export interface Dialect<I> {
  gateway: Gateway
  /** As changes name it. */
  noun: 'HTTP API' | 'REST API'
  /** Of one that was made just now. */
  nothing: I
  read(aws: Aws, id: string): Promise<I>
  /** What is inside, as far as this is about it. */
  plan(place: Ground, wanted: WantedApi, found: I): Plan
  /** Settings that are the API's own. */
  settings(wanted: WantedApi, found: RemoteApi): Plan
  /** Whether it holds nothing but what this is about. */
  isOnlyAbout(wanted: WantedApi, found: I): boolean
  /** By which steps name what is inside. */
  names(found: I): Pick<GatewayFacts, 'integrations' | 'authorizers' | 'resources'>
  steps: {
    create(wanted: WantedApi, description: string, tags: Tags): Step
    describe(description: string): Step
    delete(id: string): Step
  }
}

type Wanted = WantedApi | undefined

/** An API that the functions of an application share. */
export function sharedApi<I>(
  dialect: Dialect<I>,
  rest: Pick<Resource<Wanted, I | undefined, Ground>, 'apply' | 'progress'>,
): Resource<Wanted, I | undefined, Ground, ApplicationSource> {
  const { gateway } = dialect
  return {
    desire: (source) => wantedApi(source, gateway),
    read: async (reading) => {
      const { aws, wanted, thorough } = reading
      // Which one is to be taken over is not known here: it is the first of that name.
      const api = servingApi({ ...reading, adopt: true }, gateway)
      if (wanted === undefined || api === undefined) return undefined
      const isKnown = api.description === descriptionOf(insideDigest(wanted))
      const isSure = isKnown && doubtsIn(api.tags).length === 0
      return isSure && !thorough ? undefined : dialect.read(aws, api.id)
    },
    tell: (telling) => tellApi(dialect, telling),
    plan: (planning) => phasesOfApi(gateway, planApi(dialect, planning)),
    remove: ({ tags, gateways }: Removing<I | undefined, Ground>) =>
      ofApi(gateway, removal(dialect, ourApis(tags, gateways?.[gateway]))),
    ...rest,
  }
}

/** Of everything inside an API. */
function insideDigest(wanted: WantedApi): string {
  return digestOf({ ...wanted, only: undefined })
}

function tellApi<I>(
  { gateway, names, nothing }: Dialect<I>,
  telling: Telling<Wanted, I | undefined, Ground>,
): Facts {
  const api = servingApi(telling, gateway)
  if (telling.wanted === undefined || api === undefined) return {}
  const { id, endpoint, description } = api
  const inside = names(telling.found ?? nothing)
  return { gateways: { [gateway]: { id, endpoint, description, ...inside } } }
}

/**
 * The API itself comes before the functions, which let it call them by its id; what is in it once they
 * are there. Steps name it by its id only where they are about one that goes: see `apply.ts`.
 */
function planApi<I>(
  dialect: Dialect<I>,
  planning: Planning<Wanted, I | undefined, Ground>,
): Phases {
  const { gateway, nothing } = dialect
  const { wanted, tags, gateways, place, found } = planning
  const ours = ourApis(tags, gateways?.[gateway])
  if (wanted === undefined) return { remove: removal(dialect, ours) }
  const api = servingApi(planning, gateway)
  const surplus = removal(
    dialect,
    ours.filter(({ id }) => id !== api?.id),
  )
  if (api === undefined) {
    if (partsInQuestion(wanted).length === 0) return {}
    return {
      prepare: creation(dialect, tags, wanted),
      make: dialect.plan(place, wanted, nothing),
      settle: described(dialect, digestAfter(dialect, place, wanted, nothing)),
    }
  }
  const isLeft =
    found !== undefined &&
    partsInQuestion(wanted).length === 0 &&
    dialect.isOnlyAbout(wanted, found)
  if (isLeft) return { remove: removal(dialect, ours) }
  const prepare = joinPlans(tagsPlan(dialect, place, tags, api), surplus)
  if (found === undefined) return { prepare }
  const make = joinPlans(
    wanted.parts.length === 0 ? undefined : dialect.settings(wanted, api),
    dialect.plan(place, wanted, found),
  )
  const doubts = doubtsIn(api.tags)
  const digest = digestAfter(dialect, place, wanted, found)
  const isSaid =
    digest === CHANGING ? isChanging(api.description) : api.description === descriptionOf(digest)
  const isSettled = isSaid && make.steps.length === 0
  return {
    prepare,
    make: joinPlans(isSettled ? undefined : described(dialect, CHANGING), make),
    settle: joinPlans(
      isSettled ? undefined : described(dialect, digest),
      // All was looked at since another run has left doubt.
      doubts.length === 0 ? undefined : unseen(untagging[gateway](place, api.id, doubts)),
    ),
  }
}

/** What the description says in the end: that all is there only where that is what was looked at. */
function digestAfter<I>({ plan }: Dialect<I>, place: Ground, wanted: WantedApi, found: I): string {
  const whole = plan(place, { ...wanted, only: undefined }, found)
  const isWhole = whole.steps.length === plan(place, wanted, found).steps.length
  return isWhole ? insideDigest(wanted) : CHANGING
}

function removal<I>({ noun, steps }: Dialect<I>, apis: readonly RemoteApi[]): Plan {
  return joinPlans(
    ...apis.map(({ id, name }) =>
      one({ resource: noun, action: 'delete', from: name }, steps.delete(id)),
    ),
  )
}

function creation<I>({ noun, steps }: Dialect<I>, tags: Tags, wanted: WantedApi): Plan {
  const { name, domain } = wanted
  const making = steps.create(wanted, descriptionOf(CHANGING), {
    ...tags,
    ...(domain !== undefined && { [ownershipTags.domain]: domain }),
  })
  return one({ resource: noun, action: 'create', to: name }, making)
}

/** Says of the API what is inside: `changing` before that changes, its digest as the last thing. */
function described<I>({ steps }: Dialect<I>, inside: string): Plan {
  return unseen(steps.describe(descriptionOf(inside)))
}

function tagsPlan<I>(
  { noun, gateway }: Dialect<I>,
  place: Ground,
  wanted: Tags,
  { id, tags: found }: RemoteApi,
): Plan {
  return planTags(noun, wanted, found, {
    add: (tags) => tagging[gateway](place, id, tags),
    remove: (keys) => untagging[gateway](place, id, keys),
  })
}
