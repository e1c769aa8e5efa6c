import { expect, it } from 'vitest'
import { failureText, silenceText } from './failure.ts'

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

it.each([
  [
    0,
    false,
    /^ended with exit status 0 and has not asked for an invocation .*: nothing in it waits/,
  ],
  [0, true, /^ended during an invocation: exit status 0$/],
  [255, false, /^ended during an invocation: exit status 255$/],
])('an end with status %i, where it had asked: %s, is told', (code, asked, text) => {
  const exit = { started: true as const, code, signal: null }
  const context = { executable: 'bootstrap', timeoutMs: 1000, isConcurrent: false }
  expect(failureText({ why: 'exit', exit, asked }, true, context, [])).toMatch(text)
})
