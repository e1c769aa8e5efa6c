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

const progress = () => {}

/** A function and what it shares, planned as `oche deploy` does it. */
export async function planTogether({ aws, desired, source }: Together) {
  const shared = await planApplication({ aws }, source)
  const first = await planFunctionDeploy({ aws, desired, given: shared.given })
  const application = await withFormer({ aws }, source, shared, [first.remote.anchor])
  const planned = planAgain(first, { given: application.given })
  const steps = [...planned.plan.steps, ...application.planned.plan.steps]
  return { planned, application, calls: steps.map(({ call }) => call) }
}

export async function deployTogether(options: Together): Promise<Deployed> {
  const { aws, desired } = options
  const { planned, application } = await planTogether(options)
  const { given } = application
  await beforeFunctions({ aws, progress }, application)
  const sharing = { given, lookAgain: () => lookAgain({ aws }, application) }
  const deployed = await applyFunctionDeploy({ aws, desired, ...sharing, progress }, planned)
  await afterFunctions({ aws, progress }, application)
  const { url } = describePlanned(planned, desired, { given })
  return { ...deployed, url: deployed.url ?? url }
}

export async function destroyTogether({ aws, place }: { aws: Aws; place: Place }) {
  const { function: _, ...ground } = place
  const shared = { aws, place: ground, looked: GATEWAYS, logs: true }
  const ofFunction = { aws, place, logs: true }
  const { plan } = await planFunctionDestroy(ofFunction)
  await applyApplicationDestroy({ ...shared, progress }, await planApplicationDestroy(shared))
  await applyFunctionDestroy({ ...ofFunction, progress }, plan)
}
