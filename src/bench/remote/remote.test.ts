import { describe, expect, it } from 'vitest'
import type { Subject } from '../report/types.ts'
import { adviceOf } from './advice.ts'
import { costOfMillion, listPrices, parsePrices } from './prices.ts'
import { measureRemotely, type Setting } from './run.ts'

const options = {
  functionName: 'hello',
  memorySize: 128,
  codeSha256: '',
  region: 'eu-west-1',
  event: { name: '{}', bytes: 2, sha256: '' },
  prices: listPrices,
  rounds: 3,
  invocations: 2,
  seed: 1,
  version: '0.1.0',
}

/** A setting whose invocations are cold after each change, and what it was asked. */
function setting(memory: number, log: (isCold: boolean) => string, asked: string[] = []): Setting {
  let isCold = false
  return {
    memory,
    arch: 'arm64',
    prepare: async () => {
      asked.push(`prepare ${memory}`)
      isCold = true
    },
    invoke: async () => {
      asked.push(`invoke ${memory}`)
      const logTail = log(isCold)
      isCold = false
      return { payload: new Uint8Array(), functionError: undefined, logTail }
    },
  }
}

const line = (isCold: boolean) =>
  'REPORT RequestId: x\tDuration: 2.50 ms\tBilled Duration: 3 ms\tMemory Size: 128 MB\t' +
  `Max Memory Used: 30 MB${isCold ? '\tInit Duration: 20.00 ms' : ''}\t`

describe('measureRemotely', () => {
  it('gives every setting a cold start and warm invocations in each round', async () => {
    const asked: string[] = []
    const settings = [setting(128, line, asked), setting(256, line, asked)]
    const report = await measureRemotely({ ...options, settings })
    expect(asked).toHaveLength(2 * 3 * 4)
    for (let turn = 0; turn < asked.length; turn += 4) {
      const of = asked[turn]!.split(' ')[1]
      const invoked = [1, 2, 3].map(() => `invoke ${of}`)
      expect(asked.slice(turn, turn + 4)).toEqual([`prepare ${of}`, ...invoked])
    }
    expect(report.functions[0]!.subjects[1]).toMatchObject({
      name: '256 MB',
      setting: { memory: 256, arch: 'arm64' },
      samples: {
        init: [[20], [20], [20]],
        warm: [
          [2.5, 2.5],
          [2.5, 2.5],
          [2.5, 2.5],
        ],
      },
    })
  })

  it('BENCH_NO_REPORT: an answer without a report is told', async () => {
    const settings = [setting(128, () => 'START\nEND\n')]
    await expect(measureRemotely({ ...options, settings })).rejects.toMatchObject({
      code: 'BENCH_NO_REPORT',
    })
  })
})

describe('prices', () => {
  it('are those of requests and of memory for a time', () => {
    // 3 million times 1.5 GB for 0.12 s are 540,000 GB·s: 9.00 dollars, and 0.60 for the requests.
    const cost = costOfMillion(listPrices, { arch: 'x86_64', memory: 1536 }, 120)
    expect(cost * 3).toBeCloseTo(0.6 + 9, 2)
  })

  it('are in dollars: a table in another currency is refused in words, not shown as dollars', () => {
    for (const currency of ['EUR', 'usd', '']) {
      const text = JSON.stringify({ ...listPrices, currency })
      expect(() => parsePrices(text, 'p.json')).toThrow(
        expect.objectContaining({
          code: 'BENCH_PRICES_INVALID',
          message: expect.stringContaining('currency: only USD is known'),
        }),
      )
    }
  })

  it('can be given, and what is none is refused', () => {
    expect(parsePrices(JSON.stringify(listPrices), 'p.json')).toEqual(listPrices)
    for (const text of ['', '{}', JSON.stringify({ ...listPrices, requests: -1 })]) {
      expect(() => parsePrices(text, 'p.json')).toThrow(
        expect.objectContaining({ code: 'BENCH_PRICES_INVALID' }),
      )
    }
  })
})

const subject = (name: string, cost: number, time: number): Subject => ({
  name,
  sha256: '',
  samples: { cost: [[cost]], warm: [[time]] },
  sizes: {},
  missing: [],
})

describe('adviceOf', () => {
  it('names the cheapest, the fastest, and what is both as far as it goes', () => {
    const all = [subject('a', 1, 100), subject('b', 1.2, 40), subject('c', 4, 30)]
    expect(adviceOf(all)).toEqual({ cheapest: 'a', fastest: 'c', balanced: 'b' })
    expect(adviceOf(all.slice(1, 2))).toBeUndefined()
  })
})
