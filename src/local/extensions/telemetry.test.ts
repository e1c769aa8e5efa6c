import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { Destination, Subscription, TelemetryEvent } from '../../contract/telemetry-api.ts'
import { Telemetry } from './telemetry.ts'

function subscription(destination: Destination, timeoutMs = 25): Subscription {
  return {
    api: 'telemetry',
    schemaVersion: '2022-12-13',
    types: ['platform', 'function'],
    buffering: { maxItems: 1000, maxBytes: 262_144, timeoutMs },
    destination,
  }
}

const line = (text: string) => ({ type: 'function', record: () => text })

/** A subscriber's server; answers with what is told. */
async function receiver(status: number) {
  const batches: TelemetryEvent[][] = []
  const wake = new Set<() => void>()
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    batches.push(JSON.parse(Buffer.concat(chunks).toString()) as TelemetryEvent[])
    response.writeHead(status).end()
    for (const one of wake) one()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    batches,
    port: (server.address() as AddressInfo).port,
    async until(done: () => boolean) {
      while (!done()) await new Promise<void>((resolve) => wake.add(resolve))
    },
    [Symbol.asyncDispose]: async () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

describe('telemetry', () => {
  it('is gathered, and sent at once when the batch is full', async () => {
    await using server = await receiver(200)
    const telemetry = new Telemetry()
    telemetry.subscribe(
      'x',
      subscription({ protocol: 'HTTP', port: server.port, path: '/' }, 30_000),
    )
    for (let n = 1; n < 1000; n++) telemetry.tell('function', line(`${n}`))
    await server.until(() => server.batches.length === 1)
    expect(server.batches[0]).toHaveLength(1000)
    expect(server.batches[0]![0]!.type).toBe('platform.telemetrySubscription')
    expect(server.batches[0]![999]!.record).toBe('999')
    telemetry.close()
  })

  it('tells a subscriber what it has missed', async () => {
    await using server = await receiver(500)
    const telemetry = new Telemetry()
    telemetry.subscribe('x', subscription({ protocol: 'HTTP', port: server.port, path: '/' }))
    const dropped = () => server.batches.flat().find(({ type }) => type === 'platform.logsDropped')
    await server.until(() => dropped() !== undefined)
    expect(dropped()!.record).toMatchObject({
      reason: 'could not send: the subscriber answered with 500',
      droppedRecords: 1,
    })
    telemetry.close()
  })

  it('is one JSON object a line over TCP', async () => {
    const server = createTcpServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const telemetry = new Telemetry()
    telemetry.tell('function', line('early'))
    telemetry.subscribe('x', subscription({ protocol: 'TCP', port }))
    const [socket] = (await once(server, 'connection')) as [Socket]
    const [text] = (await once(socket, 'data')) as [Buffer]
    const types = text
      .toString()
      .trimEnd()
      .split('\n')
      .map((one) => JSON.parse(one).type)
    expect(types).toEqual(['function', 'platform.telemetrySubscription'])
    telemetry.close()
    server.close()
  })

  it('is not gathered where nobody can subscribe any more', () => {
    const telemetry = new Telemetry()
    expect(telemetry.isListening).toBe(true)
    telemetry.closeSubscription()
    expect([telemetry.isListening, telemetry.isOpen]).toEqual([false, false])
  })
})
