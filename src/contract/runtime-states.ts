/** States of a runtime as the Runtime API sees it; the names are those of its error messages. */
export type RuntimeState =
  | 'Started'
  | 'InitError'
  | 'Ready'
  | 'Running'
  | 'InvocationResponse'
  | 'InvocationErrorResponse'
  | 'ResponseSent'

/** What moves it by a request of its own. */
export type RuntimeRequest = 'next' | 'response' | 'error' | 'init-error'

/** What else moves it. */
export type RuntimeProgress =
  /** A next that waited gets an invocation. */
  | 'delivered'
  /** What it posted has come whole, or was cut off. */
  | 'sent'
  | 'cut-off'

type Moves = Partial<Record<RuntimeRequest | RuntimeProgress, RuntimeState>>

/**
 * Every move there is. A second next while Running stays there and gets the same event; one while
 * Ready waits like the first. An invocation is complete only at the next that follows its answer.
 */
const MOVES: Record<RuntimeState, Moves> = {
  Started: { next: 'Ready', 'init-error': 'InitError' },
  InitError: {},
  Ready: { next: 'Ready', delivered: 'Running' },
  Running: {
    next: 'Running',
    response: 'InvocationResponse',
    error: 'InvocationErrorResponse',
  },
  InvocationResponse: { sent: 'ResponseSent', 'cut-off': 'Running' },
  InvocationErrorResponse: { sent: 'ResponseSent', 'cut-off': 'Running' },
  ResponseSent: { next: 'Ready' },
}

/** The state that a runtime is in then; undefined where it may not do that now. */
export function runtimeMove(
  from: RuntimeState,
  by: RuntimeRequest | RuntimeProgress,
): RuntimeState | undefined {
  return MOVES[from][by]
}

/** Where a request would lead, as the error message names it. */
export const requestedState: Record<RuntimeRequest, RuntimeState> = {
  next: 'Ready',
  response: 'InvocationResponse',
  error: 'InvocationErrorResponse',
  'init-error': 'InitError',
}
