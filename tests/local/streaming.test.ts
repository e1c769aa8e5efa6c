import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { send } from './http.ts'
import { bootstrap, fn, start, type Started } from './support.ts'

const HTTP_TYPE = 'application/vnd.awslambda.http-integration-response'

let folder: string
let url: Started
/** The same with a short timeout. */
let hasty: Started
let buffered: Started
let rest: Started
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'oche-test-'))
  const executable = bootstrap('streams')
  url = await start(fn({ executable, http: { kind: 'url', streaming: true } }))
  hasty = await start(fn({ executable, http: { kind: 'url', streaming: true }, timeout: 1 }))
  buffered = await start(fn({ executable, http: 'url' }))
  rest = await start(fn({ executable, http: { kind: 'rest', streaming: true } }))
})
afterEach(() => {
  for (const { events } of [url, hasty, buffered, rest]) events.length = 0
})
afterAll(async () => {
  await Promise.all([url, hasty, buffered, rest].map(({ lambda }) => lambda.close()))
  rmSync(folder, { recursive: true, force: true })
})

const ask = (local: Started, what: object) => send(local.url, { body: JSON.stringify(what) })

/** The response once its head is there. */
async function begin(local: Started, what: object): Promise<IncomingMessage> {
  const request = httpRequest(local.url, { method: 'POST', agent: false })
  request.end(JSON.stringify(what))
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  return response
}

describe('a Function URL in mode RESPONSE_STREAM', () => {
  it('sends status, headers and cookies from the metadata, and the body after them', async () => {
    const reply = await ask(url, {
      type: HTTP_TYPE,
      metadata: {
        statusCode: 203,
        headers: { 'content-type': 'text/event-stream', 'x-mine': 'yes' },
        cookies: ['a=1', 'b=2'],
      },
      pieces: ['data: 1\n\n', 'data: 2\n\n'],
    })
    expect([reply.status, reply.text]).toEqual([203, 'data: 1\n\ndata: 2\n\n'])
    expect(reply.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'x-mine': 'yes',
      'set-cookie': ['a=1', 'b=2'],
      'transfer-encoding': 'chunked',
      'x-amzn-requestid': expect.any(String),
    })
  })

  it('sends header values beyond ASCII as their UTF-8, as it does for a whole answer', async () => {
    const metadata = { statusCode: 200, headers: { 'x-mine': 'Zoë' } }
    const reply = await ask(url, { type: HTTP_TYPE, metadata, pieces: ['a'] })
    expect(Buffer.from(String(reply.headers['x-mine']), 'latin1').toString()).toBe('Zoë')
  })

  it('without metadata sends the type of the stream', async () => {
    const typed = await ask(url, { type: 'text/plain', pieces: ['a'] })
    expect([typed.status, typed.headers['content-type'], typed.text]).toEqual([
      200,
      'text/plain',
      'a',
    ])
    const untyped = await ask(url, { pieces: ['a'] })
    expect(untyped.headers['content-type']).toBe('application/octet-stream')
  })

  it('sends each piece while the function still works', async () => {
    const waitFor = join(folder, 'rest of it')
    const response = await begin(url, { pieces: ['early'], waitFor })
    const [early] = (await once(response, 'data')) as [Buffer]
    expect(early.toString()).toBe('early')
    writeFileSync(waitFor, '')
    await once(response, 'end')
  })

  it('lets the function write no faster than the client reads', async () => {
    const bytes = 64 * 1024 * 1024
    const slow = await begin(hasty, { pieces: ['first'], bytes })
    const [first] = (await once(slow, 'data')) as [Buffer]
    slow.pause()
    // It has nothing to do but to write, and is stopped: the invocation runs into its timeout.
    const { message } = await hasty.event('fault')
    expect(message).toContain('timed out')
    const written = hasty.events.filter((e) => e.type === 'log').length * 65_536
    expect(written).toBeLessThan(bytes / 2)
    expect(first.toString()).toMatch(/^first/)
    slow.destroy()
  })

  it('passes 16 MB on whole', async () => {
    const reply = await ask(url, { bytes: 16 * 1024 * 1024 })
    expect(reply.body).toHaveLength(16 * 1024 * 1024)
  })

  it.each([
    ['an error in the trailers', { trailer: { errorType: 'Function.Late', errorMessage: 'no' } }],
    ['the end of the process', { exit: 1 }],
    ['the timeout', { hang: true }],
    ['a connection that is cut', { cut: true }],
  ])('keeps status and body so far over %s', async (_, what) => {
    const local = 'hang' in what ? hasty : url
    const reply = await ask(local, { pieces: ['half'], ...what })
    expect([reply.status, reply.text]).toEqual([200, 'half'])
    const { refused } = await local.event('request')
    expect(refused).toMatchObject({
      cause: 'cut-off',
      reason: expect.stringMatching(/^the stream broke off: \S/),
    })
    expect((await ask(local, { pieces: ['next'] })).text).toBe('next')
  })

  it('lets the function go on where the client goes away', async () => {
    const waitFor = join(folder, 'client gone')
    const response = await begin(url, { pieces: ['early'], waitFor, bytes: 1024 * 1024 })
    response.destroy()
    writeFileSync(waitFor, '')
    await url.event('platform', ({ line }) => line.startsWith('REPORT') && !line.includes('Status'))
  })

  it('is a 502 where the metadata is nonsense', async () => {
    const reply = await ask(url, { type: HTTP_TYPE, metadata: 'nonsense', pieces: ['x'] })
    expect([reply.status, reply.text]).toEqual([502, 'Internal Server Error'])
    const { refused } = await url.event('request', ({ status }) => status === 502)
    expect(refused?.reason).toMatch(/^in the metadata of the stream, the answer is not JSON: /)
  })
})

