import { describe, expect, it } from 'vitest'
import { isKeptAtLevel } from './log-levels.ts'

describe('a level', () => {
  it.each([
    ['{"level":"debug"}', 'INFO', false],
    ['{"level":"INFO"}', 'INFO', true],
    ['{"level":"unheard of"}', 'FATAL', true],
    ['{"no":"level"}', 'FATAL', true],
    ['{broken', 'FATAL', true],
    ['plain text', 'FATAL', true],
  ] as const)('%s is kept at %s: %s', (line, level, kept) =>
    expect(isKeptAtLevel(line, level)).toBe(kept),
  )
})
