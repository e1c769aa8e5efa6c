import { afterEach, expect, it, vi } from 'vitest'
import { send } from './http.ts'
import { bootstrap, fn, start } from './support.ts'

afterEach(() => {
  vi.useRealTimers()
})

/** What has come is looked at. */
const turn = () => new Promise((resolve) => setImmediate(resolve))

it('a process that has answered is waited for by each invocation for as long, before another is started', async () => {
  await using local = await start(fn({ executable: bootstrap('puppet.sh'), timeout: 60 }))
  const invoke = () => local.lambda.invoke('f', '{}')
  void invoke()
  const { line } = await local.event('log', (event) => event.line.startsWith('api '))
  const api = `http://${line.split(' ')[1]}/2018-06-01/runtime/invocation`
  const answerNext = async () => {
    const { headers } = await send(`${api}/next`)
    const id = String(headers['lambda-runtime-aws-request-id'])
    await send(`${api}/${id}/response`, { body: '"ok"' })
  }
  await answerNext()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  void invoke()
  await turn()
  vi.advanceTimersByTime(15)
  await answerNext()
  void invoke()
  await turn()
  vi.advanceTimersByTime(15)
  expect(local.lambda.environments()).toHaveLength(1)
  vi.advanceTimersByTime(30)
  expect(local.lambda.environments()).toHaveLength(2)
  vi.useRealTimers()
})
