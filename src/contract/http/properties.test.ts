import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEndpoint } from './endpoints/index.ts'
import {
  decodeHeaderValue,
  encodeHeaderValue,
  isHeaderName,
  isHeaderValue,
} from './header-lines.ts'
import { endpointContext, everyEndpoint } from '../../../tests/support/endpoint-context.ts'
import type { HeaderLine, HttpRequest } from './types.ts'

const context = endpointContext({
  stage: 'dev',
  routeKey: 'ANY /{proxy+}',
  pathParameters: { proxy: '%' },
})

/** Every byte that HTTP allows in a field value, one character a byte. */
const headerBytes = fc
  .uint8Array({ maxLength: 20 })
  .map((bytes) => Buffer.from(bytes).toString('latin1'))
  .filter(isHeaderValue)
const headerName = fc
  .oneof(
    fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,12}$/),
    fc.constantFrom('Cookie', 'content-type', 'Content-Encoding', 'X-Forwarded-For', '__proto__'),
  )
  .filter(isHeaderName)
const lines = fc.array(fc.tuple(headerName, headerBytes) as fc.Arbitrary<HeaderLine>, {
  maxLength: 6,
})
/** Every byte of a request target: not only what a browser would send. */
const target = fc.stringMatching(/^\/[\x21-\x7e]{0,30}$/)
const request: fc.Arbitrary<HttpRequest> = fc.record({
  method: fc.constantFrom('GET', 'POST', 'DELETE'),
  target,
  protocol: fc.constant('HTTP/1.1'),
  headers: lines,
  body: fc.uint8Array({ maxLength: 40 }),
  sourceIp: fc.constant('203.0.113.24'),
})

describe('header values', () => {
  it('come back from text as the same bytes where they are UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decodeHeaderValue(encodeHeaderValue(text))).toBe(text)
      }),
    )
  })

  it('are text whatever their bytes', () => {
    fc.assert(
      fc.property(headerBytes, (bytes) => {
        const text = decodeHeaderValue(bytes)
        expect([bytes, Buffer.from(bytes, 'latin1').toString('utf8')]).toContain(text)
      }),
    )
  })
})

/** What a function may return, and what it should not. */
const result = fc
  .tuple(
    fc.record(
      {
        statusCode: fc.oneof(
          fc.integer(),
          fc.string(),
          fc.double(),
          fc.constantFrom(null, 200, '200'),
        ),
        headers: fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue()),
        multiValueHeaders: fc.oneof(
          fc.dictionary(fc.string(), fc.array(fc.string())),
          fc.jsonValue(),
        ),
        cookies: fc.oneof(fc.array(fc.string()), fc.jsonValue()),
        body: fc.oneof(fc.string(), fc.jsonValue()),
        isBase64Encoded: fc.oneof(fc.boolean(), fc.jsonValue()),
      },
      { requiredKeys: [] },
    ),
    fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 1 }),
  )
  .map(([known, more]): Record<string, unknown> => ({ ...more, ...known }))

const asPayload = (value: unknown) => Buffer.from(JSON.stringify(value))

const anything = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.json().map((text) => Buffer.from(text)),
  result.map(asPayload),
)

describe.each(everyEndpoint)('endpoint %o', (setting) => {
  const endpoint = createEndpoint(setting)

  it('makes an event of any request, which JSON carries whole', () => {
    fc.assert(
      fc.property(request, (sent) => {
        const event = endpoint.toEvent(sent, context)
        expect(JSON.parse(JSON.stringify(event))).toEqual(event)
      }),
    )
  })

  it('loses no byte of a body that goes as base64, and no letter of one that goes as text', () => {
    fc.assert(
      fc.property(request, (sent) => {
        const { body, isBase64Encoded } = endpoint.toEvent(sent, context) as {
          body?: string | null
          isBase64Encoded: boolean
        }
        if (isBase64Encoded) expect(Buffer.from(body!, 'base64')).toEqual(Buffer.from(sent.body))
        else
          expect(body ?? '').toBe(new TextDecoder('utf-8', { ignoreBOM: true }).decode(sent.body))
      }),
    )
  })

  it('makes a response of any payload, which HTTP carries', () => {
    fc.assert(
      fc.property(anything, request, (payload, sent) => {
        const { status, headers } = endpoint.toResponse(payload, { request: sent, context })
        expect(status).toBeGreaterThanOrEqual(200)
        expect(status).toBeLessThanOrEqual(599)
        for (const [name, value] of headers) {
          expect(isHeaderName(name) && isHeaderValue(value)).toBe(true)
          expect(Buffer.from(value, 'latin1').toString('latin1')).toBe(value)
        }
      }),
    )
  })

  /** What the endpoint answers in place of a result that it does not take. */
  const isError = ({ body }: { body: Uint8Array }) => {
    const refusal = { cause: 'malformed-answer', reason: '' } as const
    const { body: own } = endpoint.refuse(refusal, { request: plain, context })
    return Buffer.from(own).equals(body)
  }
  const respond = (payload: Uint8Array) => endpoint.toResponse(payload, { request: plain, context })

  it('says in a line why it does not take a payload, and only then', () => {
    fc.assert(
      fc.property(anything, (payload) => {
        const response = respond(payload)
        expect(response.refusal !== undefined).toBe(isError(response))
        if (response.refusal) expect(response.refusal.reason).toMatch(/^\S.+: \S.*$/)
      }),
    )
  })

  it('names the members that it does not take: without them the result is taken', () => {
    fc.assert(
      fc.property(result, (given) => {
        const left: Record<string, unknown> = { ...given }
        for (let tries = Object.keys(left).length + 1; tries > 0; tries--) {
          const { refusal } = respond(asPayload(left))
          if (refusal === undefined) return
          const member = refusal.member!
          const spellings = [member, JSON.stringify(member)]
          expect(spellings.some((name) => refusal.reason.startsWith(name))).toBe(true)
          if (member === 'statusCode') left['statusCode'] = 200
          else expect(delete left[member]).toBe(true)
        }
        expect(respond(asPayload(left)).refusal).toBeUndefined()
      }),
    )
  })
})

const plain: HttpRequest = {
  method: 'GET',
  target: '/',
  protocol: 'HTTP/1.1',
  headers: [['Accept', 'image/png']],
  body: new Uint8Array(),
  sourceIp: '203.0.113.24',
}
