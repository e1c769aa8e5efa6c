import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Credentials } from '../types.ts'
import { LentCredentials } from './credentials.ts'

const MINUTE = 60_000

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Credentials that are numbered, and end so many minutes after they were asked for. */
function lasting(minutes: number | undefined) {
  let count = 0
  return vi.fn(async (): Promise<Credentials> => ({
    accessKeyId: `key ${++count}`,
    secretAccessKey: 's',
    sessionToken: 't',
    ...(minutes !== undefined && { expiration: new Date(Date.now() + minutes * MINUTE) }),
  }))
}

describe('credentials that are lent to functions', () => {
  it('are asked for again before they end, and whoever has the old is told', async () => {
    const renewed = vi.fn<() => void>()
    const lent = new LentCredentials(lasting(15), renewed)
    await lent.load()
    expect(lent.current.accessKeyId).toBe('key 1')
    await vi.advanceTimersByTimeAsync(10 * MINUTE)
    expect([lent.current.accessKeyId, renewed.mock.calls.length]).toEqual(['key 1', 0])
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect([lent.current.accessKeyId, renewed.mock.calls.length]).toEqual(['key 2', 1])
    await vi.advanceTimersByTimeAsync(11 * MINUTE)
    expect(lent.current.accessKeyId).toBe('key 3')
    lent.close()
  })

  it('stay where new ones cannot be had, and are asked for again after a minute', async () => {
    const source = lasting(15)
    const lent = new LentCredentials(source)
    await lent.load()
    source.mockRejectedValueOnce(new Error('the session has ended'))
    await vi.advanceTimersByTimeAsync(11 * MINUTE)
    expect(lent.current.accessKeyId).toBe('key 1')
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(lent.current.accessKeyId).toBe('key 2')
    lent.close()
  })

  it('that end at once are not asked for without a pause', async () => {
    const source = lasting(0)
    const lent = new LentCredentials(source)
    await lent.load()
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(source.mock.calls.length).toBeLessThanOrEqual(7)
    lent.close()
  })

  it.each([
    ['that never end', lasting(undefined)],
    ['that nobody wants any more', lasting(15)],
  ])('%s are asked for once', async (what, source) => {
    const lent = new LentCredentials(source)
    await lent.load()
    if (what !== 'that never end') lent.close()
    await vi.advanceTimersByTimeAsync(24 * 60 * MINUTE)
    expect(source).toHaveBeenCalledTimes(1)
  })
})
