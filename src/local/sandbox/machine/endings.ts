import type { ShutdownReason } from '../../../contract/extensions-api.ts'
import type { Failure } from '../failure.ts'
import type { Effect, SandboxLimits, SandboxState, Work } from './state.ts'

/** What changes besides the phase. */
export type Change = Partial<Omit<SandboxState, 'phase'>> & { effects: readonly Effect[] }

export interface Context {
  state: SandboxState
  at: number
  limits: SandboxLimits
}

/** The end of invocations: what failed does so for this reason, what is over has succeeded. */
export function finish(
  { state, at, limits }: Context,
  ids: readonly string[],
  failure: Failure | undefined,
): Change {
  const work = new Map(state.work)
  let { initDurationMs } = state
  const effects = ids.flatMap((id) => {
    const one = work.get(id)!
    work.delete(id)
    const ending = { id, durationMs: at - one.startedAt, initDurationMs }
    initDurationMs = undefined
    return failure === undefined || isBeyond(failure, one)
      ? success(ending)
      : failing(ending, failure, limits)
  })
  return { work, initDurationMs, idleSince: at, effects }
}

/** What the runtime is done with does not fail with its process any more. */
function isBeyond({ why }: Failure, { stage }: Work): boolean {
  return (stage === 'over' || stage === 'resting') && (why === 'exit' || why === 'closed')
}

interface Ending {
  id: string
  durationMs: number
  initDurationMs: number | undefined
}

function success({ id, ...ending }: Ending): Effect[] {
  return [
    { do: 'clear-timer', id },
    { do: 'log-end', id, status: 'success', failure: undefined, ...ending },
    { do: 'complete', id },
  ]
}

/** What is closed has no END and no REPORT. */
function failing(
  { id, ...ending }: Ending,
  failure: Failure,
  { timeoutMs }: SandboxLimits,
): Effect[] {
  const isTimeout = failure.why === 'timeout'
  // A timer may come a fraction of a millisecond early.
  const durationMs = isTimeout ? Math.max(ending.durationMs, timeoutMs) : ending.durationMs
  const status = isTimeout ? 'timeout' : 'error'
  const told: Effect[] = [
    { do: 'log-fault', id, failure },
    { do: 'log-end', id, ...ending, durationMs, status, failure },
  ]
  return [
    { do: 'clear-timer', id },
    { do: 'fail', id, failure },
    ...(failure.why === 'closed' ? [] : told),
    { do: 'complete', id },
  ]
}

export function thenFree({ effects, ...change }: Change): Change {
  return { ...change, effects: [...effects, { do: 'free' }] }
}

export function thenStop({ effects, ...change }: Change, reason: ShutdownReason): Change {
  return { ...change, effects: [...effects, { do: 'stop-process', reason }] }
}
