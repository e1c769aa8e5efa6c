import { OcheError } from '../core/errors.ts'
import type { Aws } from './aws/aws.ts'
import {
  converge,
  planned,
  plannedRemoval,
  remove,
  type ConvergeOptions,
  type Planned,
} from './converge/converge.ts'
import { factsOf } from './converge/plan.ts'
import { doubtsIn, mayExist } from './converge/record.ts'
import type { Facts } from './model/facts.ts'
import { GATEWAYS, type Gateway } from './model/gateway.ts'
import type { Ground } from './model/place.ts'
import { emptyPlan, type Change, type Plan } from './model/plan.ts'
import type { Anchor } from './model/version.ts'
import {
  desireShared,
  sharedResources,
  type DesiredApplication,
} from './resources/application/index.ts'
import {
  partsInQuestion,
  type ApplicationSource,
  type WantedApi,
} from './resources/application/source.ts'
import { ourApis } from './resources/application/apis.ts'
import { addressOf } from './resources/part.ts'

/** An API that functions of an application share, as a result. */
export interface SharedApi {
  kind: Gateway
  name: string
  /** Null in a dry run of an API that does not exist yet. */
  id: string | null
  url: string | null
  domain?: SharedDomain
}

/** A domain that leads to an API. */
interface SharedDomain {
  name: string
  url: string
  /** What has to stand in its DNS; null until the domain is there. */
  record: {
    type: 'CNAME'
    name: string
    value: string
    /** Of `value`, for an alias in Route 53. */
    hostedZone: string
    /** Id of the hosted zone in which Oche sets it, as aliases A and AAAA. */
    setIn?: string
  } | null
}

/** What an application's functions share, on its way through a deploy. */
export interface PlannedApplication {
  desired: DesiredApplication
  planned: Planned<Ground>
  /** What functions have to know of it. Kept up to date while it is made. */
  given: Facts
  looked: readonly Gateway[]
}

interface ApplicationOptions extends Omit<ConvergeOptions<Ground>, 'resources' | 'phases'> {
  aws: Aws
}

/** Which kinds of API functions have a part in, or may have had: their tags say so. */
export function gatewaysOf(anchors: readonly Anchor[]): Gateway[] {
  const has = (name: string) =>
    anchors.some(({ function: fn }) => {
      if (fn === undefined) return false
      // Where another run was at the same time, its record may be what is not there any more.
      return doubtsIn(fn.tags).length > 0 || mayExist(name, fn.tags)
    })
  return GATEWAYS.filter((gateway) => has(TAGS[gateway]))
}

/** Names of the resources of a function that say of its part in an API. */
const TAGS: Record<Gateway, string> = { 'http-api': 'httpApi', rest: 'restApi' }

/**
 * Reads and compares what functions share; changes nothing, and asks nothing where there is none.
 *
 * @param earlier kinds of API that there may be besides those that are wanted
 */
export async function planApplication(
  options: Omit<ApplicationOptions, 'progress'>,
  source: ApplicationSource,
  earlier: readonly Gateway[] = [],
): Promise<PlannedApplication> {
  const desired = desireShared(source)
  const looked = GATEWAYS.filter((one) => isMade(desired, one) || earlier.includes(one))
  const resources = sharedResources(looked)
  const result = await planned({ ...options, resources }, desired)
  const given = givenBy(factsOf(resources, desired, result.remote, options), desired, looked)
  return { desired, planned: result, given, looked }
}

/**
 * With APIs that no function has a part in any more, where tags of functions speak of some; and with a
 * second look at what they share where another run has left doubt.
 *
 * @param anchors what was found of the functions
 */
export async function withFormer(
  options: Omit<ApplicationOptions, 'progress'>,
  source: ApplicationSource,
  shared: PlannedApplication,
  anchors: readonly Anchor[],
): Promise<PlannedApplication> {
  const former = gatewaysOf(anchors).filter((one) => !shared.looked.includes(one))
  const doubts = anchors.flatMap(({ function: fn }) => doubtsIn(fn?.tags ?? {}))
  if (former.length === 0 && doubts.length === 0) return shared
  const thorough = options.thorough === true || doubts.length > 0
  const again = await planApplication({ ...options, thorough }, source, [
    ...former,
    ...shared.looked,
  ])
  // Functions have been given the same: what they are told of later goes to both.
  return { ...again, given: Object.assign(shared.given, again.given, { doubts }) }
}

/**
 * What functions are given, once another run was met: an API that nobody wants here may be the other's,
 * made since it was looked for, and what left doubt may be about it.
 */
