import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { responseReader } from './response-reader.ts'
import type { ResponseReader, WireResponse } from './response-reader.ts'

/** Bytes in pieces, cut at any places. */
function inPieces(bytes: Buffer, cuts: number[]): Buffer[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort(
    (a, b) => a - b,
  )
  return places
    .slice(1)
    .map((end, index) => Buffer.from(bytes.subarray(places[index], end)))
    .filter((piece) => piece.length > 0)
}

function read(reader: ResponseReader, pieces: Buffer[]): WireResponse | undefined {
  let response: WireResponse | undefined
  for (const piece of pieces) {
    expect(response).toBeUndefined()
    response = reader.push(piece)
  }
  return response
}

const cuts = fc.array(fc.nat(), { maxLength: 6 })
const body = fc.string({ unit: 'grapheme', maxLength: 40 })

function withLength(text: string): Buffer {
  const head = 'HTTP/1.1 200 OK\r\nX-Own:  a value \r\nContent-Length: '
  return Buffer.from(`${head}${Buffer.byteLength(text)}\r\n\r\n${text}`)
}

function chunked(texts: string[]): Buffer {
  const chunks = texts
    .filter((text) => text !== '')
    .map((text) => `${Buffer.byteLength(text).toString(16)};ext=1\r\n${text}\r\n`)
  const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n'
  return Buffer.from(`${head}${chunks.join('')}0\r\nTrailer: x\r\n\r\n`)
}

describe('a response', () => {
  it('is the same however it is cut into pieces, one after the other', () => {
    const reader = responseReader()
    fc.assert(
      fc.property(body, cuts, (text, places) => {
        const response = read(reader, inPieces(withLength(text), places))!
        expect(response.body).toBe(text)
        expect(response.header('x-own')).toBe('a value')
        expect(response.reusable).toBe(true)
      }),
    )
  })

  it('is the same when its body is chunked', () => {
    const reader = responseReader()
    fc.assert(
      fc.property(fc.array(body, { maxLength: 4 }), cuts, (texts, places) => {
        const response = read(reader, inPieces(chunked(texts), places))!
        expect(response.body).toBe(texts.join(''))
        expect(response.reusable).toBe(true)
      }),
    )
  })

  it('ends with its connection where it has no length', () => {
    const reader = responseReader()
    expect(reader.push(Buffer.from('HTTP/1.1 200 OK\r\n\r\nall of '))).toBeUndefined()
    expect(reader.push(Buffer.from('it'))).toBeUndefined()
    expect(reader.close()).toMatchObject({ body: 'all of it', reusable: false })
  })

  it('is preceded by any number of 1xx', () => {
    const reader = responseReader()
    const before = 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n'
    expect(reader.push(Buffer.from(`${before}HTTP/1.1 204 No Content\r\n\r\n`))).toMatchObject({
      status: 204,
      body: '',
    })
  })

  it.each([
    ['HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', false],
    ['HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n', false],
    ['HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n', true],
    ['HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nmore', false],
  ])('says whether its connection can be used again: %j', (text, reusable) => {
    expect(responseReader().push(Buffer.from(text))?.reusable).toBe(reusable)
  })

  it.each([
    'SSH-2.0-OpenSSH_9.6\r\n\r\n',
    'HTTP/2 200\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\n',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno size\r\n',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n',
    `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(300_000)}`,
  ])('that is none is an error: %#', (text) => {
    expect(() => responseReader().push(Buffer.from(text))).toThrow(Error)
  })
})
