import { expect, it } from 'vitest'
import { Tickets } from './tickets.ts'

it('a ticket is taken once, and within a minute', () => {
  let now = 0
  const tickets = new Tickets(() => now)
  const [first, second] = [tickets.issue(), tickets.issue()]
  expect(tickets.take('guessed')).toBe(false)
  expect(tickets.take(first)).toBe(true)
  expect(tickets.take(first)).toBe(false)
  now = 60_000
  expect(tickets.take(second)).toBe(false)
})
