import { expect, it } from 'vitest'
import { logText } from './log-text.ts'

it.each([
  ['bad Error: x\r    at y\r    at z\n', 'bad Error: x\n    at y\n    at z'],
  ['windows\r\nlines\r\n', 'windows\nlines'],
  ['one', 'one'],
])('%j has no carriage return that could overprint', (event, shown) => {
  expect(logText(event)).toBe(shown)
})

it('further lines stand below the text of the first', () => {
  expect(logText('a\rb\nc', '  ')).toBe('a\n  b\n  c')
})
