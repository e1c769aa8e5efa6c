import type { Failure } from '../failure.ts'
import { done, finish, thenFree, thenStop, type Change, type Context } from './endings.ts'
import {
  workOf,
  type Effect,
  type EventOf,
  type InitOutcome,
  type InitPhase,
  type SandboxState,
  type Work,
} from './state.ts'

export function nothing(): Change {
  return { effects: [] }
}

export function begin({ at }: Context): Change {
  return {
    startedAt: at,
    effects: [
      { do: 'log-init-start', phase: 'init' },
      { do: 'set-init-timer' },
      { do: 'start-process' },
    ],
  }
}

export function silent({ state }: Context): Change {
  return { isSilenceTold: true, effects: state.isSilenceTold ? [] : [{ do: 'log-silence' }] }
}

/** The runtime has asked for its first invocation. */
export function awaitExtensions({ state }: Context): Change {
  const phase = phaseOf(state)
  return {
    effects: [
      { do: 'log-init-done', phase, status: 'success', failure: undefined },
      { do: 'await-extensions' },
    ],
  }
}

export function free(): Change {
  return { effects: [{ do: 'free' }] }
}

export function initialised(context: Context): Change {
  const { state, at } = context
  return {
    initDurationMs: at - state.startedAt,
    idleSince: at,
    effects: [{ do: 'clear-init-timer' }, ...initSucceeded(context), { do: 'free' }],
  }
}

function initSucceeded({ state, at }: Context): Effect[] {
  return initEnded(false, {
    phase: phaseOf(state),
    status: 'success',
    durationMs: at - state.startedAt,
    failure: undefined,
  })
}

/** @param hasFailed before the runtime was done with it, perhaps */
function initEnded(hasFailed: boolean, outcome: InitOutcome): Effect[] {
  const { phase, status, failure } = outcome
  return [
    ...(hasFailed ? [{ do: 'log-init-done', phase, status, failure } as const] : []),
    { do: 'log-extensions' },
    { do: 'log-init-report', ...outcome },
  ]
}

function phaseOf({ phase }: SandboxState): InitPhase {
  return phase === 'initialising' ? 'init' : 'invoke'
}

type InitEnd =
  | EventOf<'init-error'>
  | EventOf<'init-timeout'>
  | EventOf<'exited'>
  | EventOf<'extension-failed'>

export function initFailed({ state, at }: Context, event: InitEnd): Change {
  const isTimeout = event.type === 'init-timeout'
  const outcome: InitOutcome = {
    phase: 'init',
    status: isTimeout ? 'timeout' : 'error',
    durationMs: at - state.startedAt,
    failure: failureOf(event),
  }
  return {
    idleSince: at,
    effects: [
      { do: 'clear-init-timer' },
      ...initEnded(true, outcome),
      { do: 'stop-process', reason: isTimeout ? 'timeout' : 'failure' },
    ],
  }
}

function failureOf(event: InitEnd): Failure | undefined {
  switch (event.type) {
    case 'init-error':
      return { why: 'init-error', error: event.error }
    case 'exited':
      return { why: 'exit', exit: event.exit, asked: false }
    case 'extension-failed':
      return event.failure
    case 'init-timeout':
      return undefined
  }
}

export function startFor({ state, at, limits }: Context, { id }: EventOf<'invoke'>): Change {
  return {
    startedAt: at,
    work: [...state.work, { id, startedAt: at, stage: 'running' }],
    effects: [
      { do: 'set-timer', id, leftMs: limits.timeoutMs },
      { do: 'log-init-start', phase: 'invoke' },
      { do: 'log-start', id, coldStart: true },
      { do: 'start-process' },
    ],
  }
}

/** Everything that came while it started is handed out. */
export function started(context: Context): Change {
  const { state, at, limits } = context
  const offers = state.work.map(({ id, startedAt }): Effect => {
    return { do: 'offer', id, leftMs: startedAt + limits.timeoutMs - at }
  })
  return { effects: [...initSucceeded(context), ...offers] }
}

export function hand({ state, at, limits }: Context, { id }: EventOf<'invoke'>): Change {
  return {
    work: [...state.work, { id, startedAt: at, stage: 'running' }],
    effects: [
      // First, so that the function works while the rest is done: what it writes is read later.
      { do: 'offer', id, leftMs: limits.timeoutMs },
      { do: 'set-timer', id, leftMs: limits.timeoutMs },
      { do: 'log-start', id, coldStart: state.initDurationMs !== undefined },
    ],
  }
}

