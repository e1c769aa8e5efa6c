import { expect, test } from 'bun:test'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { handler } from './index'

test('the handler greets by name', async () => {
  const event = { rawPath: '/', queryStringParameters: { name: 'Ada' } }
  const result = await handler(event as unknown as APIGatewayProxyEventV2)
  expect(result.statusCode).toBe(200)
  expect(JSON.parse(result.body ?? '')).toEqual({ message: 'Hello, Ada!', path: '/' })
})
