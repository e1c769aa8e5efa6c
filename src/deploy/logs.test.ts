import { describe, expect, it } from 'vitest'
import type { Aws } from './aws/aws.ts'
import { readLogs } from './logs.ts'

interface Page {
  events: { eventId: string; timestamp: number; message: string }[]
  nextToken?: string
}

/** Answers each look with one page, and ends the wait after the last one. */
function awsWith(pages: readonly (Page | undefined)[]): Aws {
  let looks = 0
  return {
    find: () => Promise.resolve(pages[looks++]),
    clock: {
      sleep: () =>
        looks < pages.length ? Promise.resolve() : Promise.reject(new Error('no more looks')),
    },
    signal: new AbortController().signal,
  } as unknown as Aws
}

const event = (timestamp: number) => ({ eventId: String(timestamp), timestamp, message: 'm' })

async function read(aws: Aws, follow: boolean): Promise<number[]> {
  const times: number[] = []
  try {
    for await (const { timestamp } of readLogs({ aws, functionName: 'f', since: 0, follow })) {
      times.push(timestamp)
    }
  } catch (thrown) {
    if ((thrown as Error).message !== 'no more looks') throw thrown
  }
  return times
}

describe('readLogs', () => {
  it('of a function that is not deployed is an error', async () => {
    for (const follow of [false, true]) {
      await expect(read(awsWith([undefined]), follow)).rejects.toMatchObject({
        code: 'LOGS_NOT_FOUND',
        message: expect.stringContaining('f is not deployed here'),
      })
    }
  })

  it('goes on where the log group goes while it follows', async () => {
    const times = await read(
      awsWith([{ events: [event(1)] }, undefined, { events: [event(2)] }]),
      true,
    )
    expect(times).toEqual([1, 2])
  })

  it('goes on after 150,000 events, and tells none of them twice', async () => {
    const many = Array.from({ length: 150_000 }, (_, index) => event(index))
    const late = [event(150_000), ...many.slice(-100), event(150_001)]
    const times = await read(awsWith([{ events: many }, { events: late }]), true)
    expect(times).toEqual(Array.from({ length: 150_002 }, (_, index) => index))
  })
})
