import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { planSites } from '../endpoints/sites.ts'
import { listen } from '../wire/listen.ts'
import { settingsOf } from '../settings.ts'
import { PublicServers } from './public-servers.ts'

const HOST = '127.0.0.1'
const open: { close(): unknown }[] = []
afterEach(() => Promise.all(open.splice(0).map((one) => one.close())))

const handle = () => Promise.reject(new Error('nobody asks'))

function serversFor(...names: string[]): PublicServers {
  const sites = planSites(names.map((name) => settingsOf({ name, http: 'url' })))
  const servers = new PublicServers({
    sites,
    endpoints: { handle },
    invokeApi: { handle },
    emit: () => {},
  })
  open.push(servers)
  return servers
}

/** Two ports of which the first is free and the one after it is taken. */
async function freeBeforeTaken(): Promise<number> {
  for (;;) {
    const free = createServer()
    const taken = createServer()
    const port = await listen(free, 0, HOST)
    const isTaken = await listen(taken, port + 1, HOST).then(
      () => true,
      () => false,
    )
    free.close()
    if (!isTaken) continue
    open.push({ close: () => taken.close() })
    return (taken.address() as AddressInfo).port - 1
  }
}

it('the first site gets the port that was asked for, each further one the next that is free', async () => {
  const port = await freeBeforeTaken()
  const servers = serversFor('a', 'b')
  await servers.listen(port, HOST)
  expect(servers.urls['a']).toBe(`http://${HOST}:${port}`)
  expect(Number(new URL(servers.urls['b']!).port)).toBeGreaterThan(port + 1)
})

it('a port that is taken is an error for the first site', async () => {
  const port = await freeBeforeTaken()
  await expect(serversFor('a', 'b').listen(port + 1, HOST)).rejects.toMatchObject({
    code: 'PORT_IN_USE',
  })
})
