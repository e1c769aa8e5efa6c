import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { invokeRunning } from './running.ts'

const signal = new AbortController().signal

it('what runs does not take the event', async () => {
  const server = createServer((_, response) => response.writeHead(404).end('no such function'))
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  try {
    await expect(invokeRunning(url, 'hello', Buffer.from('{}'), signal)).rejects.toMatchObject({
      code: 'INVOKE_REFUSED',
      message: 'oche dev answered 404: no such function',
      remedy: 'Type: oche invoke --local',
    })
  } finally {
    server.close()
  }
})

it('nothing runs any more', async () => {
  const gone = invokeRunning('http://127.0.0.1:1', 'hello', Buffer.from('{}'), signal)
  expect(await gone).toBeUndefined()
})
