import type { ShutdownReason } from '../../../contract/extensions-api.ts'
import type { Failure } from '../failure.ts'
import { workOf, type Effect, type SandboxLimits, type SandboxState, type Work } from './state.ts'

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
  const work = state.work.filter(({ id }) => !ids.includes(id))
  let { initDurationMs } = state
  const effects: Effect[] = []
  for (const id of ids) {
    const one = workOf(state, id)!
    const ending = {
      id,
      durationMs: at - one.startedAt,
      initDurationMs,
      isTold: one.stage === 'resting',
    }
    initDurationMs = undefined
    const hasFailed = failure !== undefined && !isBeyond(failure, one)
    effects.push(...(hasFailed ? failing(ending, failure, limits) : succeeding(ending)))
  }
  return { work, initDurationMs, idleSince: at, effects }
}

/** The runtime is done with an invocation, and well. */
export function done(id: string, durationMs: number): Effect {
  return {
    do: 'log-done',
    id,
    status: 'success',
    durationMs,
    initDurationMs: undefined,
    failure: undefined,
  }
}

/** What the runtime is done with does not fail with its process any more. */
function isBeyond({ why }: Failure, { stage }: Work): boolean {
  return (stage === 'over' || stage === 'resting') && (why === 'exit' || why === 'closed')
}

interface Ending {
  id: string
  durationMs: number
  initDurationMs: number | undefined
  /** Whether it was said before that the runtime is done with it. */
  isTold: boolean
}

function succeeding({ id, isTold, durationMs, initDurationMs }: Ending): Effect[] {
  const effects: Effect[] = [{ do: 'clear-timer', id }]
  if (!isTold) effects.push(done(id, durationMs))
  effects.push(
    { do: 'log-report', id, status: 'success', durationMs, initDurationMs, failure: undefined },
    { do: 'complete', id },
  )
  return effects
}

/** What is closed has no END and no REPORT. */
function failing(
  { id, isTold, ...ending }: Ending,
  failure: Failure,
  { timeoutMs }: SandboxLimits,
): Effect[] {
  const isTimeout = failure.why === 'timeout'
  // A timer may come a fraction of a millisecond early.
  const durationMs = isTimeout ? Math.max(ending.durationMs, timeoutMs) : ending.durationMs
  const status = isTimeout ? 'timeout' : 'error'
  const outcome = { id, ...ending, durationMs, status, failure } as const
  const told: Effect[] = [
    { do: 'log-fault', id, failure },
    ...(isTold ? [] : [{ do: 'log-done', ...outcome } as const]),
    { do: 'log-report', ...outcome },
  ]
  return [
    { do: 'clear-timer', id },
    { do: 'fail', id, failure },
    ...(failure.why === 'closed' ? [] : told),
    { do: 'complete', id },
  ]
}

export function thenFree(change: Change): Change {
  return { ...change, effects: [...change.effects, { do: 'free' }] }
}

export function thenStop(change: Change, reason: ShutdownReason): Change {
  return { ...change, effects: [...change.effects, { do: 'stop-process', reason }] }
}
