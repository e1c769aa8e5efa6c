import { assert, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchesMediaType } from './body.ts'
import { createEndpoint } from './endpoints/index.ts'
import { endpointContext } from '../../../tests/support/endpoint-context.ts'
import type { EndpointKind, HeaderLine, HttpRequest } from './types.ts'
import { decodeTwice } from './target.ts'

describe('the path that an HTTP API takes in', () => {
  it.each([
    ['/plain', '/plain'],
    ['/slash%2Fvalue', '/slash/value'],
    ['/literal%252Fvalue', '/literal/value'],
    ['/question%3Fvalue', '/question'],
    ['/question%253Fvalue', '/question?value'],
    ['/percent%25done', undefined],
    ['/percent%2525done', '/percent%done'],
    ['/lone%', undefined],
  ])('%s becomes %s', (sent, taken) => {
    expect(decodeTwice(sent)).toBe(taken)
  })

  it('is what was encoded twice, whatever that was', () => {
    const text = string({ unit: 'grapheme' })
    assert(
      property(text, (segment) => {
        expect(decodeTwice(`/${encodeURIComponent(encodeURIComponent(segment))}`)).toBe(
          `/${segment}`,
        )
      }),
    )
  })

  it('is refused with 400 where it cannot be decoded, in both payload formats', () => {
    const head = { method: 'GET', target: '/a%25b?c=%', protocol: 'HTTP/1.1', headers: [] }
    for (const kind of ['http-api', 'http-api-v1'] as const) {
      expect(createEndpoint({ kind }).check(head)?.cause).toBe('bad-request')
      expect(createEndpoint({ kind }).check({ ...head, target: '/a?c=%' })).toBeUndefined()
    }
  })
})

describe('a request line behind a REST API', () => {
  it('has 10,240 characters at most', () => {
    const { check } = createEndpoint({ kind: 'rest' })
    const head = { method: 'GET', protocol: 'HTTP/1.1', headers: [] }
    const room = 10_240 - 'GET / HTTP/1.1'.length
    expect(check({ ...head, target: `/${'x'.repeat(room)}` })).toBeUndefined()
    expect(check({ ...head, target: `/${'x'.repeat(room + 1)}` })?.reason).toMatch(
      /10241 characters/,
    )
  })
})

describe('the media types of a REST API', () => {
  it.each([
    ['*/*', 'image/png', true],
    ['image/*', 'image/png', true],
    // A star on the left is no wildcard but a letter.
    ['*/png', 'image/png', false],
    ['*/png', '*/png', true],
  ])('%s takes %s: %s', (entry, type, taken) => {
    expect(matchesMediaType(type, [entry])).toBe(taken)
  })
})

const length = (kind: EndpointKind, headers: HeaderLine[]) => {
  const sent = { ...request, headers: [['Host', 'h'] as const, ...headers] }
  const event = createEndpoint({ kind }).toEvent(sent, context) as { headers: object }
  return Object.entries(event.headers).find(([name]) => /^content-length$/i.test(name))
}

describe('the length of a body that is not there', () => {
  it('is told by an HTTP API, in the spelling of its payload format', () => {
    expect(length('http-api', [])).toEqual(['content-length', '0'])
    expect(length('http-api-v1', [])).toEqual(['Content-Length', '0'])
    expect(length('http-api', [['Content-Length', '7']])).toEqual(['content-length', '7'])
    expect(length('http-api', [['Transfer-Encoding', 'chunked']])).toBeUndefined()
  })

  it('is told by no other', () => {
    for (const kind of ['url', 'rest', 'alb'] as const) expect(length(kind, [])).toBeUndefined()
  })
})

const request: HttpRequest = {
  method: 'GET',
  target: '/',
  protocol: 'HTTP/1.1',
  headers: [],
  body: new Uint8Array(),
  sourceIp: '203.0.113.24',
}

const context = endpointContext()
