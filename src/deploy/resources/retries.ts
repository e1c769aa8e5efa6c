import type { Phases, Planning, Reading, Resource } from '../converge/resource.ts'
import { qualified, type Place } from '../model/place.ts'
import { emptyPlan, one, step, stepOnMade, type Change, type Step } from '../model/plan.ts'

/** What Lambda does where nothing is configured. */
export const LAMBDA_RETRIES = 2

export interface RemoteRetries {
  retries: number
  /** Somebody else's settings stand in the same configuration: destinations, an age. */
  shared: boolean
}

/** Retries of asynchronous invocations, which Lambda keeps for the alias. */
export const retries: Resource<number, RemoteRetries | undefined> = {
  desire: ({ fn }) => fn.retries,
  isWanted: (wanted) => wanted !== LAMBDA_RETRIES,
  read,
  plan,
  // They go with the alias.
  remove: emptyPlan,
  progress: (call) =>
    call.endsWith('FunctionEventInvokeConfig') ? 'updating the function' : undefined,
}

/** Undefined where there is no configuration, or it was not asked for. */
async function read({ aws, place, wanted, live, mayExist }: Reading<number>) {
  if (wanted === undefined || live === undefined) return undefined
  if (wanted === LAMBDA_RETRIES && !mayExist) return undefined
  const config = await aws.find('lambda:GetFunctionEventInvokeConfig', qualified(place))
  if (config === undefined) return undefined
  const { OnSuccess, OnFailure } = config.DestinationConfig ?? {}
  return {
    retries: config.MaximumRetryAttempts ?? LAMBDA_RETRIES,
    shared:
      config.MaximumEventAgeInSeconds !== undefined ||
      OnSuccess?.Destination !== undefined ||
      OnFailure?.Destination !== undefined,
  }
}

function plan({ place, wanted, found }: Planning<number, RemoteRetries | undefined>): Phases {
  const from = found?.retries ?? LAMBDA_RETRIES
  if (from === wanted) return {}
  const change = { resource: 'function', action: 'update', path: 'retries', from, to: wanted }
  return { make: one(change as Change, call(place, wanted, found)) }
}

/** `Put` and `Delete` would take what somebody else has set with them. */
function call(place: Place, wanted: number, found: RemoteRetries | undefined): Step {
  const input = { ...qualified(place), MaximumRetryAttempts: wanted }
  if (found?.shared === true) return step('lambda:UpdateFunctionEventInvokeConfig', input)
  return wanted === LAMBDA_RETRIES
    ? step('lambda:DeleteFunctionEventInvokeConfig', qualified(place))
    : stepOnMade('lambda:PutFunctionEventInvokeConfig', input)
}
