import { expect, it } from 'vitest'
import { isForegroundStat } from './foreground.ts'

it.each([
  ['the group that has the terminal', '4242 (node) S 4241 4242 4000 34816 4242 4194304 0', true],
  ['another', '4242 (node) S 4241 4242 4000 34816 4241 4194304 0', false],
  ['a group without a terminal', '4242 (node) S 4241 4242 4242 0 -1 4194304 0', false],
  ['a name with brackets and blanks', '4242 (a) b ) 7) S 4241 42 4000 34816 42 0 0', true],
  ['nothing', '', false],
])('%s', (_, stat, isIt) => {
  expect(isForegroundStat(stat)).toBe(isIt)
})
