import { describe, expect, it } from 'vitest'
import { startLocalLambda } from '../../src/local/index.ts'
import { send } from './http.ts'
import { bootstrap, fn, start } from './support.ts'

describe('the local Lambda', () => {
  it.each(['url', 'http-api', 'rest', 'alb'] as const)(
    'goes on after an answer that no HTTP connection can carry, behind %s',
    async (http) => {
      await using local = await start(fn({ executable: bootstrap('answers'), http }))
      const { url } = local
      const address = http === 'rest' ? `${url}/prod/` : `${url}/`
      for (const headers of [{ 'x-a': 'one\ntwo' }, { 'a b': '1' }, { 'x-b': '\u0000\u{1f600}' }]) {
        const result = JSON.stringify({ statusCode: 200, headers, body: 'x' })
        const reply = await send(address, { body: JSON.stringify({ result }) })
        expect(reply.status).toBeGreaterThanOrEqual(500)
      }
      expect(local.events.filter(({ type }) => type === 'bug')).toEqual([])
      const fine = { result: JSON.stringify({ statusCode: 200, body: 'fine' }) }
      expect((await send(address, { body: JSON.stringify(fine) })).status).toBe(200)
    },
  )

  it('does its work where a listener throws, who hears of it as of any uncaught exception', async () => {
    const kept = process.rawListeners('uncaughtException')
    process.removeAllListeners('uncaughtException')
    const caught: unknown[] = []
    process.on('uncaughtException', (thrown) => caught.push(thrown))
    try {
      await using lambda = await startLocalLambda({
        functions: [fn()],
        onEvent: ({ type }) => {
          throw new Error(`no ${type}`)
        },
      })
      const { payload, logs } = await lambda.invoke('f', '{"a":1}')
      expect(payload.toString()).toBe('{"a":1}')
      expect(logs.map((line) => line.split(' ')[0])).toEqual(['START', 'END', 'REPORT'])
      expect(caught).not.toEqual([])
    } finally {
      process.removeAllListeners('uncaughtException')
      for (const listener of kept) process.on('uncaughtException', listener as () => void)
    }
  })

  it('closes at once where a listener closes it in the middle of a start', async () => {
    let closed: Promise<void> | undefined
    const lambda = await startLocalLambda({
      functions: [fn({ executable: bootstrap('exits.sh') })],
      onEvent: ({ type, ...event }) => {
        const isStart = type === 'platform' && 'line' in event && event.line.startsWith('START')
        if (isStart) closed ??= lambda.close()
      },
    })
    const { functionError } = await lambda.invoke('f', '{}')
    expect(functionError).toBe('Unhandled')
    await closed
  })
})
