import * as rules from './rules.ts'
import type {
  Effect,
  EventOf,
  EventType,
  Phase,
  SandboxEvent,
  SandboxLimits,
  SandboxState,
} from './state.ts'

type Rule<Type extends EventType> = (context: rules.Context, event: EventOf<Type>) => rules.Change
type Table = Record<Phase, { [Type in EventType]?: readonly [Phase, Rule<Type>] }>

/** Lambda's way: one invocation after the other. */
const ONE: Table = {
  created: {
    start: ['initialising', rules.begin],
    close: ['closed', rules.end],
  },
  initialising: {
    asked: ['running', rules.initialised],
    'init-error': ['stopped', rules.initFailed],
    'init-timeout': ['stopped', rules.initFailed],
    silent: ['initialising', rules.silent],
    exited: ['stopped', rules.initFailed],
    close: ['closed', rules.end],
  },
  // A failed initialisation is repeated in the first invocation, under the function's own timeout.
  stopped: {
    invoke: ['starting', rules.startFor],
    close: ['closed', rules.end],
  },
  starting: {
    asked: ['running', rules.nothing],
    silent: ['starting', rules.silent],
    'init-error': ['stopped', rules.startFailed],
    timeout: ['stopped', rules.timedOut],
    exited: ['stopped', rules.crashed],
    close: ['closed', rules.end],
  },
  running: {
    invoke: ['running', rules.hand],
    answered: ['running', rules.answered],
    asked: ['running', rules.askedForMore],
    flushed: ['running', rules.completed],
    timeout: ['stopped', rules.timedOut],
    exited: ['stopped', rules.crashed],
    close: ['closed', rules.end],
  },
  closed: {},
}

/**
 * Several at once: an answer completes its invocation, since any poller may ask next, and a timeout
 * leaves the process to the others.
 */
const SEVERAL: Table = {
  ...ONE,
  starting: {
    ...ONE.starting,
    invoke: ['starting', rules.hand],
    timeout: ['starting', rules.abandoned],
  },
  running: {
    ...ONE.running,
    answered: ['running', rules.answeredAndOver],
    asked: ['running', rules.nothing],
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
  const { effects, ...changed } = rule({ state, at, limits }, event as EventOf<EventType>)
  return { state: { ...state, ...changed, phase }, effects }
}

/** Of an invocation that is not under way any more. */
function isStale({ work }: SandboxState, event: SandboxEvent): boolean {
  if (event.type === 'invoke' || !('id' in event)) return false
  const stage = work.get(event.id)?.stage
  if (event.type === 'flushed') return stage !== 'over'
  return (
    stage === undefined || stage === 'over' || (event.type === 'answered' && stage !== 'running')
  )
}
