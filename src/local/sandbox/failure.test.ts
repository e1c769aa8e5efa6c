import { expect, it } from 'vitest'
import { silenceText } from './failure.ts'

it.each([
  [[], [], /^has not asked for an invocation .* for 2 s: there is no Lambda runtime in it/],
  [['agent'], [], /^waits for its extension agent, which has not registered for 2 s$/],
  // It stands for itself as part of a runtime that does not run yet.
  [['agent.py'], ['agent'], /registered for 2 s; agent has: .* by the name of its file$/],
])(
  'without a word of the extensions %j, and with one of %j, it is told',
  (waited, internal, text) => {
    expect(silenceText(2000, waited, internal)).toMatch(text)
  },
)
