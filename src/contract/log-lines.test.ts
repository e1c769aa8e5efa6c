import { describe, expect, it } from 'vitest'
import { isKeptAtLevel, platformLog, type InvocationReport } from './log-lines.ts'

const now = () => new Date('2026-01-02T03:04:05.678Z')

const report: InvocationReport = {
  requestId: 'id',
  version: '$LATEST',
  durationMs: 3.008,
  initDurationMs: 110.1,
  memorySizeMb: 128,
  maxMemoryUsedMb: 36,
  status: 'success',
}

describe('lines in text', () => {
  const text = platformLog('text', now)

  it('are spelled as Lambda spells them', () => {
    expect(text.start('id', '$LATEST').line).toBe('START RequestId: id Version: $LATEST')
    expect(text.end(report).line).toBe('END RequestId: id')
    expect(text.report(report).line).toBe(
      'REPORT RequestId: id\tDuration: 3.01 ms\tBilled Duration: 114 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\tInit Duration: 110.10 ms\t',
    )
  })

  it('bill the invocation alone where nothing was initialised, and a millisecond at least', () => {
    const warm = text.report({ ...report, initDurationMs: undefined, durationMs: 0.1 }).line
    expect(warm).toContain('\tBilled Duration: 1 ms\t')
    expect(warm).not.toContain('Init Duration')
  })

  it('leave the memory out where it is not known', () => {
    expect(text.report({ ...report, maxMemoryUsedMb: undefined }).line).not.toContain('Max Memory')
  })

  it('tell of a failed initialisation', () => {
    expect(
      text.initReport({
        durationMs: 12,
        phase: 'init',
        status: 'error',
        errorType: 'Runtime.ExitError',
      }).line,
    ).toBe(
      'INIT_REPORT Init Duration: 12.00 ms\tPhase: init\tStatus: error\tError Type: Runtime.ExitError',
    )
  })
})

describe('lines in JSON', () => {
  const json = platformLog('json', now)

  it('are records with metrics', () => {
    expect(JSON.parse(json.report({ ...report, traceId: 'Root=1' }).line)).toEqual({
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      type: 'platform.report',
      record: {
        requestId: 'id',
        metrics: {
          durationMs: 3.008,
          billedDurationMs: 114,
          memorySizeMB: 128,
          maxMemoryUsedMB: 36,
          initDurationMs: 110.1,
        },
        status: 'success',
        tracing: { type: 'X-Amzn-Trace-Id', value: 'Root=1' },
      },
    })
  })

  it('of a failure are more important than those of success', () => {
    expect(json.end(report).level).toBe('DEBUG')
    expect(json.end({ ...report, status: 'timeout' }).level).toBe('WARN')
  })
})

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
