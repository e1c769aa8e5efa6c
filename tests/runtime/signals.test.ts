import { afterAll, describe, expect, it } from 'vitest'
import { FakeRuntimeApi } from '../support/runtime-api.ts'
import { engines, Entries } from '../support/runtime-process.ts'

const entries = new Entries()
afterAll(() => entries[Symbol.dispose]())

const hasSignals = process.platform !== 'win32'

describe.skipIf(!hasSignals).each(engines)('a listener of SIGTERM, on %s', (engine) => {
  const start = (api: FakeRuntimeApi, handler: string, listen = 'on') =>
    entries.start(engine, 'signals.ts', {
      AWS_LAMBDA_RUNTIME_API: api.address,
      _HANDLER: handler,
      LISTEN: listen,
    })

  it('is told between invocations, which go on', async () => {
    await using api = await FakeRuntimeApi.start()
    await using process = start(api, 'times')
    for (const time of [1, 2]) {
      expect((await api.invoke({})).body.toString()).toBe(String(time - 1))
      process.child.kill('SIGTERM')
      await process.printed(`told of SIGTERM 15 ${time}`)
    }
    expect((await api.invoke({})).body.toString()).toBe('2')
  })

  it('is told in the middle of an invocation', async () => {
    await using api = await FakeRuntimeApi.start()
    await using process = start(api, 'waiting')
    await api.hand({})
    const { answer } = await api.signal()
    process.child.kill('SIGTERM')
    await process.printed('told of SIGTERM 15 1')
    answer({})
    expect((await api.posted()).body.toString()).toBe('1')
  })

  it('leaves the process to the system once it is gone', async () => {
    await using api = await FakeRuntimeApi.start()
    await using process = start(api, 'times', 'once')
    await api.invoke({})
    process.child.kill('SIGTERM')
    await process.printed('told of SIGTERM 15 1')
    process.child.kill('SIGTERM')
    expect(await process.exit).toEqual({ code: null, signal: 'SIGTERM' })
  })
})