export async function lookAgain(
  { aws }: Pick<ApplicationOptions, 'aws'>,
  { desired, given, looked, planned: { remote } }: PlannedApplication,
): Promise<Facts> {
  const asked = looked.filter((one) => !isMade(desired, one))
  const { gateways = {} } = await sharedResources(asked).readAnchor(aws, desired.place, false)
  const isNew = (one: Gateway) =>
    ourApis(desired.tags, gateways[one]).some(
      ({ id }) => !remote.anchor.gateways?.[one]?.some((before) => before.id === id),
    )
  const isAnyNew = looked.some(isNew)
  return {
    ...given,
    looked: looked.filter((one) => !isNew(one)),
    ...(isAnyNew && { doubts: [] }),
  }
}

/** An API that is still to be made has no id; that there will be one is known. */
function givenBy(
  { gateways, domain }: Facts,
  desired: DesiredApplication,
  looked: readonly Gateway[],
): Facts {
  const toBe = GATEWAYS.filter((one) => isMade(desired, one)).map((one) => [one, TO_BE])
  return {
    gateways: { ...Object.fromEntries(toBe), ...gateways },
    ...(domain && { domain }),
    looked,
  }
}

const TO_BE = {
  id: '',
  endpoint: '',
  description: '',
  integrations: {},
  authorizers: {},
  resources: {},
}

function wantedOf(
  { httpApi, restApi }: DesiredApplication['wants'],
  gateway: Gateway,
): WantedApi | undefined {
  return { 'http-api': httpApi, rest: restApi }[gateway]
}

function isMade({ wants }: DesiredApplication, gateway: Gateway): boolean {
  const wanted = wantedOf(wants, gateway)
  return wanted !== undefined && partsInQuestion(wanted).length > 0
}

/** What has to be there before the functions that let it call them, and what goes before they do. */
const BEFORE = ['prepare', 'remove'] as const

/**
 * The part of a plan that comes before the functions. What functions are given is known then.
 *
 * @throws OcheError
 */
export async function beforeFunctions(
  options: ApplicationOptions,
  application: PlannedApplication,
): Promise<void> {
  const { steps } = application.planned.plan
  if (steps.length === 0) return
  await carryOut({ ...options, phases: BEFORE }, application)
}

/** The rest, once the functions are there. @throws OcheError */
export async function afterFunctions(
  options: ApplicationOptions,
  application: PlannedApplication,
): Promise<void> {
  if (application.planned.plan.steps.length === 0) return
  await carryOut(options, application)
}

async function carryOut(
  options: ApplicationOptions & { phases?: typeof BEFORE },
  application: PlannedApplication,
): Promise<void> {
  const { desired, looked, given } = application
  const resources = sharedResources(looked)
  const now = await planned({ ...options, resources }, desired)
  const facts = await converge({ ...options, resources }, now)
  Object.assign(given, givenBy(facts, desired, looked))
}

/** What there is of an application beside its functions, as a result. */
export function describeApplication({ desired, given, planned: { plan } }: PlannedApplication): {
  apis: SharedApi[]
  changes: Change[]
} {
  const apis = GATEWAYS.flatMap((kind): SharedApi[] => {
    const wanted = wantedOf(desired.wants, kind)
    const found = given.gateways?.[kind]
    if (wanted === undefined || found === undefined || wanted.parts.length === 0) return []
    const url = addressOf({ gateway: kind, stage: wanted.stage }, given) ?? null
    const id = found.id === '' ? null : found.id
    const domain = domainOf(desired, given)
    return [{ kind, name: wanted.name, id, url, ...(domain && { domain }) }]
  })
  return { apis, changes: plan.changes }
}

function domainOf({ wants }: DesiredApplication, { domain }: Facts): SharedDomain | undefined {
  if (wants.domain === undefined || domain === undefined) return undefined
  const { name, basePath, hostedZone } = wants.domain
  const { target, zone } = domain
  const record = {
    type: 'CNAME' as const,
    name,
    value: target,
    hostedZone: zone,
    ...(hostedZone !== undefined && { setIn: hostedZone }),
  }
  return {
    name,
    url: `https://${name}/${basePath === undefined ? '' : `${basePath}/`}`,
    record: target === '' ? null : record,
  }
}

export interface ApplicationRemoval {
  aws: Aws
  place: Ground
  looked: readonly Gateway[]
  logs?: boolean | undefined
  /** Of whoever may not look at APIs it is taken that there are none. @default false */
  mayBeDenied?: boolean | undefined
}

/** All that functions share. */
export async function planApplicationDestroy(options: ApplicationRemoval): Promise<Plan> {
  const resources = sharedResources(options.looked)
  try {
    return (await plannedRemoval({ ...options, resources })).plan
  } catch (thrown) {
    const isDenied = thrown instanceof OcheError && thrown.code === 'ACCESS_DENIED'
    if (isDenied && options.mayBeDenied === true) return emptyPlan()
    throw thrown
  }
}

/** Deletes what was planned, and looks again until nothing is left. @throws OcheError */
export function applyApplicationDestroy(
  options: ApplicationRemoval & { progress: (message: string) => void },
  plan: Plan,
): Promise<void> {
  return remove({ ...options, resources: sharedResources(options.looked) }, plan)
}
