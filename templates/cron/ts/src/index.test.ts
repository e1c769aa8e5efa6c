import { expect, test } from 'bun:test'
import { handler } from './index'

test('the job knows when it was due', async () => {
  expect(await handler({ time: '2030-01-01T03:00:00Z' })).toEqual({ due: '2030-01-01T03:00:00Z' })
})
