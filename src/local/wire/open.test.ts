import { once } from 'node:events'
import { connect, createServer, Socket, type AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { open } from './open.ts'

it('bytes that are handed over stay what they were when others come', async () => {
  const taken: Buffer[] = []
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (accepted) => {
    const socket = open(accepted, (bytes) => {
      taken.push(bytes)
      socket.write(bytes)
    })
    socket.on('end', () => socket.end())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  for (const text of ['one', 'two', 'x'.repeat(10_000)]) {
    client.write(text)
    for (let length = 0; length < text.length;) {
      const [echo] = (await once(client, 'data')) as [Buffer]
      length += echo.length
    }
  }
  client.end()
  await once(client, 'close')
  expect(Buffer.concat(taken).toString()).toBe(`onetwo${'x'.repeat(10_000)}`)
  expect(taken.slice(0, 2).map(String)).toEqual(['one', 'two'])
  // It ends only when no connection is left.
  await new Promise((resolve) => server.close(resolve))
})

it('a socket without a handle to take is read as it is', async () => {
  const accepted = new Socket()
  const read = new Promise<Buffer>((resolve) => expect(open(accepted, resolve)).toBe(accepted))
  accepted.push('some')
  expect(String(await read)).toBe('some')
  accepted.destroy()
})
