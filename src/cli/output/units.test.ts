import { describe, expect, it } from 'vitest'
import { bytesText, durationText } from './units.ts'

describe('units', () => {
  it.each([
    [0, '0 ms'],
    [12.4, '12 ms'],
    [1400, '1.4 s'],
    [125_000, '2 min 5 s'],
  ])('writes %s milliseconds as %s', (milliseconds, text) => {
    expect(durationText(milliseconds)).toBe(text)
  })

  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1234, '1.2 KB'],
    [1_048_575, '1.0 MB'],
    [52_428_800, '50.0 MB'],
    [98_881_740, '94.3 MB'],
  ])('writes %s bytes as %s', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text)
  })
})
