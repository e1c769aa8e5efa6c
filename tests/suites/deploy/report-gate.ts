import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** What Lambda would tell of an invocation. */
export interface Told {
  memory: number
  arch: string
  isCold: boolean
  /** From 1, of this function. */
  count: number
}

export interface ReportGate extends AsyncDisposable {
  url: string
  /** Functions that were invoked, as often as they were. */
  invoked: string[]
  /** Called before an invocation is passed on, with how many came before. */
  onInvoke?: (count: number) => void
}

interface Configuration {
  MemorySize?: number
  Architectures?: string[]
}

const INVOCATION = /^\/2015-03-31\/functions\/([^/]+)\/invocations/
const CHANGE = /^\/2015-03-31\/functions\/([^/]+)\/configuration/

/**
 * Stands before a server that knows no LogType: what is invoked answers with a REPORT line as Lambda
 * writes them, cold after each change of its configuration.
 *
 * @param durationOf milliseconds that an invocation took
 */
export async function startReportGate(
  target: string,
  durationOf: (told: Told) => number,
): Promise<ReportGate> {
  const cold = new Set<string>()
  const counts = new Map<string, number>()
  const server = createServer((incoming, outgoing) => void handle(incoming, outgoing))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const gate: ReportGate = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    invoked: [],
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    try {
      const body = await buffer(incoming)
      const path = incoming.url!
      const invoked = INVOCATION.exec(path)?.[1]
      const changed = CHANGE.exec(path)?.[1]
      if (changed !== undefined && incoming.method === 'PUT') cold.add(changed)
      const report = invoked === undefined ? undefined : await reportOf(invoked)
      if (invoked !== undefined) {
        gate.onInvoke?.(gate.invoked.length)
        gate.invoked.push(invoked)
      }
      const answer = await passOn(incoming, body)
      const headers = Object.fromEntries(answer.headers)
      delete headers['content-encoding']
      delete headers['transfer-encoding']
      if (report !== undefined) headers['x-amz-log-result'] = Buffer.from(report).toString('base64')
      const sent = Buffer.from(await answer.arrayBuffer())
      outgoing.writeHead(answer.status, { ...headers, 'content-length': sent.length })
      outgoing.end(sent)
    } catch {
      incoming.socket.destroy()
    }
  }

  function passOn({ method, url, headers }: IncomingMessage, body: Buffer): Promise<Response> {
    const { 'content-length': _, connection: __, host: ___, expect: ____, ...kept } = headers
    return fetch(target + url, {
      method: method!,
      headers: kept as Record<string, string>,
      ...(body.length > 0 && { body: new Uint8Array(body) }),
    })
  }

  async function reportOf(name: string): Promise<string> {
    const url = `${target}/2015-03-31/functions/${name}/configuration`
    const signed = 'AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/lambda/aws4_request'
    const found = await fetch(url, { headers: { authorization: signed } })
    const { MemorySize = 128, Architectures = ['x86_64'] } = (await found.json()) as Configuration
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    const isCold = cold.delete(name)
    const duration = durationOf({ memory: MemorySize, arch: Architectures[0]!, isCold, count })
    const init = isCold ? 31.5 : 0
    const line = [
      `REPORT RequestId: 00000000-0000-4000-8000-${String(count).padStart(12, '0')}`,
      `Duration: ${duration.toFixed(2)} ms`,
      `Billed Duration: ${Math.ceil(duration + init)} ms`,
      `Memory Size: ${MemorySize} MB`,
      'Max Memory Used: 40 MB',
      ...(isCold ? [`Init Duration: ${init.toFixed(2)} ms`] : []),
    ]
    return `START RequestId: x Version: $LATEST\nEND RequestId: x\n${line.join('\t')}\t\n`
  }

  return gate
}
