import { describe, expect, it } from 'vitest'
import type { Report, Subject } from '../report/types.ts'
import { seeded } from '../statistics/random.ts'
import { requireSamePlan } from './comparable.ts'
import { compare } from './compare.ts'
import { parseReport } from './saved.ts'

const chance = seeded(3)

interface Wanted {
  /** Of a warm invocation, in milliseconds. */
  warm?: number
  zip?: number
  rounds?: number
}

/** A report in which times differ by 4 % from round to round. */
function report({ warm = 10, zip = 100, rounds = 10 }: Wanted = {}): Report {
  const times = (typical: number) =>
    Array.from({ length: rounds }, () => {
      const round = typical * (0.98 + chance() * 0.04)
      return Array.from({ length: 20 }, () => round * (0.95 + chance() * 0.1))
    })
  const subject: Subject = {
    name: 'bun',
    sha256: '',
    samples: { warm: times(warm), start: times(50) },
    sizes: { zip },
    missing: [],
  }
  return {
    format: 1,
    run: 'r',
    at: '2026-01-02T03:04:05.678Z',
    oche: '0.1.0',
    seed: 1,
    machine: {
      processor: 'P',
      cores: 2,
      memoryBytes: 2 ** 33,
      platform: 'linux',
      architecture: 'x64',
      kernel: '6.1',
      node: '20.19.0',
    },
    conditions: { rounds, invocations: 20 },
    work: Array.from({ length: 10 }, () => 10),
    functions: [
      {
        name: 'hello',
        event: { name: 'sqs', bytes: 5, sha256: 'e' },
        memorySize: 128,
        subjects: [subject],
        absent: [],
      },
    ],
  }
}

const verdicts = (then: Report, now: Report, bound = 0.1) =>
  Object.fromEntries(compare(then, now, bound).changes.map((one) => [one.measure, one.verdict]))

function priced(prices: string, cost: number): Report {
  const all = report()
  const [fn] = all.functions
  const [subject] = fn!.subjects
  const samples = { ...subject!.samples, cost: Array.from({ length: 10 }, () => [cost]) }
  return {
    ...all,
    lambda: { region: 'eu-west-1', prices },
    functions: [{ ...fn!, subjects: [{ ...subject!, samples }] }],
  }
}

it('by other prices the cost is not compared, and all else is', () => {
  const then = priced('USD, 2026', 1)
  const [same, other] = ['USD, 2026', 'USD, 2027'].map((prices) =>
    compare(then, priced(prices, 2), 0.1).changes.map(({ measure }) => measure),
  )
  expect(same).toContain('cost')
  expect(other).toEqual(same!.filter((measure) => measure !== 'cost'))
})

describe('compare', () => {
  it('finds what got worse by more than the bound, and better, and nothing else', () => {
    expect(verdicts(report(), report({ warm: 13 }))).toMatchObject({
      warmHalf: 'worse',
      start: 'within',
      zip: 'within',
    })
    expect(verdicts(report(), report({ warm: 7 }))).toMatchObject({ warmHalf: 'better' })
    expect(verdicts(report(), report({ zip: 111 }))).toMatchObject({ zip: 'worse' })
    expect(verdicts(report(), report({ zip: 110 }))).toMatchObject({ zip: 'within' })
  })

  it('gives no alarm for a difference within the bound, however certain it is', () => {
    expect(verdicts(report(), report({ warm: 10.7 }))).toMatchObject({ warmHalf: 'within' })
    expect(verdicts(report(), report({ warm: 10.7 }), 0.01)).toMatchObject({ warmHalf: 'worse' })
  })

  it('gives an alarm as seldom as it says where nothing has changed', () => {
    const alarms = Array.from({ length: 60 }, () => compare(report(), report(), 0).changes).filter(
      (changes) => changes.some(({ verdict }) => verdict === 'worse'),
    )
    // One in twenty at most; 3 standard deviations above.
    expect(alarms.length).toBeLessThanOrEqual(8)
  })

  it.each<[string, (one: Report) => Report]>([
    [
      'another machine: P then, Q now',
      (one) => ({ ...one, machine: { ...one.machine, processor: 'Q' } }),
    ],
    ['itself is 50 % slower', (one) => ({ ...one, work: one.work.map((value) => value * 1.5) })],
    [
      'other was not measured then',
      (one) => ({ ...one, functions: [{ ...one.functions[0]!, name: 'other' }] }),
    ],
    [
      'another event: sqs then, sns now',
      (one) => ({
        ...one,
        functions: [{ ...one.functions[0]!, event: { name: 'sns', bytes: 5, sha256: 'f' } }],
      }),
    ],
    [
      'not measured with node then, but with bun',
      (one) => {
        const [fn] = one.functions
        return {
          ...one,
          functions: [{ ...fn!, subjects: [{ ...fn!.subjects[0]!, name: 'node' }] }],
        }
      },
    ],
  ])('refuses: %s', (told, change) => {
    expect(() => compare(report(), change(report()), 0.1)).toThrow(
      expect.objectContaining({
        code: 'BENCH_NOT_COMPARABLE',
        message: expect.stringContaining(told),
      }),
    )
  })

  it('is refused before anything is measured, but for what measuring tells', () => {
    const then = report()
    expect(() => requireSamePlan(then, { ...report(), lambda: { region: 'r' } })).toThrow('Lambda')
    const { functions, machine } = report()
    const planned = functions.map(({ name, event }) => ({
      name,
      event,
      subjects: [{ name: 'node' }],
    }))
    expect(() => requireSamePlan(then, { machine, functions: planned })).toThrow(
      'not measured with node then',
    )
    expect(() => requireSamePlan(then, { machine, functions })).not.toThrow()
  })

  it('refuses so few rounds that nothing could be found', () => {
    expect(() => compare(report({ rounds: 3 }), report({ rounds: 3 }), 0.1)).toThrow(
      expect.objectContaining({ message: expect.stringContaining('too few') }),
    )
  })
})

describe('a saved report', () => {
  it('is read as it was written', () => {
    const one = report()
    expect(parseReport(JSON.stringify(one), 'a.json')).toEqual(one)
  })

  it.each(['', 'null', '[]', '{"format":2}', '{"format":1,"run":1}'])(
    'that is none is told: %s',
    (text) => {
      expect(() => parseReport(text, 'a.json')).toThrow(
        expect.objectContaining({
          code: 'BENCH_REPORT_UNREADABLE',
          message: expect.stringContaining('a.json is no report of oche bench: '),
        }),
      )
    },
  )
})
