/** What `oche dev` does. */
type Phase =
  /** Takes the port and builds for the first time. */
  | 'starting'
  | 'serving'
  /** Builds what was saved; the build before goes on answering. */
  | 'rebuilding'
  /** Checks and builds a new configuration whole, before the old one is let go. */
  | 'loading'
  /** The old one lets go of the port and the new one takes it. */
  | 'switching'
  | 'closing'
  | 'ended'

export type EventType =
  | 'started'
  | 'source-saved'
  | 'rebuilt'
  | 'configuration-saved'
  | 'loaded'
  | 'refused'
  | 'switched'
  /** Processes are to start anew, with the same code. */
  | 'restart-asked'
  /** Something that cannot be gone on after: at the start, or a bug. */
  | 'failed'
  /** Ctrl-C and the like. */
  | 'stop'
  | 'closed'

export type Action = 'announce' | 'build' | 'load' | 'switch' | 'restart' | 'close'

export interface State {
  phase: Phase
  /** The configuration was saved again while the one before was being loaded. */
  again: boolean
}

export const START: State = { phase: 'starting', again: false }

interface Transition {
  to: Phase
  do?: Action
  again?: true
}

/** Ends from wherever it is. */
const END: Partial<Record<EventType, Transition>> = {
  stop: { to: 'closing', do: 'close' },
  failed: { to: 'closing', do: 'close' },
}

/** What is not here changes nothing. */
const table: Record<Phase, Partial<Record<EventType, Transition>>> = {
  starting: {
    ...END,
    started: { to: 'serving', do: 'announce' },
    // The first build has read neither yet, or is built again right away.
    'source-saved': { to: 'starting', do: 'build' },
    'configuration-saved': { to: 'starting', again: true },
  },
  serving: {
    ...END,
    'source-saved': { to: 'rebuilding', do: 'build' },
    'configuration-saved': { to: 'loading', do: 'load' },
    'restart-asked': { to: 'serving', do: 'restart' },
  },
  rebuilding: {
    ...END,
    rebuilt: { to: 'serving' },
    'source-saved': { to: 'rebuilding', do: 'build' },
    'configuration-saved': { to: 'loading', do: 'load' },
    'restart-asked': { to: 'rebuilding', do: 'restart' },
  },
  loading: {
    ...END,
    loaded: { to: 'switching', do: 'switch' },
    refused: { to: 'serving' },
    'source-saved': { to: 'loading', do: 'build' },
    'configuration-saved': { to: 'loading', again: true },
    'restart-asked': { to: 'loading', do: 'restart' },
  },
  switching: {
    ...END,
    switched: { to: 'serving', do: 'announce' },
    'source-saved': { to: 'switching', do: 'build' },
    'configuration-saved': { to: 'switching', again: true },
  },
  closing: { closed: { to: 'ended' } },
  ended: {},
}

/** Pure: what comes after an event, and what is to be done then. */
export function step(state: State, event: EventType): { state: State; actions: Action[] } {
  const transition = table[state.phase][event]
  if (transition === undefined) return { state, actions: [] }
  const again = state.again || transition.again === true
  // What was loaded is out of date already: neither worth a switch nor a word.
  const isOver = event === 'loaded' || event === 'refused' || transition.to === 'serving'
  if (again && isOver) {
    const before: Action[] = transition.do === 'announce' ? ['announce'] : []
    return { state: { phase: 'loading', again: false }, actions: [...before, 'load'] }
  }
  return {
    state: { phase: transition.to, again },
    actions: transition.do === undefined ? [] : [transition.do],
  }
}
