import { afterAll, describe, expect, it } from 'vitest'
import { FakeRuntimeApi } from '../support/runtime-api.ts'
import { engines, Entries } from '../support/runtime-process.ts'

const entries = new Entries()
afterAll(() => entries[Symbol.dispose]())

describe.each(engines)('the loop on %s', (engine) => {
  const start = (api: FakeRuntimeApi, handler: string, env: Record<string, string> = {}) =>
    entries.start(engine, 'loop.ts', {
      ...env,
      AWS_LAMBDA_RUNTIME_API: api.address,
      _HANDLER: handler,
    })

  it('answers one invocation after the other over one connection', async () => {
    await using api = await FakeRuntimeApi.start()
    await using _process = start(api, 'echo')
    for (const event of [{ a: 1 }, 'ü', null, [1, 2], 'x'.repeat(500_000)]) {
      const posted = await api.invoke(JSON.stringify(event))
      expect(JSON.parse(posted.body.toString())).toEqual(event)
      expect(posted.connection).toBe(1)
    }
  })

  it('opens another connection where the Runtime API closes one after its answer', async () => {
    await using api = await FakeRuntimeApi.start()
    await using _process = start(api, 'echo')
    for (const connection of [1, 2, 3]) {
      await api.hand('1')
      const posted = await api.posted({ status: 202, headers: { Connection: 'close' } })
      expect(posted.connection).toBe(connection)
    }
  })

  it('does not rely on a connection that the Runtime API will close when it is idle', async () => {
    await using api = await FakeRuntimeApi.start()
    await using _process = start(api, 'echo')
    await api.hand('1', { 'Keep-Alive': 'timeout=5' })
    expect((await api.posted()).connection).toBe(2)
  })

  it('tells anything in the program which invocation it works for', async () => {
    await using api = await FakeRuntimeApi.start()
    await using _process = start(api, 'current')
    for (const id of ['id-1', 'id-2', 'id-3']) {
      const posted = await api.invoke({ n: id })
      expect(JSON.parse(posted.body.toString())).toEqual({ atLoad: null, event: { n: id }, id })
    }
  })

  it('does not mistake work that is left over for the next invocation’s', async () => {
    await using api = await FakeRuntimeApi.start()
    await using _process = start(api, 'leftOver')
    await api.invoke({})
    await api.invoke({})
    const posted = await api.invoke({})
    expect(JSON.parse(posted.body.toString())).toEqual(['id-2', 'id-3'])
  })

  it('puts the trace id where the X-Ray SDK looks for it', async () => {
    await using api = await FakeRuntimeApi.start()
    await using _process = start(api, 'trace')
    for (const trace of ['Root=1-2', 'Root=1-3', undefined]) {
      const posted = await api.invoke({}, { 'Lambda-Runtime-Trace-Id': trace ?? '' })
      expect(JSON.parse(posted.body.toString())).toBe(trace ?? null)
    }
  })

  it('leaves the trace id’s variable alone on instances that may run several', async () => {
    await using api = await FakeRuntimeApi.start()
    await using _process = start(api, 'trace', { AWS_LAMBDA_MAX_CONCURRENCY: '1' })
    const posted = await api.invoke({}, { 'Lambda-Runtime-Trace-Id': 'Root=1-2' })
    expect(JSON.parse(posted.body.toString())).toBeNull()
  })

  it('counts down to the deadline', async () => {
    await using api = await FakeRuntimeApi.start()
    await using _process = start(api, 'deadline')
    const { body } = await api.invoke({}, { 'Lambda-Runtime-Deadline-Ms': '1' })
    expect(JSON.parse(body.toString())).toEqual({ byMethod: 'past', byProperty: 'past' })
  })

  it('waits for the hooks of the initialisation', async () => {
    await using api = await FakeRuntimeApi.start()
    await using _process = start(api, 'initialised')
    const { body } = await api.invoke({})
    expect(JSON.parse(body.toString())).toEqual({
      hooks: ['first', 'second'],
      tooLate: 'onInit has to be called while the module is loaded',
    })
  })

  it.skipIf(process.platform === 'win32')('runs the hooks of the end on SIGTERM', async () => {
    await using api = await FakeRuntimeApi.start()
    await using process = start(api, 'echo', { SHUTDOWN: 'well' })
    await api.invoke({})
    process.child.kill('SIGTERM')
    expect(await process.exit).toEqual({ code: 0, signal: null })
    expect(process.stdout()).toContain('pool closed')
  })

  it.skipIf(process.platform === 'win32')('tells of a hook of the end that fails', async () => {
    await using api = await FakeRuntimeApi.start()
    await using process = start(api, 'echo', { SHUTDOWN: 'badly' })
    await api.invoke({})
    process.child.kill('SIGTERM')
    expect(await process.exit).toEqual({ code: 1, signal: null })
    expect(process.stdout()).toContain('pool stuck')
  })

  it('answers as many invocations at once as Lambda allows', async () => {
    await using api = await FakeRuntimeApi.start()
    await using process = start(api, 'together', { AWS_LAMBDA_MAX_CONCURRENCY: '3' })
    const events = ['a', 'b', 'c']
    for (const event of events)
      await api.hand({ event }, { 'Lambda-Runtime-Trace-Id': `Root=${event}` })
    const signals = [await api.signal(), await api.signal(), await api.signal()]
    for (const { answer } of signals.toReversed()) answer({})
    const answers: unknown[] = []
    while (answers.length < 3) {
      const { received } = await takePost(api)
      answers.push([received.path.split('/')[4], JSON.parse(received.body.toString())])
    }
    expect(answers.toSorted()).toEqual([
      ['id-1', { event: 'a', id: 'id-1', trace: null }],
      ['id-2', { event: 'b', id: 'id-2', trace: null }],
      ['id-3', { event: 'c', id: 'id-3', trace: null }],
    ])
    for (const id of ['id-1', 'id-2', 'id-3']) await process.printed(`\t${id}\tINFO\tworking`)
  })

  it('reports each of several invocations’ errors to the one it belongs to', async () => {
    await using api = await FakeRuntimeApi.start()
    await using _process = start(api, 'failTogether', { AWS_LAMBDA_MAX_CONCURRENCY: '2' })
    await api.hand({ name: 'one' })
    await api.hand({ name: 'two' })
    for (const { answer } of [await api.signal(), await api.signal()]) answer({})
    const posts = [await takePost(api), await takePost(api)]
    expect(
      posts
        .map(({ received }) => [
          received.path.split('/')[4],
          JSON.parse(received.body.toString()).errorMessage,
        ])
        .toSorted(),
    ).toEqual([
      ['id-1', 'one'],
      ['id-2', 'two'],
    ])
  })
})

/** The next post; polls that come in between wait. */
async function takePost(api: FakeRuntimeApi) {
  for (;;) {
    const arrival = await api.arrival()
    if (arrival.received.method === 'POST') return arrival
  }
}
