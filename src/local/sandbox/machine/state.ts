import type { ShutdownReason } from '../../../contract/extensions-api.ts'
import type { ExtensionFailure, Failure, PostedError } from '../failure.ts'
import type { ProcessExit } from '../process.ts'

/**
 * What an execution environment is and what becomes of it, without doing anything: table.ts says the
 * next state and what is to be done, sandbox.ts does it. Times are milliseconds of one clock.
 */
export interface SandboxState {
  readonly phase: Phase
  /** When its process was started last. */
  readonly startedAt: number
  /** Of the initialisation, until an invocation has reported it. */
  readonly initDurationMs: number | undefined
  /** When it last became free. */
  readonly idleSince: number
  /** Whether it was told that its process asks for nothing; once is enough. */
  readonly isSilenceTold: boolean
  /** Invocations under way, in the order they came. */
  readonly work: readonly Work[]
}

export type Phase =
  | 'created'
  /** Its process starts before there is anything to do. */
  | 'initialising'
  /** There is no process; the next invocation starts one. */
  | 'stopped'
  /** Its process starts as part of an invocation. */
  | 'starting'
  /** Its process and every extension have asked for more. */
  | 'running'
  /** Its processes are being ended; what they were at is settled. */
  | 'stopping'
  | 'closed'

export interface Work {
  /** Of the invocation. */
  readonly id: string
  readonly startedAt: number
  readonly stage:
    | 'running'
    /** The whole answer is there; the runtime has not asked for more. */
    | 'answered'
    /** The runtime is done with it; what it wrote is still being read. */
    | 'over'
    /** Extensions are not done with it. */
    | 'resting'
}

/** What can happen to it. What no rule names for a phase is too late or too early, and changes nothing. */
interface Events {
  start: object
  /** Only while it is free. */
  invoke: { id: string }
  /** The runtime asks for an invocation, and has none. */
  asked: object
  answered: { id: string }
  /** Everything that was written before is read. */
  flushed: { id: string }
  /** Every extension asks for more; where there is none, at once. Only after `await-extensions`. */
  rested: object
  'init-error': { error: PostedError }
  'init-timeout': object
  /** Its process has been running for a while. */
  silent: object
  timeout: { id: string }
  exited: { exit: ProcessExit }
  'extension-failed': { failure: ExtensionFailure }
  /** None of its processes is left. */
  stopped: object
  close: object
}

export type EventType = keyof Events
export type EventOf<Type extends EventType> = { type: Type } & Events[Type]
export type SandboxEvent = { [Type in EventType]: EventOf<Type> }[EventType]

/** What is to be done, in this order. */
export type Effect =
  /** Extensions first, then the runtime. */
  | { do: 'start-process' }
  /** Says `stopped` in the end: with extensions they and the runtime are given a moment. */
  | { do: 'stop-process'; reason: ShutdownReason }
  | { do: 'set-init-timer' | 'clear-init-timer' }
  | { do: 'set-timer'; id: string; leftMs: number }
  | { do: 'clear-timer'; id: string }
  /** Gives extensions and the runtime an invocation. */
  | { do: 'offer'; id: string; leftMs: number }
  /** Takes it back from the runtime, the process goes on. */
  | { do: 'abandon'; id: string }
  /** Says `rested` once every extension has asked for more. */
  | { do: 'await-extensions' }
  /** Says `flushed` once everything written so far is read. */
  | { do: 'flush'; id: string }
  | { do: 'fail'; id: string; failure: Failure }
  | { do: 'complete'; id: string }
  /**
   * What is told: the start of an initialisation, that the runtime is done with it, its report; START, END
   * and REPORT; what went wrong.
   */
  | { do: 'log-init-start'; phase: InitPhase }
  | ({ do: 'log-init-done' } & Pick<InitOutcome, 'phase' | 'status' | 'failure'>)
  | ({ do: 'log-init-report' } & InitOutcome)
  /** What became of each extension in the initialisation. */
  | { do: 'log-extensions' }
  | { do: 'log-start'; id: string; coldStart: boolean }
  | ({ do: 'log-done'; id: string } & Outcome)
  | ({ do: 'log-report'; id: string } & Outcome)
  | { do: 'log-fault'; id: string | undefined; failure: Failure }
  /** It has not asked for an invocation. */
  | { do: 'log-silence' }
  /** It can take an invocation. Comes last. */
  | { do: 'free' }
  | { do: 'remove' }

/** Invoke: the one before has failed, and it is repeated as part of an invocation. */
export type InitPhase = 'init' | 'invoke'

export interface InitOutcome {
  phase: InitPhase
  status: 'success' | 'error' | 'timeout'
  durationMs: number
  failure: Failure | undefined
}

interface Outcome {
  status: 'success' | 'error' | 'timeout'
  durationMs: number
  initDurationMs: number | undefined
  failure: Failure | undefined
}

export interface SandboxLimits {
  timeoutMs: number
  /** Invocations at once; undefined: one, as everywhere but on Lambda Managed Instances. */
  maxConcurrency: number | undefined
}

export const NEW_SANDBOX: SandboxState = {
  phase: 'created',
  startedAt: 0,
  initDurationMs: undefined,
  idleSince: 0,
  isSilenceTold: false,
  work: [],
}

/** One of the invocations under way. */
export function workOf({ work }: SandboxState, id: string): Work | undefined {
  return work.find((one) => one.id === id)
}

/** How many invocations it can take now. */
export function freePlaces({ phase, work }: SandboxState, limits: SandboxLimits): number {
  const most = limits.maxConcurrency ?? 1
  return TAKES_WORK.has(phase) ? most - work.length : 0
}

const TAKES_WORK: ReadonlySet<Phase> = new Set(['stopped', 'starting', 'running'])
