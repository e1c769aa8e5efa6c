import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEndpoint } from './endpoints/index.ts'
import {
  decodeHeaderValue,
  encodeHeaderValue,
  isHeaderName,
  isHeaderValue,
} from './header-lines.ts'
import type { EndpointContext, EndpointSettings, HeaderLine, HttpRequest } from './types.ts'

const settings: EndpointSettings[] = [
  { kind: 'url' },
  { kind: 'http-api' },
  { kind: 'http-api-v1' },
  { kind: 'rest' },
  { kind: 'rest', binaryMediaTypes: ['image/*'] },
  { kind: 'alb' },
  { kind: 'alb', multiValueHeaders: true },
]

const context: EndpointContext = {
  accountId: '123456789012',
  apiId: 'abc',
  domainName: 'abc.example.com',
  domainPrefix: 'abc',
  stage: 'dev',
  routeKey: 'ANY /{proxy+}',
  pathParameters: { proxy: '%' },
  requestId: 'id',
  extendedRequestId: 'id',
  traceId: 'Root=1-5759e988-bd862e3fe1be46a994272793',
  port: 443,
  scheme: 'https',
  timeEpoch: 0,
}

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

describe.each(settings)('endpoint %o', (setting) => {
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
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.json().map((text) => Buffer.from(text)),
      fc
        .record(
          {
            statusCode: fc.oneof(fc.integer(), fc.string(), fc.double(), fc.constant(null)),
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
        )
        .map((result) => Buffer.from(JSON.stringify(result))),
    )
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
})
