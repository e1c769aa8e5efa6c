import { describe, expect, it } from 'vitest'
import * as platform from './platform-events.ts'

const report: platform.InvocationReport = {
  requestId: 'id',
  durationMs: 3.008,
  initDurationMs: 110.1,
  memorySizeMb: 128,
  maxMemoryUsedMb: 36,
  status: 'success',
}

describe('in a log of text', () => {
  it('events are lines as Lambda spells them', () => {
    expect(platform.start('id', '$LATEST').text!()).toBe('START RequestId: id Version: $LATEST')
    expect(platform.runtimeDone(report).text!()).toBe('END RequestId: id')
    expect(platform.report(report).text!()).toBe(
      'REPORT RequestId: id\tDuration: 3.01 ms\tBilled Duration: 114 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\tInit Duration: 110.10 ms\t',
    )
    expect(platform.subscribed('agent', ['platform', 'function'], 'telemetry').text!()).toBe(
      'TELEMETRY\tName: agent\tState: Subscribed\tTypes: [Platform, Function]',
    )
  })

  it('a report bills the invocation alone where nothing was initialised, and a millisecond at least', () => {
    const warm = platform.report({ ...report, initDurationMs: undefined, durationMs: 0.1 }).text!()
    expect(warm).toContain('\tBilled Duration: 1 ms\t')
    expect(warm).not.toContain('Init Duration')
  })

  it('a report leaves the memory out where it is not known', () => {
    const unknown = platform.report({ ...report, maxMemoryUsedMb: undefined })
    expect(unknown.text!()).not.toContain('Max Memory')
  })

  it('an initialisation is told of where it failed only', () => {
    const failed = { durationMs: 12, phase: 'init', status: 'error' } as const
    expect(platform.initReport({ ...failed, errorType: 'Runtime.ExitError' }).text!()).toBe(
      'INIT_REPORT Init Duration: 12.00 ms\tPhase: init\tStatus: error\tError Type: Runtime.ExitError',
    )
    expect(platform.initReport({ ...failed, status: 'success' }).text).toBeUndefined()
  })
})

describe('in JSON', () => {
  it('a report has metrics', () => {
    expect(platform.report({ ...report, traceId: 'Root=1' })).toMatchObject({
      type: 'platform.report',
    })
    expect(platform.report({ ...report, traceId: 'Root=1' }).record()).toEqual({
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
    })
  })

  it('a failure is more important than success', () => {
    expect(platform.runtimeDone(report).level).toBe('DEBUG')
    expect(platform.runtimeDone({ ...report, status: 'timeout' }).level).toBe('WARN')
  })
})
