import { afterAll, describe, expect, it } from 'vitest'
import { FakeRuntimeApi } from '../support/runtime-api.ts'
import type { Received } from '../support/runtime-api.ts'
import { Entries, serving as engines } from '../support/runtime-process.ts'
import { functionUrl, rest } from './events.ts'

const entries = new Entries()
afterAll(() => entries[Symbol.dispose]())

const STREAMS = { OCHE_RESPONSE_STREAMING: 'true' }

interface Told {
  method: string
  url: string
  headers: Record<string, string>
  [name: string]: unknown
}

const post = (path: string, body: string, more: object = {}) => {
  const event = functionUrl(path)
  const { http } = event.requestContext
  return {
    ...event,
    headers: { ...event.headers, 'x-own': 'ä', 'content-length': '999', connection: 'close' },
    requestContext: { ...event.requestContext, http: { ...http, method: 'POST' } },
    rawQueryString: 'a=1&a=2',
    body,
    ...more,
  }
}

describe.each(engines)('a request listener on %s', (engine) => {
  const start = (api: FakeRuntimeApi, handler: string, env: Record<string, string> = {}) =>
    entries.start(engine, 'listener.ts', {
      ...env,
      AWS_LAMBDA_RUNTIME_API: api.address,
      _HANDLER: handler,
    })

  async function invoke(handler: string, event: object, env: Record<string, string> = {}) {
    await using api = await FakeRuntimeApi.start()
    await using _process = start(api, handler, env)
    return await api.invoke(event)
  }

  const result = async (handler: string, event: object) =>
    JSON.parse((await invoke(handler, event)).body.toString()) as {
      statusCode: number
      headers: Record<string, string>
      cookies?: string[]
      body: string
      isBase64Encoded: boolean
    }

  it.each(['plain', 'async', 'withNext', 'server', 'listening'])(
    'gets the client’s request and answers it: %s',
    async (handler) => {
      const event = post('/items/%C3%A4', Buffer.from('hello\xff', 'latin1').toString('base64'), {
        isBase64Encoded: true,
      })
      const { statusCode, headers, cookies, body, isBase64Encoded } = await result(handler, event)
      expect({ statusCode, cookies, isBase64Encoded }).toEqual({
        statusCode: 201,
        cookies: ['a=1', 'b=2'],
        isBase64Encoded: false,
      })
      expect(Object.keys(headers)).toEqual(['content-type'])
      const told = JSON.parse(body) as Told
      expect(told).toMatchObject({
        method: 'POST',
        url: '/items/%C3%A4?a=1&a=2',
        raw: [],
        ip: '203.0.113.24',
        encrypted: true,
        bytes: 6,
        last: 255,
        requestId: 'id-1',
      })
      expect(told.headers).toMatchObject({
        host: 'abcdefghijklmnopqrstuvwxyz012345.lambda-url.us-east-1.on.aws',
        'x-own': Buffer.from('ä').toString('latin1'),
        'content-length': '6',
      })
      expect(Object.keys(told.headers).filter((name) => name.startsWith('oche'))).toEqual([])
    },
  )

  it('answers what has no body, bytes, much, and what is compressed', async () => {
    expect(await result('empty', functionUrl('/'))).toMatchObject({ statusCode: 204, body: '' })
    expect(await result('bytes', functionUrl('/'))).toMatchObject({
      body: Buffer.from([0, 255]).toString('base64'),
      isBase64Encoded: true,
    })
    expect((await result('large', functionUrl('/'))).body).toHaveLength(1_500_000)
    expect(await result('compressed', rest('/'))).toMatchObject({
      headers: { 'content-encoding': 'gzip' },
      body: Buffer.from([31, 139, 8]).toString('base64'),
    })
    const head = functionUrl('/')
    head.requestContext.http.method = 'HEAD'
    expect(await result('head', head)).toMatchObject({ statusCode: 200, body: '' })
  })

  it.each([
    ['throws', 'RangeError', 'at once'],
    ['rejects', 'Runtime.UnhandledPromiseRejection', 'later'],
    ['destroys', 'Error', ''],
  ])('that %s fails its own request only', async (handler, type, message) => {
    await using api = await FakeRuntimeApi.start()
    await using process = start(api, handler)
    for (const id of ['id-1', 'id-2']) {
      const posted = await api.invoke(functionUrl('/'))
      expect(posted.path).toBe(`/2018-06-01/runtime/invocation/${id}/error`)
      const error = JSON.parse(posted.body.toString()) as Record<string, string>
      expect(error['errorType']).toContain(type)
      expect(error['errorMessage']).toContain(message)
    }
    expect(process.child.exitCode).toBeNull()
  })

  it.each([
    [{ Records: [] }, '{Records}'],
    [{}, '{}'],
  ])('says that other events are none of it: %j', async (event, told) => {
    const posted = await invoke('plain', event)
    expect(posted.body.toString()).toContain(`Only HTTP requests are taken, not ${told}: export`)
  })

  it('streams where its endpoint does', async () => {
    const posted = await invoke('slowly', functionUrl('/'), STREAMS)
    expect(posted.headers['lambda-runtime-function-response-mode']).toBe('streaming')
    expect(bodyOf(posted)).toBe('first, second')
    const cut = await invoke('destroys', functionUrl('/'), STREAMS)
    expect(bodyOf(cut)).toBe('some')
    expect(cut.trailers['lambda-runtime-function-error-type']).toBeDefined()
  })

  it('knows its own invocation where several run at once', async () => {
    await using api = await FakeRuntimeApi.start()
    await using _process = start(api, 'together', { AWS_LAMBDA_MAX_CONCURRENCY: '2' })
    const bodies = await Promise.all(
      ['/one', '/two'].map(async (path) => {
        const posted = await api.invoke(functionUrl(path))
        return (JSON.parse(posted.body.toString()) as { body: string }).body
      }),
    )
    expect(bodies.toSorted()).toEqual(['/one id-1', '/two id-2'])
  })
})

