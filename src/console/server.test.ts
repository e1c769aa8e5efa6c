import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { request } from 'node:http'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Recording, type LocalLambda } from '../local/index.ts'
import { startConsole, type RunningConsole } from './server.ts'
import type { ConsoleHost, FunctionView } from './types.ts'

const root = mkdtempSync(join(tmpdir(), 'oche-console-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const recording = new Recording()
const items: FunctionView = {
  name: 'items',
  url: undefined,
  endpoint: 'none',
  routes: [],
  triggers: [],
  settings: [],
  variables: ['KEY'],
  build: undefined,
}
const invoked: string[] = []
const urls: Record<string, string> = {}
const listeners = new Set<() => void>()
const host: ConsoleHost = {
  recording,
  env: {},
  lambda: () =>
    ({
      url: 'http://127.0.0.1:3000',
      urls,
      invoke: (name: string, event: string) => {
        invoked.push(`${name} ${event}`)
        return Promise.resolve({})
      },
    }) as unknown as LocalLambda,
  environments: () => [],
  project: () => ({ name: 'shop', root }),
  functions: () => [items],
  variables: (name) => (name === 'items' ? { KEY: 'secret' } : undefined),
  restart: () => ({ ended: 1, finishing: 0 }),
  onFunctions: (listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}

let page: RunningConsole
const bugs: string[] = []
beforeAll(async () => {
  page = await startConsole({ host, onBug: (message) => bugs.push(message) })
})
afterAll(async () => {
  await page.close()
  expect(bugs).toEqual([])
})

interface Answer {
  status: number
  body: string
  headers: NodeJS.Dict<string | string[]>
}

/** As any program may ask, with whatever headers. */
function ask(
  path: string,
  { method = 'GET', headers = {}, body = '' }: { method?: string; headers?: object; body?: string },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({
      host: '127.0.0.1',
      port: page.port,
      path,
      method,
      headers: { ...headers },
    })
    sent.on('error', reject)
    sent.on('response', (response) => {
      let text = ''
      response.on('data', (chunk) => (text += chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode!, body: text, headers: response.headers }),
      )
    })
    sent.end(body)
  })
}

const authorization = () => ({ authorization: `Bearer ${page.token}` })
const call = async (path: string, body?: unknown) => {
  const method = body === undefined ? 'GET' : 'POST'
  const answer = await ask(path, { method, headers: authorization(), body: JSON.stringify(body) })
  return { ...answer, value: JSON.parse(answer.body) as any }
}

