import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { report } from './platform-events.ts'
import { reportIn } from './report-line.ts'

const invocation = fc.record({
  requestId: fc.uuid(),
  status: fc.constantFrom('success' as const, 'error' as const, 'timeout' as const),
  // With two digits behind the point, as they are written.
  durationMs: fc.integer({ min: 0, max: 90_000_000 }).map((value) => value / 100),
  initDurationMs: fc.option(
    fc.integer({ min: 0, max: 1_000_000 }).map((value) => value / 100),
    { nil: undefined },
  ),
  memorySizeMb: fc.integer({ min: 128, max: 10_240 }),
  maxMemoryUsedMb: fc.option(fc.integer({ min: 1, max: 10_240 }), { nil: undefined }),
})

describe('reportIn', () => {
  it('reads what is written, as text and as JSON, among other lines', () => {
    fc.assert(
      fc.property(invocation, fc.array(fc.string()), (one, lines) => {
        const event = report(one)
        const json = JSON.stringify({ time: '', type: event.type, record: event.record() })
        for (const line of [event.text!(), json]) {
          const { durationMs, initDurationMs, memorySizeMb, maxMemoryUsedMb } = one
          expect(reportIn([...lines, line, ...lines].join('\n'))).toMatchObject({
            durationMs,
            initDurationMs,
            memorySizeMb,
            maxMemoryUsedMb,
          })
        }
      }),
    )
  })

  it('reads a line of AWS', () => {
    const line =
      'START RequestId: 52fdfc07 Version: $LATEST\nEND RequestId: 52fdfc07\n' +
      'REPORT RequestId: 52fdfc07\tDuration: 1.70 ms\tBilled Duration: 35 ms\tMemory Size: 128 MB\t' +
      'Max Memory Used: 24 MB\tInit Duration: 32.61 ms\t\n' +
      'XRAY TraceId: 1-5bef4de7-ad49b0e87f6ef6c87fc2e700\tSegmentId: 9a9197af755a6419\tSampled: true\t\n'
    expect(reportIn(line)).toEqual({
      durationMs: 1.7,
      billedDurationMs: 35,
      memorySizeMb: 128,
      maxMemoryUsedMb: 24,
      initDurationMs: 32.61,
    })
  })

  it('finds none where there is none, however it looks', () => {
    for (const log of [
      '',
      'REPORT RequestId: 1\tDuration: x ms',
      '{"type":"platform.report"}',
      '{"platform.report',
    ]) {
      expect(reportIn(log)).toBeUndefined()
    }
  })
})
