import type { Failure } from '../failure.ts'
import type { Effect, EventOf, InitOutcome, SandboxLimits, SandboxState, Work } from './state.ts'

/** What changes besides the phase. */
export type Change = Partial<Omit<SandboxState, 'phase'>> & { effects: readonly Effect[] }

export interface Context {
  state: SandboxState
  at: number
  limits: SandboxLimits
}

export function nothing(): Change {
  return { effects: [] }
}

export function begin({ at }: Context): Change {
  return {
    startedAt: at,
    effects: [{ do: 'log-init-start' }, { do: 'set-init-timer' }, { do: 'start-process' }],
  }
}

export function silent({ state }: Context): Change {
  return { isSilenceTold: true, effects: state.isSilenceTold ? [] : [{ do: 'log-silence' }] }
}

export function initialised({ state, at }: Context): Change {
  return {
    initDurationMs: at - state.startedAt,
    idleSince: at,
    effects: [{ do: 'clear-init-timer' }, { do: 'free' }],
  }
}

export function initFailed(
  { state, at }: Context,
  event: EventOf<'init-error' | 'init-timeout' | 'exited'>,
): Change {
  const outcome: InitOutcome = {
    phase: 'init',
    status: event.type === 'init-timeout' ? 'timeout' : 'error',
    durationMs: at - state.startedAt,
    failure: initFailure(event),
  }
  return {
    idleSince: at,
    effects: [
      { do: 'clear-init-timer' },
      { do: 'kill-process' },
      { do: 'log-init-report', ...outcome },
      { do: 'free' },
    ],
  }
}

function initFailure(
  event: EventOf<'init-error' | 'init-timeout' | 'exited'>,
): Failure | undefined {
  if ('error' in event) return { why: 'init-error', error: event.error }
  if ('exit' in event) return { why: 'exit', exit: event.exit }
  return undefined
}

export function startFor({ state, at }: Context, { id }: EventOf<'invoke'>): Change {
  return {
    startedAt: at,
    work: withWork(state, id, { startedAt: at, stage: 'running' }),
    effects: [
      { do: 'set-timer', id },
      { do: 'log-start', id, coldStart: true },
      { do: 'start-process' },
      { do: 'offer', id },
    ],
  }
}

export function hand({ state, at }: Context, { id }: EventOf<'invoke'>): Change {
  return {
    work: withWork(state, id, { startedAt: at, stage: 'running' }),
    effects: [
      { do: 'set-timer', id },
      { do: 'log-start', id, coldStart: state.initDurationMs !== undefined },
      { do: 'offer', id },
    ],
  }
}

export function answered({ state }: Context, { id }: EventOf<'answered'>): Change {
  return { work: withWork(state, id, { ...state.work.get(id)!, stage: 'answered' }), effects: [] }
}

export function answeredAndOver({ state }: Context, { id }: EventOf<'answered'>): Change {
  return over(state, [id])
}

export function askedForMore({ state }: Context): Change {
  return over(
    state,
    [...state.work].filter(([, { stage }]) => stage === 'answered').map(([id]) => id),
  )
}

/** What the function wrote until now is in its pipes: it is read before the end is logged. */
function over(state: SandboxState, ids: readonly string[]): Change {
  const work = new Map(state.work)
  for (const id of ids) work.set(id, { ...work.get(id)!, stage: 'over' })
  const effects = ids.flatMap((id): Effect[] => [
    { do: 'clear-timer', id },
    { do: 'flush', id },
  ])
  return { work, effects }
}

export function completed(context: Context, { id }: EventOf<'flushed'>): Change {
  return finish(context, [id], undefined)
}

export function timedOut(context: Context, { id }: EventOf<'timeout'>): Change {
  return outOfTime(context, id, { do: 'kill-process' })
}

export function abandoned(context: Context, { id }: EventOf<'timeout'>): Change {
  return outOfTime(context, id, { do: 'abandon', id })
}

function outOfTime(context: Context, id: string, first: Effect): Change {
  const { phase, work } = context.state
  const { effects, ...change } = finish(context, [id], {
    why: 'timeout',
    answered: work.get(id)!.stage === 'answered',
    asked: phase === 'running',
  })
  return { ...change, effects: [first, ...effects] }
}

export function crashed(context: Context, { exit }: EventOf<'exited'>): Change {
  const failure: Failure = { why: 'exit', exit }
  const { work } = context.state
  return work.size === 0
    ? { effects: [{ do: 'log-fault', id: undefined, failure }] }
    : finish(context, [...work.keys()], failure)
}

export function startFailed(context: Context, { error }: EventOf<'init-error'>): Change {
  const { state, at } = context
  const failure: Failure = { why: 'init-error', error }
  const durationMs = at - state.startedAt
  const { effects, ...change } = finish(context, [...state.work.keys()], failure)
  return {
    ...change,
    effects: [
      { do: 'kill-process' },
      { do: 'log-init-report', phase: 'invoke', status: 'error', durationMs, failure },
      ...effects,
    ],
  }
}

export function end(context: Context): Change {
  const { effects, ...change } = finish(context, [...context.state.work.keys()], { why: 'closed' })
  return {
    ...change,
    effects: [
      { do: 'clear-init-timer' },
      { do: 'kill-process' },
      ...effects.filter((effect) => effect.do !== 'free'),
      { do: 'remove' },
    ],
  }
}

/** The end of invocations: what failed does so for this reason, what is over has succeeded. */
function finish(
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
    return one.stage === 'over' || failure === undefined
      ? success(ending)
      : failed(ending, failure, limits)
  })
  return { work, initDurationMs, idleSince: at, effects: [...effects, { do: 'free' }] }
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
function failed(
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

function withWork(state: SandboxState, id: string, work: Work): ReadonlyMap<string, Work> {
  return new Map(state.work).set(id, work)
}
