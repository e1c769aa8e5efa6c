import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { functionUrl as sample } from '../../src/contract/samples/function-url.ts'
import { functionUrl } from './events.ts'
import { FakeRuntimeApi } from '../support/runtime-api.ts'
import type { Received } from '../support/runtime-api.ts'
import { engines, Entries } from '../support/runtime-process.ts'

const entries = new Entries()
afterAll(() => entries[Symbol.dispose]())

describe.each(engines)('what people already use runs unchanged on %s:', (engine) => {
  async function invoke(handler: string, event: unknown, env: Record<string, string> = {}) {
    await using api = await FakeRuntimeApi.start()
    const fixture = handler === 'logger' ? 'logger.ts' : 'middleware.ts'
    await using process = entries.start(engine, fixture, {
      ...env,
      AWS_LAMBDA_RUNTIME_API: api.address,
      AWS_LAMBDA_FUNCTION_NAME: 'items',
      _HANDLER: handler,
    })
    const posted = await api.invoke(event)
    expect(posted.path, posted.body.toString()).toMatch(/id-1\/response$/)
    if (handler === 'logger') await process.printed('working')
    return { posted, stdout: process.stdout() }
  }

  it('Hono', async () => {
    const event = { ...functionUrl('/items/7'), cookies: ['session=abc'] }
    const result = jsonOf(await invoke('hono', event))
    expect(result).toMatchObject({ statusCode: 200, cookies: ['seen=7; Path=/'] })
    expect(JSON.parse(result.body)).toEqual({ id: '7', session: 'abc' })
    expect(jsonOf(await invoke('hono', functionUrl('/context'))).body).toBe('/context id-1')
  })

  it('Hono’s own adapter', async () => {
    expect(jsonOf(await invoke('honoAdapter', functionUrl('/items/7')))).toMatchObject({
      statusCode: 200,
      body: '{"id":"7","session":null}',
    })
    const { posted } = await invoke('honoStreaming', functionUrl('/items/7'))
    expect(posted.headers['content-type']).toContain('http-integration-response')
    expect(posted.body.toString()).toMatch(
      /^\{"statusCode":200.*\}\0{8}\{"id":"7","session":null\}$/,
    )
  })

  it('itty-router', async () => {
    expect(jsonOf(await invoke('itty', functionUrl('/items/7')))).toMatchObject({
      statusCode: 200,
      body: '{"id":"7"}',
    })
  })

  it('middy', async () => {
    expect(jsonOf(await invoke('middy', { name: 'Zoë' }))).toBe('Zoë!?')
    expect(jsonOf(await invoke('middyError', {}))).toEqual({ caught: 'inside' })
    const { posted } = await invoke('middyStreaming', {})
    expect(posted.body.toString()).toBe('streamed')
  })

  it('Powertools’ logger', async () => {
    const { stdout } = await invoke('logger', { id: 7 })
    const line = stdout.split('\n').find((text) => text.includes('working'))
    expect(JSON.parse(line!)).toMatchObject({
      level: 'INFO',
      message: 'working',
      id: 7,
      service: 'items',
      function_name: 'items',
      function_request_id: 'id-1',
    })
  })

  it('Powertools’ logger and the SDK’s store, for each of several invocations at once', async () => {
    await using api = await FakeRuntimeApi.start()
    await using process = entries.start(engine, 'logger.ts', {
      AWS_LAMBDA_RUNTIME_API: api.address,
      AWS_LAMBDA_MAX_CONCURRENCY: '2',
      _HANDLER: 'together',
    })
    for (const name of ['one', 'two']) {
      await api.hand({ name }, { 'Lambda-Runtime-Trace-Id': `Root=${name}` })
    }
    for (const { answer } of [await api.signal(), await api.signal()]) answer({})
    const posted: Received[] = []
    while (posted.length < 2) {
      const { received } = await api.arrival()
      if (received.method === 'POST') posted.push(received)
    }
    expect(posted.map(({ body }) => JSON.parse(body.toString())).toSorted()).toEqual([
      ['id-1', 'Root=one'],
      ['id-2', 'Root=two'],
    ])
    for (const name of ['one', 'two']) await process.printed(`"name":"${name}"`)
    const lines = process
      .stdout()
      .split('\n')
      .filter((line) => line.includes('working'))
    expect(
      lines
        .map((line) => JSON.parse(line))
        .map(({ name, function_request_id: id }) => [name, id])
        .toSorted(),
    ).toEqual([
      ['one', 'id-1'],
      ['two', 'id-2'],
    ])
  })

  it('Powertools’ event handler', async () => {
    const whole = { ...sample, rawPath: '/items/7' }
    expect(jsonOf(await invoke('router', whole))).toMatchObject({
      statusCode: 200,
      body: '{"id":"7"}',
    })
    const { posted } = await invoke('routerStreaming', whole)
    expect(posted.body.toString()).toMatch(/^\{"statusCode":200.*\}\0{8}\{"id":"7"\}$/)
  })

  it('clients of the AWS SDK', async () => {
    const server = createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/xml')
      response.end(
        '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">' +
          '<GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult>' +
          '</GetCallerIdentityResponse>',
      )
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const result = await invoke('sdk', {}, { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` })
    expect(jsonOf(result)).toBe('123456789012')
    server.close()
    server.closeAllConnections()
  })
})

function jsonOf({ posted }: { posted: Received }) {
  return JSON.parse(posted.body.toString())
}