describe.each(engines)('a fetch handler on %s', (engine) => {
  async function invoke(handler: string, env: Record<string, string> = {}) {
    await using api = await FakeRuntimeApi.start()
    await using process = entries.start(engine, 'listener.ts', {
      ...env,
      AWS_LAMBDA_RUNTIME_API: api.address,
      _HANDLER: handler,
    })
    const posted = await api.invoke(functionUrl('/'))
    return { posted, stdout: process.stdout() }
  }

  it.each([
    ['text', 'text/plain;charset=UTF-8'],
    ['textOfJson', 'application/json'],
    ['textOfBytes', undefined],
    ['nothing', undefined],
  ])('gives the content type that its body has by the standard: %s', async (handler, type) => {
    const { posted } = await invoke(handler)
    const { headers } = JSON.parse(posted.body.toString()) as { headers: Record<string, string> }
    expect(headers['content-type']).toBe(type)
    const streamed = (await invoke(handler, STREAMS)).posted.body.toString()
    const prelude = JSON.parse(streamed.split('\0')[0]!) as { headers: Record<string, string> }
    expect(prelude.headers['content-type']).toBe(type)
  })

  it.each([{}, STREAMS])('fails where its response has been read already: %o', async (env) => {
    const { posted } = await invoke('read', env)
    expect(posted.path).toMatch(/\/error$/)
    expect(posted.body.toString()).toMatch(/TypeError/)
  })

  it('tells that routes of Bun.serve are not served', async () => {
    const { posted, stdout } = await invoke('routes')
    expect((JSON.parse(posted.body.toString()) as { body: string }).body).toBe('fetch')
    expect(stdout.split('\n').filter((line) => line.includes('"routes"'))).toHaveLength(1)
  })
})

function bodyOf({ body }: Received): string {
  return body.toString().split('\0').at(-1)!
}
