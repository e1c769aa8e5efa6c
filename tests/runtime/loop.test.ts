import { afterAll, describe, expect, it } from 'vitest'
import { FakeRuntimeApi } from '../support/runtime-api.ts'
import { engines, Entries } from '../support/runtime-process.ts'

const entries = new Entries()
afterAll(() => entries[Symbol.dispose]())

describe.each(engines)('the loop on %s', (engine) => {
  const start = (api: FakeRuntimeApi, handler: string) =>
    entries.start(engine, 'faults.ts', { AWS_LAMBDA_RUNTIME_API: api.address, _HANDLER: handler })

  it('answers one invocation after the other over one connection', async () => {
    await using api = await FakeRuntimeApi.start()
    await using _process = start(api, 'echo')
    for (const event of [{ a: 1 }, 'ü', null, [1, 2]]) {
      const posted = await api.invoke(JSON.stringify(event))
      expect(JSON.parse(posted.body.toString())).toEqual(event)
      expect(posted.connection).toBe(1)
    }
  })

  it.each([
    ['rejection', 'Runtime.UnhandledPromiseRejection', 'TypeError: left behind'],
    ['laterRejection', 'Runtime.UnhandledPromiseRejection', 'TypeError: left behind'],
    ['exception', 'RangeError', 'from a timer'],
    ['string', 'string', 'just text'],
    ['circular', 'Runtime.MarshalError', expect.stringMatching(/circular|cyclic/i)],
    ['bigint', 'Runtime.MarshalError', expect.stringMatching(/BigInt/i)],
  ])('reports %s as that invocation’s error and goes on', async (handler, errorType, message) => {
    await using api = await FakeRuntimeApi.start()
    await using _process = start(api, handler)
    for (const id of ['id-1', 'id-2']) {
      const posted = await api.invoke({})
      expect(posted.path).toBe(`/2018-06-01/runtime/invocation/${id}/error`)
      expect(JSON.parse(posted.body.toString())).toMatchObject({ errorType, errorMessage: message })
    }
  })
})
