import { describe, expect, it } from 'vitest'
import { METADATA_LIMIT, splitPrelude, streamHead } from './streamed-response.ts'

const nul = Buffer.alloc(8)

describe('the metadata of a stream', () => {
  it('ends at the eight NUL bytes', () => {
    const prelude = splitPrelude(Buffer.concat([Buffer.from('{}'), nul, Buffer.from('body')]))
    expect(prelude).toEqual({ metadata: Buffer.from('{}'), body: Buffer.from('body') })
  })

  it('leaves further NUL bytes to the body', () => {
    const prelude = splitPrelude(Buffer.concat([Buffer.from('{}'), nul, nul]))
    expect(prelude).toMatchObject({ body: nul })
  })

  it('is not complete before all eight have come', () => {
    expect(splitPrelude(Buffer.concat([Buffer.from('{}'), nul.subarray(1)]))).toBe('incomplete')
    expect(splitPrelude(Buffer.alloc(0))).toBe('incomplete')
  })

  it('must have come within its limit, delimiter included', () => {
    const metadata = Buffer.alloc(METADATA_LIMIT - 8, ' ')
    expect(splitPrelude(Buffer.concat([metadata, nul]))).toMatchObject({ metadata })
    expect(splitPrelude(Buffer.concat([Buffer.from(' '), metadata, nul]))).toBe('missing')
    expect(splitPrelude(Buffer.alloc(METADATA_LIMIT, 'x'))).toBe('missing')
  })
})

const head = (metadata: unknown) => streamHead(Buffer.from(JSON.stringify(metadata)))

describe('the head of a streamed response', () => {
  it('has defaults', () => {
    expect(head({})).toEqual({
      status: 200,
      headers: [['Content-Type', 'application/octet-stream']],
    })
  })

  it('has every header and cookie', () => {
    expect(
      head({
        statusCode: 201,
        headers: { 'content-type': 'text/plain', 'Content-Length': '7' },
        multiValueHeaders: { a: ['1', '2'] },
        cookies: ['x=1'],
      }),
    ).toEqual({
      status: 201,
      headers: [
        ['a', '1'],
        ['a', '2'],
        ['content-type', 'text/plain'],
        ['Set-Cookie', 'x=1'],
      ],
    })
  })

  it.each([[[]], ['text'], [{ statusCode: 'x' }], [{ headers: 1 }], [{ headers: { 'a b': '1' } }]])(
    'is refused for %j',
    (metadata) => expect(() => head(metadata)).toThrow(),
  )
})
