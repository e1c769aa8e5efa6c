import { afterAll, describe, expect, it } from 'vitest'
import { functionUrl, httpApiV2, rest } from './events.ts'
import { FakeRuntimeApi } from '../support/runtime-api.ts'
import type { Received } from '../support/runtime-api.ts'
import { engines, Entries } from '../support/runtime-process.ts'

const entries = new Entries()
afterAll(() => entries[Symbol.dispose]())

const HTTP = 'application/vnd.awslambda.http-integration-response'
const TYPE = 'lambda-runtime-function-error-type'
const BODY = 'lambda-runtime-function-error-body'

describe.each(engines)('a streamed answer on %s', (engine) => {
  const start = (api: FakeRuntimeApi, handler: string, env: Record<string, string> = {}) =>
    entries.start(engine, 'streaming.ts', {
      ...env,
      AWS_LAMBDA_RUNTIME_API: api.address,
      _HANDLER: handler,
    })

  it('goes out in chunks, marked as streaming, with the invocation id', async () => {
    await using api = await FakeRuntimeApi.start()
    await using _process = start(api, 'written')
    const posted = await api.invoke({ name: 'Zoë' }, { 'Lambda-Runtime-Invocation-Id': 'inv-1' })
    expect(posted.path).toBe('/2018-06-01/runtime/invocation/id-1/response')
    expect(posted.headers).toMatchObject({
      'lambda-runtime-function-response-mode': 'streaming',
      'lambda-runtime-invocation-id': 'inv-1',
      'transfer-encoding': 'chunked',
      'content-type': 'text/plain',
      trailer: `${TYPE}, ${BODY}`,
    })
    expect(posted.body).toEqual(Buffer.concat([Buffer.from('hello Zoë, id-1 '), Buffer.of(0xfc)]))
    expect(posted.trailers).toEqual({})
  })

  it('goes out as it is written', async () => {
    await using api = await FakeRuntimeApi.start()
    await using _process = start(api, 'slowly')
    await api.hand({})
    const { answer } = await api.signal()
    await api.reading('first')
    answer({})
    expect((await api.posted()).body.toString()).toBe('firstsecond')
  })

  it.each([
    ['objects', '{"a":1}'],
    ['piped', 'abc'],
    ['pipedWithoutWaiting', 'abc'],
    ['readableStream', 'a web stream'],
    ['readable', 'a node stream'],
    ['generator', 'text, bytes{"json":true}'],
  ])('is made of %s', async (handler, body) => {
    await using api = await FakeRuntimeApi.start()
    await using _process = start(api, handler)
    for (const id of ['id-1', 'id-2']) {
      const posted = await api.invoke({})
      expect(posted.path).toBe(`/2018-06-01/runtime/invocation/${id}/response`)
      expect(posted.headers['content-type']).toBe('application/octet-stream')
      expect(posted.body.toString()).toBe(body)
      expect(posted.connection).toBe(1)
    }
  })

  it.each([
    [
      'managed',
      '{"statusCode":201,"headers":{"content-type":"text/plain"},"cookies":["a=1"]}',
      'body',
    ],
    [
      'http',
      '{"statusCode":201,"headers":{"content-type":"text/plain"},"cookies":["a=1"]}',
      'streamed',
    ],
    ['metadataOnly', '{"statusCode":204}', ''],
  ])('starts with status and headers: %s', async (handler, metadata, body) => {
    await using api = await FakeRuntimeApi.start()
    await using _process = start(api, handler)
    const posted = await api.invoke({})
    expect(posted.headers['content-type']).toBe(HTTP)
    expect(posted.body.toString()).toBe(`${metadata}${'\0'.repeat(8)}${body}`)
  })

  it('may be larger than a buffered one', async () => {
    await using api = await FakeRuntimeApi.start()
    await using _process = start(api, 'large')
    const { body } = await api.invoke({})
    expect(body.length).toBe(128 * 65_536)
    expect(body.every((byte, at) => byte === at >> 16)).toBe(true)
  })

  it.each([
    ['brokenGenerator', 'RangeError', 'in the middle: Ü'],
    ['brokenPipe', 'RangeError', 'in the middle: Ü'],
    ['brokenMeanwhile', 'RangeError', 'from a timer'],
    ['destroyed', 'Runtime.StreamNotFinished', expect.any(String)],
    ['neverEnded', 'Runtime.NodeJsExit', expect.any(String)],
    ['typeTooLate', 'Runtime.InvalidStreamingOperation', expect.any(String)],
  ])('ends with an error in its trailers: %s', async (handler, errorType, errorMessage) => {
    await using api = await FakeRuntimeApi.start()
    await using _process = start(api, handler)
    for (const id of ['id-1', 'id-2']) {
      const posted = await api.invoke({})
      expect(posted.path).toBe(`/2018-06-01/runtime/invocation/${id}/response`)
      expect(posted.body.toString()).toBe('before')
      expect(posted.trailers[TYPE]).toBe(
        errorType.includes('.') ? errorType : `Function.${errorType}`,
      )
      expect(errorOf(posted)).toMatchObject({ errorType, errorMessage })
    }
  })

  it('is an ordinary error where it fails before its first byte', async () => {
    await using api = await FakeRuntimeApi.start()
    await using _process = start(api, 'brokenFirst')
    const posted = await api.invoke({})
    expect(posted.path).toBe('/2018-06-01/runtime/invocation/id-1/error')
    expect(posted.headers).not.toHaveProperty('lambda-runtime-function-response-mode')
    expect(JSON.parse(posted.body.toString())).toMatchObject({ errorType: 'RangeError' })
  })

  it('that fails while its reader is slow is still reported, and the process goes on', async () => {
    await using api = await FakeRuntimeApi.start({ answersEarly: true })
    await using process = start(api, 'failsWaiting')
    await api.hand({ fails: true })
    const { answer } = await api.arrival()
    await process.printed('while it waits')
    const trailers = await new Promise<NodeJS.Dict<string>>((resolve) =>
      answer((request, response) => {
        request.resume().once('end', () => {
          resolve(request.trailers)
          // Later than whatever the runtime does once all of it is on its way.
          setImmediate(() => response.writeHead(202).end('{}'))
        })
      }),
    )
    expect(trailers['lambda-runtime-function-error-type']).toBe('Function.RangeError')
    await api.hand({ fails: false })
    const { received, answer: accept } = await api.arrival()
    accept({ status: 202 })
    expect(received.path).toBe('/2018-06-01/runtime/invocation/id-2/response')
  })

  it('whose handler throws at once is told of once', async () => {
    await using api = await FakeRuntimeApi.start()
    await using process = start(api, 'failsAtOnce')
    const posted = await api.invoke({ fails: true })
    expect(errorOf(posted)).toMatchObject({ errorMessage: 'at once' })
    expect((await api.invoke({ fails: false })).body.toString()).toBe('fine')
    expect(process.stdout()).not.toContain('Unhandled')
  })

  it.each(['endless', 'slowly'])(
    'that the Runtime API cuts off does not end the process: %s',
    async (handler) => {
      await using api = await FakeRuntimeApi.start({ answersEarly: true })
      await using process = start(api, handler)
      for (const id of ['id-1', 'id-2']) {
        await api.hand({})
        const post = await api.posted({
          status: 413,
          body: '{"errorType":"RequestEntityTooLarge"}',
        })
        expect(post.path).toBe(`/2018-06-01/runtime/invocation/${id}/response`)
        if (handler === 'slowly') (await api.signal()).answer({})
      }
      await api.hand({})
      expect(process.stdout()).toContain('RequestEntityTooLarge')
    },
  )

  it('whose connection is lost does not end the process either', async () => {
    await using api = await FakeRuntimeApi.start({ answersEarly: true })
    await using process = start(api, 'endless')
    for (const id of ['id-1', 'id-2']) {
      await api.hand({})
      const { received, answer } = await api.arrival()
      expect(received.path).toBe(`/2018-06-01/runtime/invocation/${id}/response`)
      answer(({ socket }) => socket.destroy())
    }
    await api.hand({})
    await process.printed('may be lost')
  })

  it('of fetch goes out as it is written where the endpoint streams', async () => {
    await using api = await FakeRuntimeApi.start()
    await using _process = start(api, 'app', { OCHE_RESPONSE_STREAMING: 'true' })
    const url = await api.invoke(functionUrl('/'))
    expect(url.headers['content-type']).toBe(HTTP)
    expect(url.body.toString()).toBe(
      '{"statusCode":206,"headers":{"content-type":"text/plain"},"cookies":["a=1","b=2"]}' +
        `${'\0'.repeat(8)}from fetch`,
    )
    const restApi = await api.invoke(rest('/'))
    expect(restApi.body.toString()).toBe(
      '{"statusCode":206,"headers":{"content-type":"text/plain"},' +
        `"multiValueHeaders":{"set-cookie":["a=1","b=2"]}}${'\0'.repeat(8)}from fetch`,
    )
    const empty = await api.invoke(functionUrl('/empty'))
    expect(empty.body.toString()).toBe(`{"statusCode":204,"headers":{}}${'\0'.repeat(8)}`)
    const httpApi = await api.invoke(httpApiV2('/'))
    expect(JSON.parse(httpApi.body.toString())).toMatchObject({
      statusCode: 206,
      body: 'from fetch',
    })
  })

  it('of fetch is read whole where the endpoint does not stream', async () => {
    await using api = await FakeRuntimeApi.start()
    await using _process = start(api, 'app')
    const { headers, body } = await api.invoke(functionUrl('/'))
    expect(headers).not.toHaveProperty('lambda-runtime-function-response-mode')
    expect(JSON.parse(body.toString())).toMatchObject({ statusCode: 206, body: 'from fetch' })
  })
})

function errorOf({ trailers }: Received): unknown {
  return JSON.parse(Buffer.from(trailers[BODY]!, 'base64').toString())
}
