import { connect } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { FakeRuntimeApi } from '../support/runtime-api.ts'
import type { Answer, Misbehave } from '../support/runtime-api.ts'
import { engines, Entries } from '../support/runtime-process.ts'

const entries = new Entries()
afterAll(() => entries[Symbol.dispose]())

const NEXT = '/2018-06-01/runtime/invocation/next'

const closes: Misbehave = ({ socket }) => socket.destroy()
const garbage: Misbehave = ({ socket }) => socket.end('220 mail.example.com ESMTP\r\n')
const halfAnHead: Misbehave = ({ socket }) => socket.end('HTTP/1.1 200 OK\r\nContent-Le')
const halfABody: Misbehave = ({ socket }) =>
  socket.end('HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: x\r\nContent-Length: 9\r\n\r\n{}')
const badLength: Misbehave = ({ socket }) =>
  socket.end('HTTP/1.1 202 Accepted\r\nContent-Length: -1\r\n\r\n')

describe.each(engines)('the runtime on %s', (engine) => {
  const start = (api: FakeRuntimeApi, handler: string, fixture = 'faults.ts') =>
    entries.start(engine, fixture, { AWS_LAMBDA_RUNTIME_API: api.address, _HANDLER: handler })

  it.each([
    ['string', { errorType: 'string', errorMessage: 'just text' }],
    ['number', { errorType: 'number', errorMessage: '42' }],
    ['null', { errorType: 'null', errorMessage: 'null' }],
    ['undefined', { errorType: 'undefined', errorMessage: 'undefined' }],
    ['object', { errorType: 'object', errorMessage: '{"code":7}' }],
    ['unreadable', { errorType: 'Error', errorMessage: 'The error cannot be read' }],
    ['withoutStack', { errorType: 'Error', errorMessage: 'bare', stackTrace: [] }],
    ['circular', { errorType: 'Runtime.MarshalError' }],
    ['bigint', { errorType: 'Runtime.MarshalError' }],
    ['failingToJson', { errorType: 'Runtime.MarshalError' }],
    ['rejection', { errorType: 'Runtime.UnhandledPromiseRejection' }],
    ['laterRejection', { errorType: 'Runtime.UnhandledPromiseRejection' }],
    ['exception', { errorType: 'RangeError', errorMessage: 'from a timer' }],
  ])('reports %s as that invocation’s error and goes on', async (handler, error) => {
    await using api = await FakeRuntimeApi.start()
    await using _process = start(api, handler)
    for (const id of ['id-1', 'id-2']) {
      const posted = await api.invoke({})
      expect(posted.path).toBe(`/2018-06-01/runtime/invocation/${id}/error`)
      expect(JSON.parse(posted.body.toString())).toMatchObject(error)
    }
  })

  it('answers null for a value that JSON leaves out', async () => {
    await using api = await FakeRuntimeApi.start()
    await using _process = start(api, 'symbol')
    expect((await api.invoke({})).body.toString()).toBe('null')
  })

  it('reports a handler that waits for nothing, and goes on', async () => {
    await using api = await FakeRuntimeApi.start()
    await using _process = start(api, 'nothing', 'waiting.ts')
    for (const id of ['id-1', 'id-2']) {
      const posted = await api.invoke({})
      expect(posted.path).toBe(`/2018-06-01/runtime/invocation/${id}/error`)
      expect(JSON.parse(posted.body.toString())).toMatchObject({ errorType: 'Runtime.NodeJsExit' })
    }
  })

  it.each(['timer', 'file', 'digest', 'key', 'gzip', 'lookup'])(
    'waits for what a handler waits for: %s',
    async (handler) => {
      await using api = await FakeRuntimeApi.start()
      await using _process = start(api, handler, 'waiting.ts')
      expect((await api.invoke({})).body.toString()).toBe('"done"')
    },
  )

  // The small engine refuses them when it is built: tests/suites/engine/build.suite.ts.
  it.skipIf(engine === 'quickjs').each(['child', 'server', 'worker'])(
    'waits for what a handler waits for: %s',
    async (handler) => {
      await using api = await FakeRuntimeApi.start()
      await using _process = start(api, handler, 'waiting-for-others.ts')
      expect((await api.invoke({})).body.toString()).toBe('"done"')
    },
  )

  it('logs a rejection between two invocations and goes on', async () => {
    await using api = await FakeRuntimeApi.start()
    await using process = start(api, 'laterRejectionAfterAnswer')
    await api.invoke({})
    const next = await api.arrival()
    ;(await api.signal()).answer({})
    await process.printed('between two')
    next.answer({ headers: { 'Lambda-Runtime-Aws-Request-Id': 'id-2' }, body: '{}' })
    expect((await api.posted()).path).toContain('/id-2/response')
  })

  it('ends after an exception between two invocations', async () => {
    await using api = await FakeRuntimeApi.start()
    await using process = start(api, 'laterExceptionAfterAnswer')
    await api.invoke({})
    await api.arrival()
    ;(await api.signal()).answer({})
    expect(await process.exit).toEqual({ code: 1, signal: null })
    expect(process.stdout()).toContain('between two')
  })

  it('posts a result that is too large and goes on when it is refused', async () => {
    await using api = await FakeRuntimeApi.start()
    await using process = start(api, 'large')
    for (const id of ['id-1', 'id-2']) {
      await api.hand({})
      const posted = await api.posted({
        status: 413,
        body: '{"errorMessage":"Exceeded maximum allowed payload size (6291556 bytes).","errorType":"RequestEntityTooLarge"}',
      })
      expect(posted.path).toBe(`/2018-06-01/runtime/invocation/${id}/response`)
      expect(posted.body.length).toBe(7 * 1024 * 1024 + 2)
    }
    await process.printed('RequestEntityTooLarge')
  })

  it.each<[string, Answer | Misbehave, string]>([
    ['400', { status: 400, body: '{"errorType":"InvalidRequestID"}' }, 'InvalidRequestID'],
    [
      '403',
      { status: 403, body: '{"errorType":"InvalidStateTransition"}' },
      'InvalidStateTransition',
    ],
    ['410', { status: 410, body: '{"errorType":"InvokeTimeout"}' }, 'InvokeTimeout'],
    ['a close', closes, 'may be lost'],
    ['garbage', garbage, 'may be lost'],
    ['half a head', halfAnHead, 'may be lost'],
    ['a length that is none', badLength, 'may be lost'],
  ])(
    'goes on when a post is answered by %s, and does not post again',
    async (_, answer, logged) => {
      for (const handler of ['echo', 'string']) {
        await using api = await FakeRuntimeApi.start()
        await using process = start(api, handler)
        await api.hand({})
        const post = await api.arrival()
        expect(post.received.path).toMatch(handler === 'echo' ? /response$/ : /error$/)
        post.answer(answer)
        await process.printed(logged)
        const id = await api.hand({})
        expect((await api.posted()).path).toContain(id)
      }
    },
  )

  it.each<[string, Answer | Misbehave, string]>([
    [
      '500 to a post',
      { status: 500, body: '{"errorType":"InternalServerError"}' },
      'InternalServerError',
    ],
    ['503 to a post', { status: 503, body: 'busy' }, 'busy'],
  ])('ends after %s', async (_, answer, logged) => {
    await using api = await FakeRuntimeApi.start()
    await using process = start(api, 'echo')
    await api.hand({})
    ;(await api.arrival()).answer(answer)
    expect(await process.exit).toEqual({ code: 1, signal: null })
    expect(process.stdout()).toContain(logged)
  })

  it.each<[string, Answer | Misbehave, string]>([
    [
      '403',
      { status: 403, body: '{"errorType":"InvalidStateTransition"}' },
      'InvalidStateTransition',
    ],
    ['500', { status: 500, body: 'oh' }, 'oh'],
    ['no request id', { body: '{}' }, 'lambda-runtime-aws-request-id'],
    ['garbage', garbage, 'not HTTP'],
  ])('ends when next is answered by %s', async (_, answer, logged) => {
    await using api = await FakeRuntimeApi.start()
    await using process = start(api, 'echo')
    ;(await api.arrival()).answer(answer)
    expect(await process.exit).toEqual({ code: 1, signal: null })
    expect(process.stdout()).toContain(logged)
  })

  it.each([
    ['closes', closes],
    ['breaks off in a head', halfAnHead],
    ['breaks off in a body', halfABody],
  ])('asks for the next invocation again when the Runtime API %s', async (_, misbehave) => {
    await using api = await FakeRuntimeApi.start()
    await using _process = start(api, 'echo')
    const { received, answer } = await api.arrival()
    expect(received.path).toBe(NEXT)
    answer(misbehave)
    expect((await api.invoke('1')).body.toString()).toBe('1')
  })

  it('ends when there is no Runtime API', async () => {
    const api = await FakeRuntimeApi.start()
    const address = api.address
    await api[Symbol.asyncDispose]()
    await using process = entries.start(engine, 'faults.ts', { AWS_LAMBDA_RUNTIME_API: address })
    expect(await process.exit).toEqual({ code: 1, signal: null })
    await expect(reachable(address)).resolves.toBe(false)
  })

  it('says what is missing when it is started by hand', async () => {
    await using process = entries.start(engine, 'faults.ts', {})
    expect(await process.exit).toEqual({ code: 1, signal: null })
    expect(process.stderr()).toContain('AWS_LAMBDA_RUNTIME_API is not set')
  })

  it.each([
    ['init-throws.ts', '', 'RangeError', 'while loading'],
    ['init-fault.ts', '', 'RangeError', 'from a timer while loading'],
    ['init-hook-throws.ts', '', 'RangeError', 'in a hook'],
    ['init-callback.ts', '', 'Runtime.CallbackHandlerDeprecated', 'async (event, context)'],
    ['init-nothing.ts', '', 'Runtime.HandlerNotFound', 'it exports {answer}'],
    ['faults.ts', 'nobody', 'Runtime.HandlerNotFound', '"nobody"'],
  ])(
    'reports an initialisation that fails, and ends: %s %s',
    async (fixture, handler, type, text) => {
      await using api = await FakeRuntimeApi.start()
      await using process = start(api, handler, fixture)
      const posted = await api.posted()
      expect(posted.path).toBe('/2018-06-01/runtime/init/error')
      expect(JSON.parse(posted.body.toString())).toMatchObject({
        errorType: type,
        errorMessage: expect.stringContaining(text),
      })
      expect(await process.exit).toEqual({ code: 1, signal: null })
      expect(process.stdout()).toContain('Init Error')
    },
  )

  it('ends as well where the Runtime API does not take the error of the initialisation', async () => {
    await using api = await FakeRuntimeApi.start()
    await using process = start(api, '', 'init-throws.ts')
    await api.posted({ status: 500 })
    expect(await process.exit).toEqual({ code: 1, signal: null })
  })
})

function reachable(address: string): Promise<boolean> {
  const [host, port] = address.split(':')
  return new Promise((resolve) => {
    const socket = connect(Number(port), host)
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
