import type { Aws } from '../../src/deploy/aws/aws.ts'
import {
  afterFunctions,
  applyApplicationDestroy,
  applyFunctionDeploy,
  applyFunctionDestroy,
  beforeFunctions,
  describePlanned,
  GATEWAYS,
  lookAgain,
  planAgain,
  planApplication,
  planApplicationDestroy,
  planFunctionDeploy,
  planFunctionDestroy,
  withFormer,
  type ApplicationSource,
  type Deployed,
  type Desired,
  type Place,
} from '../../src/deploy/index.ts'

interface Together {
  aws: Aws
  desired: Desired
  source: ApplicationSource
}

interface AllTogether extends Omit<Together, 'desired'> {
  all: readonly Desired[]
  /** @default false */
  adopt?: boolean | undefined
  /** @default false */
  thorough?: boolean | undefined
}

const progress = () => {}

/** Functions and what they share, planned as `oche deploy` does it. */
export async function planAll({ all, source, ...options }: AllTogether) {
  const shared = await planApplication(options, source)
  const { given: first } = shared
  const before = await Promise.all(
    all.map((desired) => planFunctionDeploy({ ...options, desired, given: first })),
  )
  const anchors = before.map(({ remote }) => remote.anchor)
  const application = await withFormer(options, source, shared, anchors)
  const { given } = application
  const planned = await Promise.all(before.map((one) => planAgain(one, { ...options, given })))
  const plans = [...planned.map(({ plan }) => plan), application.planned.plan]
  return {
    planned,
    application,
    calls: plans.flatMap(({ steps }) => steps.map(({ call }) => call)),
  }
}

export async function deployAll(options: AllTogether): Promise<Deployed[]> {
  const { aws, all, adopt } = options
  const { planned, application } = await planAll(options)
  const { given } = application
  await beforeFunctions({ aws, adopt, progress }, application)
  const sharing = { given, lookAgain: () => lookAgain({ aws }, application) }
  const ended = await Promise.allSettled(
    all.map((desired, index) =>
      applyFunctionDeploy({ aws, desired, ...sharing, progress }, planned[index]!),
    ),
  )
  // One that fails ends the others no sooner than `oche deploy` does.
  const deployed = ended.map((one) => {
    if (one.status === 'rejected') throw one.reason
    return one.value
  })
  await afterFunctions({ aws, adopt, progress }, application)
  return deployed.map((one, index) => ({
    ...one,
    url: one.url ?? describePlanned(planned[index]!, all[index]!, { given }).url,
  }))
}

export function planTogether({ desired, ...options }: Together) {
  return planAll({ ...options, all: [desired] })
}

export async function deployTogether({ desired, ...options }: Together): Promise<Deployed> {
  const [deployed] = await deployAll({ ...options, all: [desired] })
  return deployed!
}

/** Everything of functions, and what they share. */
export async function destroyAll({ aws, places }: { aws: Aws; places: readonly Place[] }) {
  const { function: _, ...ground } = places[0]!
  const shared = { aws, place: ground, looked: GATEWAYS, logs: true }
  const plans = await Promise.all(
    places.map(async (place) => {
      const options = { aws, place, logs: true }
      return { options, plan: (await planFunctionDestroy(options)).plan }
    }),
  )
  await applyApplicationDestroy({ ...shared, progress }, await planApplicationDestroy(shared))
  for (const { options, plan } of plans) {
    await applyFunctionDestroy({ ...options, progress }, plan)
  }
}

export const destroyTogether = ({ aws, place }: { aws: Aws; place: Place }) =>
  destroyAll({ aws, places: [place] })
