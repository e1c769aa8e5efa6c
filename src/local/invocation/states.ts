/** How far an invocation is, as its invoker sees it. */
export type InvocationState =
  /** Nothing has come yet. */
  | 'waiting'
  /** The answer is on its way, piece by piece. */
  | 'streaming'
  /** How it ended is known; END and REPORT are not written. */
  | 'answered'
  | 'complete'

export type InvocationMove = 'answer' | 'stream' | 'end-stream' | 'complete'

/** The first answer counts, and so does the first end of a streamed one: what is missing is ignored. */
const MOVES: Record<InvocationState, Partial<Record<InvocationMove, InvocationState>>> = {
  waiting: { answer: 'answered', stream: 'streaming', complete: 'complete' },
  streaming: { 'end-stream': 'answered', complete: 'complete' },
  answered: { complete: 'complete' },
  complete: {},
}

export function invocationMove(
  from: InvocationState,
  by: InvocationMove,
): InvocationState | undefined {
  return MOVES[from][by]
}
