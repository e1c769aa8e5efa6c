import { afterEach, describe, expect, it } from 'vitest'
import type { LocalEvent } from '../types.ts'
import type { Exchange } from '../wire/exchange.ts'
import { PublicServer } from './public-server.ts'

const servers: PublicServer[] = []
afterEach(async () => void (await Promise.all(servers.splice(0).map((server) => server.close()))))

const SERVED = { function: 'f', requestId: 'r', coldStart: false }

/** A server whose endpoints and Invoke API do this with a request. */
async function serverOf(act: (exchange: Exchange) => void) {
  const events: LocalEvent[] = []
  const api = {
    handle: async (exchange: Exchange) => {
      if (exchange.target.endsWith('/fine'))
        exchange.respond({ status: 200, lines: '', body: 'fine' })
      else act(exchange)
      return SERVED
    },
  }
  const server = new PublicServer({
    endpoints: api.handle,
    invokeApi: api,
    emit: (event) => events.push(event),
  })
  servers.push(server)
  await server.listen(0, '127.0.0.1')
  return { url: `http://127.0.0.1:${server.port}`, events }
}

function fail(): never {
  throw new TypeError('x is undefined')
}

describe('an exception while one request is handled', () => {
  it.each(['/some/path', '/2015-03-31/functions/f/invocations'])(
    'at %s: is a 500 and a word that it is a bug; the server goes on',
    async (path) => {
      const { url, events } = await serverOf(fail)
      const reply = await fetch(url + path, { method: 'POST', body: 'x'.repeat(100_000) })
      expect(reply.status).toBe(500)
      expect(await reply.text()).toContain('a bug of Oche')
      expect(events).toMatchObject([
        { type: 'bug', message: `POST ${path}: x is undefined`, stack: expect.any(String) },
        { type: 'request', status: 500, path },
      ])
      expect(await (await fetch(`${url}/fine`)).text()).toBe('fine')
    },
  )

  it('ends an answer that has begun', async () => {
    const { url, events } = await serverOf((exchange) => {
      exchange.begin({ status: 200, lines: '' })
      void exchange.write(Buffer.from('half'))
      fail()
    })
    await expect(fetch(url).then((reply) => reply.text())).rejects.toThrow()
    expect(events[0]).toMatchObject({ type: 'bug' })
    expect(await (await fetch(`${url}/fine`)).text()).toBe('fine')
  })
})
