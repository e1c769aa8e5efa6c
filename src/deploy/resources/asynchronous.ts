import type { PutFunctionEventInvokeConfigRequest } from '@aws-sdk/client-lambda'
import { stagedName } from '../../core/stage.ts'
import { OcheError } from '../../core/errors.ts'
import type { Aws } from '../aws/aws.ts'
import { poll } from '../converge/poll.ts'
import { isRecorded } from '../converge/record.ts'
import type { Context, Phases, Planning, Reading, Resource, Source } from '../converge/resource.ts'
import { equal } from '../model/equal.ts'
import { aliasArn, qualified } from '../model/place.ts'
import { emptyPlan, step, stepOnMade, type Change, type Step } from '../model/plan.ts'
import { ALIAS } from '../names.ts'
import { destinationGrants, functionGrant, type Grant } from './events/grants.ts'

/** What Lambda does where nothing is configured. */
export const LAMBDA_RETRIES = 2

/** What becomes of asynchronous invocations that fail or succeed. */
interface Asynchronous {
  retries: number
  /** ARNs of what is told. */
  onSuccess: string | undefined
  onFailure: string | undefined
}

interface RemoteAsynchronous extends Asynchronous {
  /** Seconds after which one is given up: nobody's but who has set it. */
  maxAge: number | undefined
}

/** A function of the same project that is told. */
interface ToldFunction {
  /** As AWS knows it. */
  name: string
  /** It is deployed by the same run: undefined where nobody knows. */
  isDeployed: boolean | undefined
}

export interface WantedAsynchronous extends Asynchronous {
  functions: readonly ToldFunction[]
}

export interface FoundAsynchronous extends RemoteAsynchronous {
  /** Functions that are to be told, that are not there, and that this run does not deploy. */
  missing?: readonly string[]
}

const LAMBDAS_OWN: RemoteAsynchronous = {
  retries: LAMBDA_RETRIES,
  onSuccess: undefined,
  onFailure: undefined,
  maxAge: undefined,
}

const DESTINATIONS = ['onSuccess', 'onFailure'] as const

/** Settings of asynchronous invocations, which Lambda keeps for the alias. */
export const asynchronous: Resource<WantedAsynchronous, FoundAsynchronous | undefined> = {
  desire: desireAsynchronous,
  isWanted,
  parts: ({ onSuccess, onFailure }) => ({
    onSuccess: onSuccess !== undefined,
    onFailure: onFailure !== undefined,
  }),
  read,
  plan,
  // They go with the alias.
  remove: emptyPlan,
  apply: ({ functions }) => ({
    'lambda:PutFunctionEventInvokeConfig': async (context, input) => {
      const { aws, facts } = context
      for (const one of functions) await untilThere(context, one)
      const sent = input as PutFunctionEventInvokeConfigRequest
      const about = { afterCreate: true, ownRole: facts.ownRole }
      await aws.call('lambda:PutFunctionEventInvokeConfig', sent, about)
    },
  }),
  progress: (call) =>
    call.endsWith('FunctionEventInvokeConfig') ? 'updating the function' : undefined,
}

function isWanted({ retries, onSuccess, onFailure }: Asynchronous): boolean {
  return !equal({ retries, onSuccess, onFailure, maxAge: undefined }, LAMBDAS_OWN)
}

/** A function that is deployed beside this one comes to be in a while, or has failed. */
async function untilThere({ aws, facts }: Context, { name, isDeployed }: ToldFunction) {
  if (isDeployed !== true) return
  await poll(aws, { for: `the function ${name}`, seconds: 900, interval: 2000 }, async () => {
    if (await isThere(aws, name)) return true
    if (facts.failed?.has(name) === true) throw destinationMissing(name, 'could not be deployed')
    return undefined
  })
}

async function isThere(aws: Aws, name: string): Promise<boolean> {
  const found = await aws.find('lambda:GetAlias', { FunctionName: name, Name: ALIAS })
  return found !== undefined
}

function destinationMissing(name: string, why: string): OcheError {
  return new OcheError('DESTINATION_MISSING', `the function ${name} is to be told, and ${why}`, {
    remedy: 'Deploy it first, or both together: oche deploy',
  })
}

function desireAsynchronous({ fn, place, together }: Source): WantedAsynchronous {
  const arnOf = (destination: string | undefined) =>
    destination === undefined || destination.startsWith('arn:')
      ? destination
      : aliasArn({ ...place, function: stagedName(destination, place.stage) })
  return {
    retries: fn.retries,
    onSuccess: arnOf(fn.onSuccess),
    onFailure: arnOf(fn.onFailure),
    functions: [...new Set([fn.onSuccess, fn.onFailure])].flatMap((one) =>
      one === undefined || one.startsWith('arn:')
        ? []
        : [{ name: stagedName(one, place.stage), isDeployed: together?.includes(one) }],
    ),
  }
}

