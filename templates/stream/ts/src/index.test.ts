import { expect, test } from 'bun:test'
import app from './index'

test('it counts as far as it is told', async () => {
  const response = app.fetch(new Request('http://localhost/?to=2'))
  expect(await response.text()).toBe('data: 1\n\ndata: 2\n\n')
})