describe('a buffered Function URL', () => {
  it('reads a streamed answer to its end', async () => {
    const reply = await ask(buffered, { pieces: ['{"statusCode":2', '01,"body":"b"}'] })
    expect([reply.status, reply.text]).toEqual([201, 'b'])
  })

  it('is a 502 where the stream fails', async () => {
    const reply = await ask(buffered, { pieces: ['{}'], trailer: { errorType: 'Function.No' } })
    expect(reply.status).toBe(502)
  })
})

describe('a Function URL in mode RESPONSE_STREAM whose function does not stream', () => {
  it('sends the envelope as it is', async () => {
    const functions = fn({
      executable: bootstrap('answers'),
      http: { kind: 'url', streaming: true },
    })
    await using local = await start(functions)
    const result = '{ "statusCode": 201, "body": "b" }'
    const reply = await send(local.url, { body: JSON.stringify({ result }) })
    expect([reply.status, reply.text]).toEqual([200, result])
  })
})

describe('a REST API with transfer mode STREAM', () => {
  it('streams what comes after the metadata', async () => {
    const reply = await ask(rest, {
      metadata: { statusCode: 202, multiValueHeaders: { 'x-two': ['a', 'b'] } },
      pieces: ['one', 'two'],
    })
    expect([reply.status, reply.text, reply.headers['x-two']]).toEqual([202, 'onetwo', 'a, b'])
    expect(reply.headers).toHaveProperty('x-amz-apigw-id')
  })

  it.each([
    ['is none', { pieces: ['{"statusCode":200}'] }],
    ['does not end within 16 KB', { metadata: 'x'.repeat(16 * 1024), pieces: ['x'] }],
  ])('is a 502 where the metadata %s', async (_, what) => {
    const reply = await ask(rest, what)
    expect([reply.status, reply.text]).toEqual([502, '{"message": "Internal server error"}'])
  })
})

describe('a keep-alive connection', () => {
  it('serves another request after a streamed response', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const text = async () => {
      const response = await new Promise<IncomingMessage>((resolve) =>
        httpRequest(url.url, { agent, method: 'POST' }, resolve).end('{"pieces":["a"]}'),
      )
      let body = ''
      for await (const chunk of response) body += chunk
      return body
    }
    expect([await text(), await text()]).toEqual(['a', 'a'])
    agent.destroy()
  })
})
