import { assert, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEndpoint } from './endpoints/index.ts'
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
