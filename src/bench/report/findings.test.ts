import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seeded } from '../statistics/random.ts'
import { judge } from './findings.ts'
import { noiseOf } from './noise.ts'
import type { FunctionReport, Subject } from './types.ts'

const chance = seeded(1)
const rounds = (typical: number, spread: number) =>
  Array.from({ length: 10 }, () => [1, 2, 3].map(() => typical + spread * (chance() - 0.5)))

const subject = (name: string, start: number, zip: number): Subject => ({
  name,
  sha256: '',
  samples: { start: rounds(start, 1) },
  sizes: { zip },
  missing: [],
})

const report = (...subjects: Subject[]): FunctionReport => ({
  name: 'hello',
  event: { name: '{}', bytes: 2, sha256: '' },
  memorySize: 128,
  subjects,
  absent: [],
})

/** Two that differ clearly, in so many rounds. */
function few(count: number): FunctionReport {
  const one = report(subject('a', 40, 1), subject('b', 4, 2))
  const subjects = one.subjects.map((other) => ({
    ...other,
    samples: { start: other.samples.start!.slice(0, count) },
  }))
  return { ...one, subjects }
}

describe('judge', () => {
  it('tells who is best, by how much, and what that rests on', () => {
    const { findings } = judge(
      report(subject('bun', 40, 100), subject('quickjs', 4, 50), subject('node', 44, 150)),
      1,
    )
    const [start, zip] = findings
    expect(start!.text).toMatch(
      /^quickjs starts fastest: [34]\.\d+ ms; bun takes \d+\.?\d* times as long \([\d.]+ to [\d.]+\) and node takes 1\d.\d times as long/,
    )
    expect(start!.basis).toBe(
      'The median of 30 values each, of 10 rounds; in brackets the 95 % interval of 1000 draws of ' +
        'rounds. Mann-Whitney on the rounds: bun p < 0.001, node p < 0.001, corrected for 2 comparisons (Holm).',
    )
    expect(zip).toMatchObject({
      text: 'quickjs has the smallest zip: 50 B; bun has 2.00 times as much and node has 3.00 times as much.',
      basis: 'Sizes are exact.',
    })
  })

  it('tells of no difference where chance would do', () => {
    const [start] = judge(report(subject('a', 40, 1), subject('b', 40, 1)), 1).findings
    expect(start!.text).toMatch(/^Between [ab] and [ab] no difference in the start is shown/)
  })

  it('judges sizes alone where the clearest difference could be chance, and says how many rounds it takes', () => {
    const { findings, roundsNeeded } = judge(few(3), 1)
    expect(findings.map(({ measure }) => measure)).toEqual(['zip'])
    expect(judge(few(roundsNeeded! - 1), 1)).toMatchObject({ roundsNeeded })
    const enough = judge(few(roundsNeeded!), 1)
    expect(enough.roundsNeeded).toBeUndefined()
    expect(enough.findings[0]!.text).toMatch(/^b starts fastest/)
  })

  it('finds nothing in one subject alone', () => {
    expect(judge(report(subject('a', 40, 1)), 1)).toEqual({ findings: [] })
  })
})

describe('noiseOf', () => {
  it('calls a machine noisy that does the same work in times of its own', () => {
    expect(noiseOf([10, 10.1, 10, 9.9, 10, 10.2])).toMatchObject({ isNoisy: false })
    expect(noiseOf([10, 13, 10, 16, 9, 12])).toMatchObject({ isNoisy: true })
    // Slow from the middle on.
    expect(noiseOf([10, 10, 10, 10, 12, 12, 12, 12])).toMatchObject({ isNoisy: true })
  })

  it('does not mind how long the work is', () => {
    const times = fc.array(fc.double({ min: 1, max: 100, noNaN: true }), { minLength: 2 })
    fc.assert(
      fc.property(times, (work) => {
        const [one, twice] = [noiseOf(work), noiseOf(work.map((value) => value * 2))]
        expect(twice.spread).toBeCloseTo(one.spread, 9)
        expect(twice.drift).toBeCloseTo(one.drift, 9)
      }),
    )
  })
})