/** As `hand`, for a process that has not asked yet. */
export function take({ state, at, limits }: Context, { id }: EventOf<'invoke'>): Change {
  return {
    work: [...state.work, { id, startedAt: at, stage: 'running' }],
    effects: [
      { do: 'set-timer', id, leftMs: limits.timeoutMs },
      { do: 'log-start', id, coldStart: true },
    ],
  }
}

export function answered({ state }: Context, { id }: EventOf<'answered'>): Change {
  return { work: withStage(state, [id], 'answered'), effects: [] }
}

export function answeredAndOver({ state }: Context, { id }: EventOf<'answered'>): Change {
  return over(state, [id])
}

export function askedForMore({ state }: Context): Change {
  return over(state, idsAt(state, 'answered'))
}

/** What the function wrote until now is in its pipes: it is read before the end is logged. */
function over(state: SandboxState, ids: readonly string[]): Change {
  const work = withStage(state, ids, 'over')
  const effects: Effect[] = []
  for (const id of ids) effects.push({ do: 'clear-timer', id }, { do: 'flush', id })
  return { work, effects }
}

/** The runtime is done; the timeout is that of extensions as well. */
export function restOf({ state, at, limits }: Context, { id }: EventOf<'flushed'>): Change {
  const one = workOf(state, id)!
  return {
    work: withStage(state, [id], 'resting'),
    effects: [
      done(id, at - one.startedAt),
      { do: 'set-timer', id, leftMs: one.startedAt + limits.timeoutMs - at },
      { do: 'await-extensions' },
    ],
  }
}

export function rested(context: Context): Change {
  return thenFree(finish(context, idsAt(context.state, 'resting'), undefined))
}

export function completed(context: Context, { id }: EventOf<'flushed'>): Change {
  return thenFree(finish(context, [id], undefined))
}

export function timedOut(context: Context, { id }: EventOf<'timeout'>): Change {
  return thenStop(outOfTime(context, id), 'timeout')
}

export function abandoned(context: Context, { id }: EventOf<'timeout'>): Change {
  const { effects, ...change } = thenFree(outOfTime(context, id))
  return { ...change, effects: [{ do: 'abandon', id }, ...effects] }
}

function outOfTime(context: Context, id: string): Change {
  const { phase } = context.state
  const { stage } = workOf(context.state, id)!
  return finish(context, [id], {
    why: 'timeout',
    answered: stage !== 'running',
    resting: stage === 'resting',
    asked: phase === 'running',
  })
}

export function crashed(context: Context, { exit }: EventOf<'exited'>): Change {
  return failed(context, { why: 'exit', exit, asked: context.state.phase === 'running' })
}

export function extensionFailed(
  context: Context,
  { failure }: EventOf<'extension-failed'>,
): Change {
  return failed(context, failure)
}

function failed(context: Context, failure: Failure): Change {
  const { work } = context.state
  const change: Change =
    work.length === 0
      ? { effects: [{ do: 'log-fault', id: undefined, failure }] }
      : finish(context, idsOf(work), failure)
  return thenStop(change, 'failure')
}

export function startFailed(
  context: Context,
  event: EventOf<'init-error'> | EventOf<'extension-failed'>,
): Change {
  const { state, at } = context
  const failure = failureOf(event)!
  const durationMs = at - state.startedAt
  const { effects, ...change } = finish(context, idsOf(state.work), failure)
  const told = initEnded(true, { phase: 'invoke', status: 'error', durationMs, failure })
  return thenStop({ ...change, effects: [...told, ...effects] }, 'failure')
}

export function end(context: Context): Change {
  const { effects, ...change } = finish(context, idsOf(context.state.work), { why: 'closed' })
  return {
    ...change,
    effects: [
      { do: 'clear-init-timer' },
      ...effects,
      { do: 'stop-process', reason: 'spindown' },
      { do: 'remove' },
    ],
  }
}

function idsAt({ work }: SandboxState, stage: Work['stage']): string[] {
  return idsOf(work.filter((one) => one.stage === stage))
}

function idsOf(work: readonly Work[]): string[] {
  return work.map(({ id }) => id)
}

function withStage(
  { work }: SandboxState,
  ids: readonly string[],
  stage: Work['stage'],
): readonly Work[] {
  // Member by member and by a loop: it happens three times an invocation.
  const after: Work[] = []
  for (const one of work) {
    const { id, startedAt } = one
    after.push(ids.includes(id) ? { id, startedAt, stage } : one)
  }
  return after
}