describe('the console', () => {
  it('has an address that keeps its token from servers', () => {
    expect(page.url).toBe(`http://127.0.0.1:${page.port}/#token=${page.token}`)
    expect(page.token.length).toBeGreaterThanOrEqual(32)
  })

  it.each([
    ['without a token', {}],
    ['with a wrong one', { authorization: 'Bearer no' }],
    ['with the token in a cookie', { cookie: 'token=TOKEN' }],
  ])('answers nothing %s', async (_, headers) => {
    const text = JSON.stringify(headers).replace('TOKEN', page.token)
    for (const method of ['GET', 'POST']) {
      for (const path of ['/api/state', '/api/changes', '/api/send', '/api/nothing']) {
        const answer = await ask(path, { method, headers: JSON.parse(text) as object })
        expect(answer.status).toBe(401)
        expect(answer.body).not.toContain('items')
      }
    }
  })

  it.each([
    ['a name of another', { host: 'evil.example' }],
    ['another origin', { origin: 'http://evil.example' }],
    ['no origin to speak of', { origin: 'null' }],
    ['another page', { 'sec-fetch-site': 'cross-site' }],
  ])('refuses calls from %s, whatever their token', async (_, headers) => {
    const answer = await ask('/api/state', { headers: { ...authorization(), ...headers } })
    expect(answer.status).toBe(403)
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  })

  it('gives its token once for a ticket, and only to its own page', async () => {
    const ticketUrl = page.ticketUrl()
    expect(ticketUrl).not.toContain(page.token)
    const body = JSON.stringify({ ticket: ticketUrl.split('ticket=')[1] })
    const take = (headers: object = {}) => ask('/api/token', { method: 'POST', headers, body })
    expect((await take({ origin: 'http://evil.example' })).status).toBe(403)
    expect((await take({ host: 'evil.example' })).status).toBe(403)
    expect(await take()).toMatchObject({ status: 200, body: JSON.stringify({ token: page.token }) })
    expect(await take()).toMatchObject({ status: 401 })
    const guessed = await ask('/api/token', { method: 'POST', body: '{"ticket":"guessed"}' })
    expect(guessed.status).toBe(401)
  })

  it('lets no preflight pass', async () => {
    const headers = { origin: 'http://evil.example', 'access-control-request-method': 'POST' }
    const answer = await ask('/api/send', { method: 'OPTIONS', headers })
    expect(answer.status).toBe(403)
    expect(answer.headers['access-control-allow-headers']).toBeUndefined()
  })

  it('forbids what a page need not do, on every answer', async () => {
    for (const path of [
      '/',
      '/api/state',
      '/nothing',
      '/../package.json',
      '/%2e%2e/package.json',
    ]) {
      const { headers, body } = await ask(path, {})
      expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'")
      expect(headers['referrer-policy']).toBe('no-referrer')
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(body).not.toContain('"dependencies"')
    }
  })

  it('tells names of variables, and values only where they are asked for', async () => {
    const { value, body } = await call('/api/state')
    expect(value).toMatchObject({ project: 'shop', functions: [{ variables: ['KEY'] }] })
    expect(body).not.toContain('secret')
    const { value: asked } = await call('/api/functions/items/variables')
    expect(asked).toEqual({ variables: { KEY: 'secret' } })
  })

  it('sends an event', async () => {
    expect(await call('/api/send', { function: 'items', event: '{"a":1}' })).toMatchObject({
      value: {},
    })
    expect(invoked).toEqual(['items {"a":1}'])
  })

  it('says what is wrong with a call', async () => {
    const malformed = await call('/api/send', { function: 3 })
    expect(malformed).toMatchObject({ status: 400, value: { error: { code: 'CONSOLE_REFUSED' } } })
    const absent = await call('/api/request', {
      function: 'items',
      method: 'GET',
      target: '/',
      headers: [],
      body: '',
    })
    expect(absent.value.error.message).toBe('items has no endpoint')
    const split = await call('/api/request', {
      function: 'items',
      method: 'GET',
      target: '/ HTTP/1.1\r\nX: y',
      headers: [],
      body: '',
    })
    expect(split.status).toBe(400)
    expect(await call('/api/invocations/77')).toMatchObject({
      status: 404,
      value: { error: { code: 'CONSOLE_NOT_FOUND' } },
    })
  })

  it.each(['GET //', 'GET http://[', 'OPTIONS *', 'POST /api/token', 'GET /%'])(
    'takes what nobody with a browser would send for no bug of its own: %s',
    async (line) => {
      const answer = await new Promise<string>((resolve) => {
        let told = ''
        const socket = connect(page.port, '127.0.0.1', () =>
          socket.end(
            `${line} HTTP/1.1\r\nHost: 127.0.0.1:${page.port}\r\nConnection: close\r\n` +
              'Content-Length: 4\r\n\r\nnull',
          ),
        )
        socket.on('data', (chunk) => (told += String(chunk)))
        socket.on('close', () => resolve(told))
      })
      expect(answer).toMatch(/^HTTP\/1.1 4\d\d /)
      expect(bugs).toEqual([])
    },
  )

  it('takes a caller that goes away in the middle of a call for no bug of its own', async () => {
    const socket = connect(page.port, '127.0.0.1')
    await once(socket, 'connect')
    const head = `POST /api/token HTTP/1.1\r\nHost: 127.0.0.1:${page.port}\r\n`
    socket.write(`${head}Content-Length: 9\r\n\r\n{`)
    await call('/api/state')
    socket.destroy()
    await call('/api/state')
    expect(bugs).toEqual([])
  })

  it('says what cannot be a request, and that an endpoint went away', async () => {
    const gone = createServer((socket) => socket.once('data', () => socket.destroy()))
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve))
    urls['items'] = `http://127.0.0.1:${(gone.address() as AddressInfo).port}`
    const asked = { function: 'items', method: 'GET', target: '/', headers: [], body: '' }
    const refused = async (change: object) => {
      const { status, value } = await call('/api/request', { ...asked, ...change })
      return { status, ...value.error }
    }
    try {
      for (const change of [
        { headers: [['x', 'a\nb']] },
        { headers: [['x', '€']] },
        { headers: [['a b', '']] },
        { method: 'CONNECT' },
        {},
      ]) {
        expect(await refused(change)).toMatchObject({ status: 400, code: 'CONSOLE_REFUSED' })
      }
      expect((await refused({})).message).toContain('the endpoint did not answer')
    } finally {
      delete urls['items']
      gone.close()
    }
  })

  it('begins no batch of what cannot be sent', async () => {
    const many = { count: 100, concurrency: 4 }
    for (const what of [
      { type: 'event', function: 'items', event: '{' },
      { type: 'request', function: 'items', method: 'GET', target: '/', headers: [], body: '' },
    ]) {
      const { status, value } = await call('/api/batch', { what, ...many })
      expect({ status, ...value.error }).toMatchObject({ status: 400, code: 'CONSOLE_REFUSED' })
    }
  })

  it('saves an event where oche invoke finds it, and nowhere else', async () => {
    const saved = await call('/api/functions/items/events', {
      name: 'order',
      event: '{"a":1}',
      replace: false,
    })
    expect(saved.value).toEqual({ path: 'events/items/order.json' })
    expect(readFileSync(join(root, 'events/items/order.json'), 'utf8')).toBe('{\n  "a": 1\n}\n')
    expect((await call('/api/functions/items/events')).value).toEqual({ names: ['order'] })
    expect((await call('/api/functions/items/events/order')).value.event).toContain('"a": 1')
    for (const [fn, name] of [
      ['items', '../../a'],
      ['items', '..'],
      ['..%2F..%2Fx', 'a'],
      ['other', 'a'],
    ]) {
      const asked = { name, event: '{}', replace: true }
      const { status } = await call(`/api/functions/${fn}/events`, asked)
      expect(status, `${fn} ${name}`).toBeGreaterThanOrEqual(400)
    }
  })

  it('has every sample', async () => {
    const { value } = await call('/api/state')
    expect(value.samples.length).toBeGreaterThan(10)
    const { value: sqs } = await call('/api/samples/sqs')
    expect(JSON.parse(sqs.event)).toHaveProperty('Records')
    expect((await call('/api/samples/constructor')).status).toBe(404)
  })

  it('tells of what is new as it comes', async () => {
    const stop = new AbortController()
    const response = await fetch(`http://127.0.0.1:${page.port}/api/changes`, {
      headers: authorization(),
      signal: stop.signal,
    })
    const lines = linesOf(response.body!)
    expect(await lines.next()).toMatchObject({ value: { type: 'rows', rows: [] } })
    recording.trace({
      type: 'invocation',
      id: 'a',
      at: 1,
      function: 'items',
      requestId: 'r',
      event: Buffer.from('{}'),
      exchange: undefined,
    })
    expect(await lines.next()).toMatchObject({
      value: { type: 'rows', rows: [{ requestId: 'r', state: 'waiting' }] },
    })
    const { value: listed } = await call('/api/invocations?since=0')
    expect(listed).toMatchObject({ rows: [{ requestId: 'r' }], bounds: { rows: { now: 1 } } })
    const [{ id }] = listed.rows
    expect((await call(`/api/invocations?since=${id}`)).value.rows).toEqual([])
    expect((await call(`/api/invocations/${id}`)).value).toMatchObject({ event: { text: '{}' } })
    expect((await call(`/api/invocations/${id}/copies`)).value).toMatchObject({
      invoke: "oche invoke items --event '{}'",
    })
    for (const tell of listeners) tell()
    expect(await lines.next()).toMatchObject({
      value: { type: 'functions', functions: [{ name: 'items' }] },
    })
    recording.clear()
    expect(await lines.next()).toMatchObject({ value: { type: 'cleared' } })
    stop.abort()
  })

  it('a port that is taken is said with the flag that changes it', async () => {
    const second = startConsole({ host, port: page.port, onBug: () => {} })
    await expect(second).rejects.toMatchObject({
      code: 'CONSOLE_PORT_IN_USE',
      remedy: expect.stringContaining('--console-port'),
    })
  })
})

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<unknown> {
  let rest = ''
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    const lines = (rest + Buffer.from(chunk).toString()).split('\n')
    rest = lines.pop()!
    for (const line of lines) yield JSON.parse(line)
  }
}
