import type { PutFunctionEventInvokeConfigRequest } from '@aws-sdk/client-lambda'
import { stagedName } from '../../core/stage.ts'
import { isRecorded } from '../converge/record.ts'
import type { Phases, Planning, Reading, Resource, Source } from '../converge/resource.ts'
import { equal } from '../model/equal.ts'
import { aliasArn, qualified } from '../model/place.ts'
import { emptyPlan, step, stepOnMade, type Change, type Step } from '../model/plan.ts'
import { destinationGrants, type Grant } from './events/grants.ts'

/** What Lambda does where nothing is configured. */
export const LAMBDA_RETRIES = 2

/** What becomes of asynchronous invocations that fail or succeed. */
export interface Asynchronous {
  retries: number
  /** ARNs of what is told. */
  onSuccess: string | undefined
  onFailure: string | undefined
}

export interface RemoteAsynchronous extends Asynchronous {
  /** Seconds after which one is given up: nobody's but who has set it. */
  maxAge: number | undefined
}

const LAMBDAS_OWN: RemoteAsynchronous = {
  retries: LAMBDA_RETRIES,
  onSuccess: undefined,
  onFailure: undefined,
  maxAge: undefined,
}

const DESTINATIONS = ['onSuccess', 'onFailure'] as const

/** Settings of asynchronous invocations, which Lambda keeps for the alias. */
export const asynchronous: Resource<Asynchronous, RemoteAsynchronous | undefined> = {
  desire: desireAsynchronous,
  isWanted: (wanted) => !equal({ ...wanted, maxAge: undefined }, LAMBDAS_OWN),
  parts: ({ onSuccess, onFailure }) => ({
    onSuccess: onSuccess !== undefined,
    onFailure: onFailure !== undefined,
  }),
  read,
  plan,
  // They go with the alias.
  remove: emptyPlan,
  apply: () => ({
    'lambda:PutFunctionEventInvokeConfig': async ({ aws, facts }, input) => {
      const sent = input as PutFunctionEventInvokeConfigRequest
      const about = { afterCreate: true, ownRole: facts.ownRole }
      await aws.call('lambda:PutFunctionEventInvokeConfig', sent, about)
    },
  }),
  progress: (call) =>
    call.endsWith('FunctionEventInvokeConfig') ? 'updating the function' : undefined,
}

function desireAsynchronous({ fn, place }: Source): Asynchronous {
  const arnOf = (destination: string | undefined) =>
    destination === undefined || destination.startsWith('arn:')
      ? destination
      : aliasArn({ ...place, function: stagedName(destination, place.stage) })
  return {
    retries: fn.retries,
    onSuccess: arnOf(fn.onSuccess),
    onFailure: arnOf(fn.onFailure),
  }
}

/** What the execution role needs so that Lambda may tell what is to be told. */
export function asynchronousGrants(source: Source): Grant[] {
  const { onSuccess, onFailure } = desireAsynchronous(source)
  return [...new Set([onSuccess, onFailure])].flatMap(destinationGrants)
}

/** Undefined where there is no configuration, or it was not asked for. */
async function read({ aws, place, wanted, live, mayExist }: Reading<Asynchronous>) {
  if (wanted === undefined || live === undefined) return undefined
  if (!asynchronous.isWanted!(wanted) && !mayExist) return undefined
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
function plan(planning: Planning<Asynchronous, RemoteAsynchronous | undefined>): Phases {
  const { wanted, found = LAMBDAS_OWN, function: fn } = planning
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
  { place }: Planning<Asynchronous, RemoteAsynchronous | undefined>,
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
