import { describe, expect, it } from 'vitest'
import { asLogsRecords, parseSubscription } from './telemetry-api.ts'

const subscribe = (parts: object) =>
  parseSubscription(
    'telemetry',
    JSON.stringify({
      schemaVersion: '2022-12-13',
      types: ['platform'],
      destination: { protocol: 'HTTP', URI: 'http://sandbox.localdomain:4243/in' },
      ...parts,
    }),
  )

describe('a subscription', () => {
  it('has defaults for what is buffered', () => {
    expect(subscribe({})).toEqual({
      api: 'telemetry',
      schemaVersion: '2022-12-13',
      types: ['platform'],
      buffering: { maxItems: 10_000, maxBytes: 262_144, timeoutMs: 1000 },
      destination: { protocol: 'HTTP', port: 4243, path: '/in' },
    })
  })

  it.each(['http://sandbox:1', 'http://127.0.0.1:1/x', 'http://localhost:1', 'http://[::1]:1'])(
    'may go to %s',
    (uri) => expect(subscribe({ destination: { protocol: 'HTTP', URI: uri } })).toBeTruthy(),
  )

  it.each([
    [{ types: [] }, 'types should not be empty'],
    [{ types: ['all'] }, 'types should be of platform, function, extension'],
    [{ schemaVersion: '2019-01-01' }, 'schemaVersion should be one of'],
    [{ buffering: { maxItems: 1 } }, 'maxItems should be between 1000 and 10000'],
    [{ destination: { protocol: 'HTTP', URI: 'http://sandbox' } }, 'URI port is not provided'],
    [{ destination: { protocol: 'HTTP', URI: 'http://example.com:80' } }, 'URI host should be'],
    [{ destination: { protocol: 'HTTP', URI: 'https://sandbox:1' } }, 'URI is not valid'],
    [{ destination: { protocol: 'UDP' } }, 'destination protocol should be HTTP or TCP'],
    [{ destination: { protocol: 'TCP', port: 0 } }, 'port is not provided'],
  ])('is refused with %j', (parts, fault) => {
    expect(subscribe(parts)).toEqual({ faults: expect.stringContaining(fault) })
  })

  it('names all that is wrong with it', () => {
    expect(subscribe({ types: [], destination: undefined })).toEqual({
      faults: 'types should not be empty; destination protocol should be HTTP or TCP',
    })
    expect(parseSubscription('logs', '[')).toEqual({ faults: 'the body is no JSON object' })
  })
})

describe('the Logs API', () => {
  const done = {
    time: 't',
    type: 'platform.runtimeDone',
    record: { requestId: 'a', status: 'success', metrics: { durationMs: 1 } },
  }

  it('has an end, and a runtimeDone since its second version', () => {
    const end = { time: 't', type: 'platform.end', record: { requestId: 'a' } }
    expect(asLogsRecords(done, '2020-08-15')).toEqual([end])
    expect(asLogsRecords(done, '2021-03-18')).toEqual([
      { ...done, record: { requestId: 'a', status: 'success' } },
      end,
    ])
  })

  it('says nothing of the initialisation, and lines as they are', () => {
    expect(asLogsRecords({ ...done, type: 'platform.initStart' }, '2021-03-18')).toEqual([])
    const line = { time: 't', type: 'function', record: 'hello' }
    expect(asLogsRecords(line, '2020-08-15')).toEqual([line])
  })
})
