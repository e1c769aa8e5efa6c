import { expect, test } from 'bun:test'
import type { APIGatewayProxyEvent } from 'aws-lambda'
import { handler } from './index'

const call = async (httpMethod: string, resource: string, more: object = {}) => {
  const event = { httpMethod, resource, ...more } as unknown as APIGatewayProxyEvent
  const { statusCode, body } = await handler(event)
  return { statusCode, body: JSON.parse(body) }
}

test('the items are listed', async () => {
  const { statusCode, body } = await call('GET', '/items')
  expect(statusCode).toBe(200)
  expect(body).toHaveLength(2)
})

test('an item is found by its id, or is not there', async () => {
  const found = await call('GET', '/items/{id}', { pathParameters: { id: '2' } })
  expect(found.body).toEqual({ id: '2', name: 'Darts' })
  const missing = await call('GET', '/items/{id}', { pathParameters: { id: '9' } })
  expect(missing.statusCode).toBe(404)
})

test('a new item needs a name', async () => {
  expect((await call('POST', '/items', { body: '{"name":"Oche"}' })).statusCode).toBe(201)
  expect((await call('POST', '/items', { body: '{}' })).statusCode).toBe(400)
})
