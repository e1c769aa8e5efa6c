/** States of an extension as the Extensions API sees it; the names are those of its error messages. */
export type ExtensionState =
  | 'Started'
  | 'Registered'
  | 'Ready'
  | 'Running'
  | 'InitError'
  | 'ExitError'
  | 'LaunchError'

/** What moves it by a request of its own. */
export type ExtensionRequest = 'register' | 'next' | 'init-error' | 'exit-error'

/** What else moves it: an event that it waited for, a program that did not start. */
export type ExtensionProgress = 'delivered' | 'not-started'

type Moves = Partial<Record<ExtensionRequest | ExtensionProgress, ExtensionState>>

/** Every move there is. Of several errors the first counts. */
const MOVES: Record<ExtensionState, Moves> = {
  Started: { register: 'Registered', 'not-started': 'LaunchError' },
  Registered: { next: 'Ready', 'init-error': 'InitError', 'exit-error': 'ExitError' },
  Ready: { delivered: 'Running', 'exit-error': 'ExitError' },
  Running: { next: 'Ready', 'exit-error': 'ExitError' },
  InitError: { 'init-error': 'InitError' },
  ExitError: { 'exit-error': 'ExitError' },
  LaunchError: {},
}

/** The state that an extension is in then; undefined where it may not do that now. */
export function extensionMove(
  from: ExtensionState,
  by: ExtensionRequest | ExtensionProgress,
): ExtensionState | undefined {
  return MOVES[from][by]
}

/** Where a request would lead, as the error message names it. */
export const requestedExtensionState: Record<ExtensionRequest, string> = {
  register: 'Registered',
  next: 'Ready',
  'init-error': 'InitError',
  'exit-error': 'Exited',
}
