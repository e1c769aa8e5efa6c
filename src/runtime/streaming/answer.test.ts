import { describe, expect, it } from 'vitest'
import type { Invocation, RuntimeApi } from '../runtime-api.ts'
import type { Exchange } from '../wire/connection.ts'
import { streamedAnswer } from './answer.ts'

/** A Runtime API that takes pieces one at a time, as a test lets it. */
function slowApi() {
  const written: string[] = []
  const taken: (() => void)[] = []
  const hangUp = new AbortController()
  const response = new Promise<never>((_resolve, reject) => {
    hangUp.signal.addEventListener('abort', () => reject(new Error('cut')))
  })
  response.catch(() => {})
  const exchange: Exchange = {
    response,
    write: (data) => {
      written.push(String(data))
      return false
    },
    drained: () => new Promise((resolve) => taken.push(resolve)),
  }
  const api = {
    startResponse: async () => exchange,
    keepAlive: () => {},
    hangUp: () => {},
    settle: async () => {},
  } as Partial<RuntimeApi> as RuntimeApi
  return { answer: streamedAnswer(api, {} as Invocation), written, taken, hangUp }
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
    hangUp.abort()
    await waiting
    await expect(answer.write('two')).rejects.toThrow('takes no more of this answer')
  })

  it('takes nothing after its end', async () => {
    const { answer } = slowApi()
    await answer.end()
    await expect(answer.write('more')).rejects.toThrow('The answer has ended')
  })

  it('counts bytes, not letters', async () => {
    const { answer, written } = slowApi()
    void answer.write('€')
    await settled(Promise.resolve())
    expect(written).toEqual(['3\r\n€\r\n'])
  })
})