/** What the execution role needs so that Lambda may tell what is to be told. */
export function asynchronousGrants(source: Source): Grant[] {
  const { onSuccess, onFailure } = desireAsynchronous(source)
  const { fn } = source
  const told = new Map([
    [onSuccess, fn.onSuccess],
    [onFailure, fn.onFailure],
  ])
  return [...told].flatMap(([arn, written]) =>
    // What is written by its name is a function of the project's.
    arn === undefined || written?.startsWith('arn:') === true
      ? destinationGrants(arn)
      : [functionGrant(arn)],
  )
}

/** Undefined where there is no configuration, or it was not asked for. */
async function read(reading: Reading<WantedAsynchronous>): Promise<FoundAsynchronous | undefined> {
  const { aws, wanted } = reading
  const found = await readConfig(reading)
  const isTold = (['onSuccess', 'onFailure'] as const).every(
    (one) => found?.[one] === wanted?.[one],
  )
  const asked = isTold ? [] : (wanted?.functions ?? [])
  const missing: string[] = []
  for (const { name, isDeployed } of asked) {
    if (isDeployed === false && !(await isThere(aws, name))) missing.push(name)
  }
  return found === undefined && missing.length === 0
    ? undefined
    : { ...(found ?? LAMBDAS_OWN), missing }
}

async function readConfig({ aws, place, wanted, live, mayExist }: Reading<WantedAsynchronous>) {
  if (wanted === undefined || live === undefined) return undefined
  if (!isWanted(wanted) && !mayExist) return undefined
  const config = await aws.find('lambda:GetFunctionEventInvokeConfig', qualified(place))
  if (config === undefined) return undefined
  const { OnSuccess, OnFailure } = config.DestinationConfig ?? {}
  return {
    retries: config.MaximumRetryAttempts ?? LAMBDA_RETRIES,
    onSuccess: OnSuccess?.Destination,
    onFailure: OnFailure?.Destination,
    maxAge: config.MaximumEventAgeInSeconds,
  }
}

/** A destination that oche.yaml never had is somebody else's, and stays. */
/** @throws OcheError `DESTINATION_MISSING` */
function plan(planning: Planning<WantedAsynchronous, FoundAsynchronous | undefined>): Phases {
  const { wanted, found = LAMBDAS_OWN as FoundAsynchronous, function: fn } = planning
  const [missing] = found.missing ?? []
  if (missing !== undefined) throw destinationMissing(missing, 'is not there')
  const isOurs = (name: string) => isRecorded(`asynchronous.${name}`, fn?.tags ?? {})
  const kept = (name: (typeof DESTINATIONS)[number]) =>
    wanted[name] ?? (isOurs(name) ? undefined : found[name])
  const next: RemoteAsynchronous = {
    retries: wanted.retries,
    onSuccess: kept('onSuccess'),
    onFailure: kept('onFailure'),
    maxAge: found.maxAge,
  }
  const changes = (['retries', ...DESTINATIONS] as const).flatMap((path) =>
    next[path] === found[path] ? [] : [change(path, found[path], next[path])],
  )
  if (changes.length === 0) return {}
  return { make: { changes, steps: [call(planning, next)], notes: [] } }
}

function change(path: string, from: Change['from'], to: Change['to']): Change {
  const action = from === undefined ? 'create' : to === undefined ? 'delete' : 'update'
  return {
    resource: 'function',
    action,
    path,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  }
}

/** Whole, with what is somebody else's: a `Put` replaces everything. */
function call(
  { place }: Planning<WantedAsynchronous, FoundAsynchronous | undefined>,
  next: RemoteAsynchronous,
): Step {
  if (equal(next, LAMBDAS_OWN)) {
    return step('lambda:DeleteFunctionEventInvokeConfig', qualified(place))
  }
  const { retries, onSuccess, onFailure, maxAge } = next
  const isTold = onSuccess !== undefined || onFailure !== undefined
  return stepOnMade('lambda:PutFunctionEventInvokeConfig', {
    ...qualified(place),
    MaximumRetryAttempts: retries,
    ...(maxAge !== undefined && { MaximumEventAgeInSeconds: maxAge }),
    ...(isTold && {
      DestinationConfig: {
        ...(onSuccess !== undefined && { OnSuccess: { Destination: onSuccess } }),
        ...(onFailure !== undefined && { OnFailure: { Destination: onFailure } }),
      },
    }),
  })
}
