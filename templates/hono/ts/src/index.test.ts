import { expect, test } from 'bun:test'
import app from './index'

test('somebody is greeted by name', async () => {
  const response = await app.request('/?name=Ada')
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ message: 'Hello, Ada!', path: '/' })
})

test('an item is found by its id', async () => {
  const response = await app.request('/items/7')
  expect(await response.json()).toEqual({ id: '7' })
})
