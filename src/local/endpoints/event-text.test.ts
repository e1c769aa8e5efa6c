import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEndpoint } from '../../contract/http/endpoints/index.ts'
import { isHeaderName, isHeaderValue } from '../../contract/http/header-lines.ts'
import type { EndpointContext, HeaderLine, HttpRequest } from '../../contract/http/types.ts'
import { endpointContext, everyEndpoint } from '../../../tests/support/endpoint-context.ts'
import { eventText } from './event-text.ts'

const TRACE_ID = 'Root=1-00000000-aaaaaaaaaaaaaaaaaaaaaaaa;Parent=53995c3f42cd8ad8;Sampled=1'

const value = fc
  .oneof(
    fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
    fc.constantFrom('application/json', 'text/plain', 'image/png', 'a=b; c=d', 'gzip', '"'),
  )
  .filter(isHeaderValue)
const name = fc
  .oneof(
    fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,12}$/),
    fc.constantFrom(
      'Cookie',
      'content-type',
      'Content-Encoding',
      'X-Forwarded-For',
      '__proto__',
      '7',
    ),
  )
  .filter(isHeaderName)
const lines = fc.array(fc.tuple(name, value) as fc.Arbitrary<HeaderLine>, { maxLength: 6 })
const traced = fc.constantFrom<HeaderLine[]>([], [], [['X-Amzn-Trace-Id', TRACE_ID]])
const body = fc.oneof(
  fc.constant(new Uint8Array()),
  fc.uint8Array({ minLength: 1, maxLength: 40 }),
  fc.json().map((text) => Buffer.from(text)),
  fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
)
const head = fc.record({
  method: fc.constantFrom('GET', 'POST', 'DELETE'),
  target: fc.stringMatching(/^\/[\x21-\x7e]{0,12}$/),
  protocol: fc.constant('HTTP/1.1'),
  headers: fc.tuple(lines, traced).map(([own, more]) => [...own, ...more]),
  sourceIp: fc.constantFrom('127.0.0.1', '::1'),
})

interface Changing extends Pick<EndpointContext, 'requestId' | 'extendedRequestId' | 'timeEpoch'> {
  /** Of the trace id, where the client sends none. */
  root: string
  body: Uint8Array
}

/** What is another each time. */
const changing: fc.Arbitrary<Changing> = fc.record({
  requestId: fc.uuid(),
  extendedRequestId: fc.constantFrom('JKJaXmPLvHcESHA=', 'AAAAAAAAAAAAAAA='),
  root: fc.stringMatching(/^[0-9a-f]{24}$/),
  timeEpoch: fc.integer({ min: 0, max: 4e12 }),
  body,
})

function contextFor(
  { headers }: Omit<HttpRequest, 'body'>,
  { root, requestId, extendedRequestId, timeEpoch }: Changing,
): EndpointContext {
  const isTraced = headers.some(([one]) => one === 'X-Amzn-Trace-Id')
  const traceId = isTraced ? TRACE_ID : `Root=1-00000000-${root}`
  const place = { stage: 'dev', routeKey: 'ANY /{proxy+}', pathParameters: { proxy: '%' } }
  return endpointContext({ ...place, requestId, extendedRequestId, timeEpoch, traceId })
}

describe('the text of an event', () => {
  it('is that of the event, however often a head comes again and with whatever in it', () => {
    const heads = fc.array(head, { minLength: 1, maxLength: 2 })
    const sent = fc.array(fc.tuple(fc.nat({ max: 1 }), changing), { minLength: 3, maxLength: 8 })
    fc.assert(
      fc.property(fc.constantFrom(...everyEndpoint), heads, sent, (kind, known, all) => {
        const endpoint = createEndpoint(kind)
        for (const [which, one] of all) {
          const request = { ...known[which % known.length]!, body: one.body }
          const context = contextFor(request, one)
          const event = JSON.stringify(endpoint.toEvent(request, context))
          expect(eventText(endpoint, request, context)).toBe(event)
        }
      }),
      { numRuns: 400 },
    )
  })

  it('is that of the event where the same lines come by another way', () => {
    const headers: HeaderLine[] = [['Host', 'a:1']]
    const head = { method: 'GET', target: '/a', protocol: 'HTTP/1.1', headers, sourceIp: '::1' }
    const place = { apiId: 'a', stage: 'dev', routeKey: 'GET /a', port: 3000 }
    const changes = [
      [{ method: 'PUT' }, {}],
      [{ target: '/b' }, {}],
      [{ protocol: 'HTTP/1.0' }, {}],
      [{ sourceIp: '127.0.0.1' }, {}],
      ...['apiId', 'stage', 'routeKey'].map((key) => [{}, { [key]: 'b' }] as const),
      [{}, { port: 3001 }],
      [{}, { authorizer: { claims: {} } }],
    ] as const
    for (const kind of everyEndpoint) {
      for (const [request, context] of changes) {
        const endpoint = createEndpoint(kind)
        const all = [
          ...Array.from({ length: 3 }, () => [{}, {}] as const),
          [request, context] as const,
        ]
        for (const [changed, elsewhere] of all) {
          const asked = { ...head, ...changed, body: new Uint8Array() }
          const at = endpointContext({ ...place, ...elsewhere })
          const event = JSON.stringify(endpoint.toEvent(asked, at))
          expect(eventText(endpoint, asked, at)).toBe(event)
        }
      }
    }
  })

  it('is made anew no more once the same head has come twice', () => {
    for (const kind of everyEndpoint) {
      let made = 0
      const endpoint = createEndpoint(kind)
      const counted = {
        ...endpoint,
        toEvent: (...asked: Parameters<typeof endpoint.toEvent>) => {
          made++
          return endpoint.toEvent(...asked)
        },
      }
      const headers: HeaderLine[] = [['Content-Type', 'application/json']]
      const head = { method: 'POST', target: '/', protocol: 'HTTP/1.1', headers, sourceIp: '::1' }
      for (let time = 0; time < 9; time++) {
        const request = { ...head, body: Buffer.from(`{"time":${time}}`) }
        eventText(counted, request, endpointContext({ requestId: `${time}`, timeEpoch: time }))
      }
      // The first, the second, and what is kept of that.
      expect(made).toBe(3)
    }
  })
})
