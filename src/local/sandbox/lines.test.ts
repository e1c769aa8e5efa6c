import { describe, expect, it } from 'vitest'
import { Lines } from './lines.ts'

function linesOf(...chunks: (string | Buffer)[]): string[] {
  const found: string[] = []
  const lines = new Lines((line) => found.push(line))
  for (const chunk of chunks) lines.write(Buffer.from(chunk))
  lines.end()
  return found
}

describe('what a process writes', () => {
  it('is cut at line feeds, with or without a carriage return', () => {
    expect(linesOf('a\nb\r\n\nc')).toEqual(['a', 'b', '', 'c'])
  })

  it('is put together again where a chunk ends inside a line or a character', () => {
    const euro = Buffer.from('€')
    expect(linesOf('a', 'b\nc', euro.subarray(0, 1), euro.subarray(1), '\n')).toEqual(['ab', 'c€'])
  })

  it('without an end is passed on in pieces', () => {
    const found = linesOf(...Array.from({ length: 10 }, () => 'x'.repeat(64 * 1024)))
    expect(found.length).toBeGreaterThan(1)
    expect(found.join('')).toHaveLength(640 * 1024)
  })
})
