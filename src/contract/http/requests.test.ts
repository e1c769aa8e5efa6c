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

const K = 1024

/** A header line of so many bytes, its name and CR LF included. */
const line = (bytes: number): HeaderLine => ['x', 'v'.repeat(bytes - 'x: \r\n'.length)]

/** A request whose line has so many characters. */
const head = (characters: number, ...headers: HeaderLine[]) => ({
  method: 'GET',
  target: `/${'x'.repeat(characters - 'GET / HTTP/1.1'.length)}`,
  protocol: 'HTTP/1.1',
  headers,
})

describe('what comes before a body', () => {
  it.each([
    ['rest', head(10_240), head(10_241), /10241 characters/],
    ['rest', head(99, line(5000), line(5240)), head(99, line(5000), line(5241)), /10241 bytes/],
    ['http-api', head(238, line(10_000)), head(239, line(10_000)), /10241 bytes/],
    ['alb', head(16 * K), head(16 * K + 1), /16385 characters/],
    ['alb', head(99, line(16 * K)), head(99, line(16 * K + 1)), /a header has 16385 bytes/],
    [
      'alb',
      head(98, ...Array.from({ length: 4 }, () => line(16 * K - 25))),
      head(99, ...Array.from({ length: 4 }, () => line(16 * K - 25))),
      /65537 bytes/,
    ],
  ] as const)(
    'behind %s: is taken up to a size, and refused beyond it',
    (kind, most, more, why) => {
      const { check } = createEndpoint({ kind })
      expect(check(most)).toBeUndefined()
      expect(check(more)).toEqual({
        cause: 'headers-too-large',
        reason: expect.stringMatching(why) as string,
      })
    },
  )
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
