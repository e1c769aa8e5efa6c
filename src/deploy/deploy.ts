import type { Aws } from './aws/aws.ts'
import { converge, planned, plannedFrom, type Planned } from './converge/converge.ts'
import { factsOf, type PlanOptions } from './converge/plan.ts'
import type { ReadOptions } from './converge/read.ts'
import type { Facts } from './model/facts.ts'
import { nameIn } from './model/place.ts'
import type { Change, Step } from './model/plan.ts'
import { ALIAS, functionArn } from './names.ts'
import { resources, type Desired } from './resources/index.ts'
import { addressOf } from './resources/part.ts'

export interface Deployed {
  /** As oche.yaml calls it. */
  name: string
  stage?: string
  arn: string
  /** Null in a dry run of a function that does not exist yet. */
  version: string | null
  alias: string
  /** Null where there is no endpoint, or none yet. */
  url: string | null
  /** base64, as Lambda has it. */
  codeSha256: string | null
  changes: Change[]
}

export interface DeployOptions extends PlanOptions, ReadOptions {
  aws: Aws
  desired: Desired
  /** Told what has happened so far, e.g. `making the role`. */
  progress: (message: string) => void
  /** What is known from elsewhere as it is now, see `lookAgain`. */
  lookAgain?: (() => Promise<Readonly<Facts>>) | undefined
}

/** Reads and compares; changes nothing. */
export function planFunctionDeploy(options: Omit<DeployOptions, 'progress'>): Promise<Planned> {
  return planned({ resources, ...options }, options.desired)
}

/** The same, once more is known of what functions share. */
export function planAgain(
  { desired, remote }: Planned,
  options: PlanOptions & ReadOptions & { aws: Aws },
): Promise<Planned> {
  return plannedFrom({ resources, ...options }, desired, remote)
}

/** A plan that is not carried out, as a result. */
export function describePlanned(
  planned: Planned,
  desired: Desired,
  options: PlanOptions = {},
): Deployed {
  return result(desired, factsOf(resources, desired, planned.remote, options), planned.plan.changes)
}

/** Makes a function as it is desired. @throws OcheError */
export async function applyFunctionDeploy(
  options: DeployOptions,
  start: Planned,
): Promise<Deployed> {
  const facts = await converge({ resources, ...options }, start)
  return result(options.desired, facts, start.plan.changes)
}

function result({ place, wants }: Desired, facts: Facts, changes: Change[]): Deployed {
  return {
    name: nameIn(place),
    ...(place.stage !== undefined && { stage: place.stage }),
    arn: functionArn(place.account, place.function),
    version: facts.version ?? null,
    alias: ALIAS,
    url: facts.address ?? sharedAddress(wants, facts) ?? null,
    codeSha256: wants.function.code?.sha256 ?? null,
    changes,
  }
}

export function sharedAddress(
  { httpApi, restApi }: Desired['wants'],
  facts: Facts,
): string | undefined {
  const part = httpApi ?? restApi
  return part && addressOf(part, facts)
}

/** Whether steps let everybody call what only some could call before. */
export function opensEndpoint({ wants }: Desired, steps: readonly Step[]): boolean {
  const auth = (wants.url ?? wants.httpApi ?? wants.restApi)?.auth
  return auth === 'NONE' && steps.some(({ call }) => call === 'lambda:AddPermission')
}
