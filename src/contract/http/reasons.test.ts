import { describe, expect, it } from 'vitest'
import { createEndpoint } from './endpoints/index.ts'
import type { EndpointContext, EndpointKind } from './types.ts'

const exchange = {
  request: { method: 'GET', target: '/', protocol: 'HTTP/1.1', headers: [['Accept', 'a/b']] },
  context: { requestId: 'id', extendedRequestId: 'id', traceId: 'Root=1' },
} as const satisfies { request: object; context: Partial<EndpointContext> }

function reasonOf(kind: EndpointKind, result: unknown): string | undefined {
  const payload = Buffer.from(typeof result === 'string' ? result : JSON.stringify(result))
  const endpoint = createEndpoint({ kind, binaryMediaTypes: ['a/b'] })
  return endpoint.toResponse(payload, exchange).refusal?.reason
}

const ok = { statusCode: 200 }

describe('why an answer is refused', () => {
  it.each<[EndpointKind, unknown, string]>([
    ['http-api', { ...ok, body: { a: 1 } }, 'body is an object, not a string: JSON.stringify it'],
    ['rest', { ...ok, body: [] }, 'body is an array, not a string: JSON.stringify it'],
    ['alb', { ...ok, body: { a: 1 } }, 'body is an object, not a string: JSON.stringify it'],
    [
      'http-api',
      { statusCode: '201' },
      'statusCode is the string "201", not a number: write 201 without quotes',
    ],
    [
      'url',
      { statusCode: 99 },
      'statusCode is 99, not an HTTP status: give a whole number from 200 to 599',
    ],
    ['alb', {}, 'statusCode is missing: give a whole number from 200 to 599'],
    [
      'rest',
      { ...ok, headers: { 'x-a': 'a\nb' } },
      'headers["x-a"] has a line break: leave it out, or encode it',
    ],
    [
      'http-api',
      { ...ok, headers: { 'x-a': ['a', 'b'] } },
      'headers["x-a"] is an array, not a string: join them by a comma, and give cookies in cookies',
    ],
    [
      'rest',
      { ...ok, headers: { 'x-a': ['a', 'b'] } },
      'headers["x-a"] is an array, not a string: give them in multiValueHeaders',
    ],
    [
      'url',
      { ...ok, headers: { 'a b': 'c' } },
      'headers["a b"] has a name that HTTP does not allow: use letters, digits and hyphens',
    ],
    [
      'http-api',
      { ...ok, body: '~', isBase64Encoded: true },
      'body is not base64, which isBase64Encoded says: encode it, or leave isBase64Encoded out',
    ],
    [
      'rest',
      { ...ok, body: '~', isBase64Encoded: true },
      'body is not base64, which isBase64Encoded says: encode it, or leave isBase64Encoded out',
    ],
    [
      'url',
      { ...ok, cookies: 'a=1' },
      'cookies is the string "a=1", not an array: write ["name=value"]',
    ],
    [
      'rest',
      { ...ok, cookies: ['a=1'] },
      'cookies is no member that a REST API takes: give set-cookie in multiValueHeaders',
    ],
    [
      'alb',
      { ...ok, multiValueHeaders: { a: ['b'] } },
      'multiValueHeaders stands where this load balancer takes headers: move it there, or set multiValueHeaders: true in http',
    ],
    ['rest', null, 'the answer is null, not an object: return { statusCode, headers, body }'],
    ['url', '<html>', 'the answer is not JSON: answer with JSON, such as {"statusCode":200}'],
  ])('behind %s: %j', (kind, result, reason) => {
    expect(reasonOf(kind, result)).toBe(reason)
  })

  it('behind alb: over 1 MB', () => {
    const bytes = 1024 * 1024 + 1
    const body = 'x'.repeat(bytes - JSON.stringify({ ...ok, body: '' }).length)
    expect(reasonOf('alb', { ...ok, body: body.slice(1) })).toBeUndefined()
    expect(reasonOf('alb', { ...ok, body })).toMatch(
      /^the answer has 1048577 bytes, of which a load balancer takes 1048576: /,
    )
  })
})
