import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Random } from '../../../tests/support/random.ts'
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

function reading() {
  const found: string[] = []
  const lines = new Lines((line) => found.push(line))
  return { found, lines, write: (text: string) => lines.write(Buffer.from(text)) }
}

function objectsIn(lines: readonly string[]): number {
  return lines.filter((line) => line === '{"d":"e"}').length
}

describe('a line that has not ended', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('is seen once nothing more comes, and its end is no line more', () => {
    const { found, write } = reading()
    write('your name? ')
    expect(found).toEqual([])
    vi.runAllTimers()
    expect(found).toEqual(['your name? '])
    write('\r\n\nAda\n')
    expect(found).toEqual(['your name? ', '', 'Ada'])
  })

  it('is seen at once where the writer is done', () => {
    const { found, lines, write } = reading()
    write('10 %\r')
    lines.pause()
    vi.runAllTimers()
    expect(found).toEqual(['10 %'])
  })

  it('waits for what has come meanwhile and is not read yet', () => {
    const { found, write } = reading()
    write('half a ')
    setImmediate(() => write('line\n'))
    vi.runAllTimers()
    expect(found).toEqual(['half a line'])
  })

  it.each(['{"level":"INFO","message":"a', '2026-11-28T04:00:00.000Z\t-\tINFO\ta'])(
    'stays whole where programs read it: %s',
    (begun) => {
      const { found, lines, write } = reading()
      write(begun)
      vi.runAllTimers()
      lines.pause()
      expect(found).toEqual([])
      write('b"}\n')
      expect(found).toEqual([`${begun}b"}`])
    },
  )

  it('is seen where it is JSON to its end', () => {
    const { found, write } = reading()
    write('{"a":1}')
    vi.runAllTimers()
    expect(found).toEqual(['{"a":1}'])
  })

  it.each([1, 2, 3].map(() => Math.floor(Math.random() * 2 ** 31)))(
    'loses nothing and is told once wherever it is cut (seed %i)',
    (seed) => {
      const random = new Random(seed)
      for (let round = 0; round < 200; round++) {
        const parts = ['a', 'bc', '{"d":"e"}', '€', ' ']
        const written = Array.from({ length: 12 }, () =>
          random.once(3) ? '\n' : random.pick(parts),
        ).join('')
        const { found, lines } = reading()
        for (let rest = Buffer.from(written); rest.length > 0;) {
          const size = 1 + random.below(4)
          lines.write(rest.subarray(0, size))
          rest = rest.subarray(size)
          if (random.once(3)) vi.runAllTimers()
          if (random.once(3)) lines.pause()
        }
        lines.end()
        expect(found.join('')).toBe(written.replaceAll('\n', ''))
        expect(found.filter((line) => line === '')).toHaveLength(
          written
            .split('\n')
            .slice(0, -1)
            .filter((line) => line === '').length,
        )
        expect(objectsIn(found)).toBeGreaterThanOrEqual(objectsIn(written.split('\n')))
      }
    },
  )
})
