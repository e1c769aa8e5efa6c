import { expect, it } from 'vitest'
import { runBatch } from './batch.ts'

it('as many as asked for are sent, and no more at once', async () => {
  let running = 0
  let most = 0
  const result = await runBatch(
    async () => {
      most = Math.max(most, ++running)
      await Promise.resolve()
      running--
      return true
    },
    { count: 20, concurrency: 4 },
  )
  expect(result).toMatchObject({ sent: 20, failed: 0 })
  expect(result.durationsMs).toHaveLength(20)
  expect(most).toBe(4)
})

it('what fails is counted, and no reason to stop', async () => {
  let count = 0
  const send = () => (++count % 2 === 0 ? Promise.resolve(false) : Promise.reject(new Error('no')))
  expect(await runBatch(send, { count: 6, concurrency: 1 })).toMatchObject({ sent: 6, failed: 6 })
})

it('once it is stopped nothing more is sent', async () => {
  const stop = new AbortController()
  const result = await runBatch(() => Promise.resolve(true), {
    count: 100,
    concurrency: 2,
    signal: stop.signal,
    onProgress: ({ sent }) => sent === 10 && stop.abort(),
  })
  expect(result.sent).toBeLessThan(13)
})
