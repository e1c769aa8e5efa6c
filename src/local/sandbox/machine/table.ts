import type { Change, Context } from './endings.ts'
import * as rules from './rules.ts'
import {
  workOf,
  type Effect,
  type EventOf,
  type EventType,
  type Phase,
  type SandboxEvent,
  type SandboxLimits,
  type SandboxState,
} from './state.ts'

type Rule<Type extends EventType> = (context: Context, event: EventOf<Type>) => Change
type Table = Record<Phase, { [Type in EventType]?: readonly [Phase, Rule<Type>] }>

/** Lambda's way: one invocation after the other. */
const ONE: Table = {
  created: {
    start: ['initialising', rules.begin],
    close: ['closed', rules.end],
  },
  initialising: {
    asked: ['initialising', rules.awaitExtensions],
    rested: ['running', rules.initialised],
    'init-error': ['stopping', rules.initFailed],
    'init-timeout': ['stopping', rules.initFailed],
    'extension-failed': ['stopping', rules.initFailed],
    silent: ['initialising', rules.silent],
    exited: ['stopping', rules.initFailed],
    close: ['closed', rules.end],
  },
  // A failed initialisation is repeated in the first invocation, under the function's own timeout.
  stopped: {
    invoke: ['starting', rules.startFor],
    close: ['closed', rules.end],
  },
  starting: {
    asked: ['starting', rules.awaitExtensions],
    rested: ['running', rules.started],
    silent: ['starting', rules.silent],
    'init-error': ['stopping', rules.startFailed],
    'extension-failed': ['stopping', rules.startFailed],
    timeout: ['stopping', rules.timedOut],
    exited: ['stopping', rules.crashed],
    close: ['closed', rules.end],
  },
  running: {
    invoke: ['running', rules.hand],
    answered: ['running', rules.answered],
    asked: ['running', rules.askedForMore],
    flushed: ['running', rules.restOf],
    rested: ['running', rules.rested],
    timeout: ['stopping', rules.timedOut],
    'extension-failed': ['stopping', rules.extensionFailed],
    exited: ['stopping', rules.crashed],
    close: ['closed', rules.end],
  },
  stopping: {
    stopped: ['stopped', rules.free],
    close: ['closed', rules.end],
  },
  closed: {},
}

/**
 * Several at once: an answer completes its invocation, since any poller may ask next and extensions are
 * told of none, and a timeout leaves the process to the others.
 */
const SEVERAL: Table = {
  ...ONE,
  starting: {
    ...ONE.starting,
    invoke: ['starting', rules.take],
    timeout: ['starting', rules.abandoned],
  },
  running: {
    ...ONE.running,
    answered: ['running', rules.answeredAndOver],
    asked: ['running', rules.nothing],
    flushed: ['running', rules.completed],
    rested: ['running', rules.nothing],
    timeout: ['running', rules.abandoned],
  },
}

/** What an event makes of a sandbox, and what is to be done then. */
export function step(
  state: SandboxState,
  event: SandboxEvent,
  at: number,
  limits: SandboxLimits,
): { state: SandboxState; effects: readonly Effect[] } {
  const table = limits.maxConcurrency === undefined ? ONE : SEVERAL
  const cell = table[state.phase][event.type] as readonly [Phase, Rule<EventType>] | undefined
  if (cell === undefined || isStale(state, event)) return { state, effects: [] }
  const [phase, rule] = cell
  const change = rule({ state, at, limits }, event as EventOf<EventType>)
  return { state: changed(state, phase, change), effects: change.effects }
}

/** Member by member, which is several times as fast as spreading: it happens five times an invocation. */
function changed(state: SandboxState, phase: Phase, change: Change): SandboxState {
  return {
    phase,
    startedAt: change.startedAt ?? state.startedAt,
    initDurationMs: 'initDurationMs' in change ? change.initDurationMs : state.initDurationMs,
    idleSince: change.idleSince ?? state.idleSince,
    isSilenceTold: change.isSilenceTold ?? state.isSilenceTold,
    work: change.work ?? state.work,
  }
}

/** Of an invocation that is not under way any more. */
function isStale(state: SandboxState, event: SandboxEvent): boolean {
  if (event.type === 'invoke' || !('id' in event)) return false
  const stage = workOf(state, event.id)?.stage
  if (event.type === 'flushed') return stage !== 'over'
  return (
    stage === undefined || stage === 'over' || (event.type === 'answered' && stage !== 'running')
  )
}
