import { describe, expect, it } from 'vitest'
import type { Invocation, RuntimeApi } from '../runtime-api.ts'
import type { Connection } from '../wire/connection.ts'
import { streamedAnswer } from './answer.ts'

/** A Runtime API that takes pieces one at a time, as a test lets it. */
function slowApi() {
  const written: string[] = []
  const taken: (() => void)[] = []
  let end: () => void
  const reported = new Promise<void>((resolve) => (end = resolve))
  const connection = {
    ready: async () => {},
    write: (data) => {
      written.push(String(data))
      if (data === '0\r\n\r\n') end()
      return false
    },
    drained: () => new Promise((resolve) => taken.push(resolve)),
    keepAlive: () => {},
    close: () => {},
  } as Partial<Connection> as Connection
  const api = { startResponse: () => reported } as Partial<RuntimeApi> as RuntimeApi
  /** As a connection does whose exchange has ended. */
  const hangUp = (): void => {
    end()
    taken.splice(0).forEach((resolve) => resolve())
  }
  const answer = streamedAnswer({ api, connection }, {} as Invocation)
  return { answer, written, taken, hangUp }
}

const settled = async (promise: Promise<unknown>) =>
  Promise.race([promise.then(() => true), new Promise((resolve) => setImmediate(resolve, false))])

describe('a streamed answer', () => {
  it('takes no more than the Runtime API does', async () => {
    const { answer, written, taken } = slowApi()
    const first = answer.write('one')
    expect(await settled(first)).toBe(false)
    expect(written).toEqual(['3\r\none\r\n'])
    taken.shift()!()
    expect(await settled(first)).toBe(true)
    const second = answer.write(new Uint8Array([50]))
    expect(await settled(second)).toBe(false)
    expect(written).toEqual(['3\r\none\r\n', '1\r\n2\r\n'])
  })

  it('does not wait for a Runtime API that has hung up', async () => {
    const { answer, hangUp } = slowApi()
    const waiting = answer.write('one')
    expect(await settled(waiting)).toBe(false)
    hangUp()
    await waiting
    await expect(answer.write('two')).rejects.toThrow('takes no more of this answer')
  })

  it('takes nothing after its end', async () => {
    const { answer } = slowApi()
    await answer.end()
    await expect(answer.write('more')).rejects.toThrow('takes no more of this answer')
  })

  it('counts bytes, not letters', async () => {
    const { answer, written } = slowApi()
    void answer.write('€')
    await settled(Promise.resolve())
    expect(written).toEqual(['3\r\n€\r\n'])
  })
})
