import { once } from 'node:events'
import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { Operation } from '../../../src/deploy/aws/operations.ts'
import { errorResponse, operationOf, serviceOf, type WireError, type WireRequest } from './wire.ts'

/** What goes wrong, where, and how often. */
export interface Fault {
  at: Operation
  /** Which of the calls: 1 is the first. @default 1 */
  from?: number
  /** How many of them from there on. @default 1 */
  times?: number
  does:
    | ({ type: 'error' } & WireError)
    /** The connection ends before the call takes effect. */
    | { type: 'drop-before' }
    /** The call takes effect, then the connection ends. */
    | { type: 'drop-after' }
    /** The answer is that of the same request before, or that there is nothing. */
    | { type: 'stale' }
    /** The answer says so and is the server's otherwise. */
    | { type: 'answer'; with: Record<string, unknown> }
}

export interface FaultProxy extends AsyncDisposable {
  url: string
  /** Every call that came, in order. */
  calls: (Operation | undefined)[]
  /** Faults that were due and happened. */
  happened: Fault[]
  /** Called with the number of each call, from 1, before it is passed on and once it has been. */
  onCall?: (number: number, when: 'before' | 'after') => void
}

/** Lambda refuses a larger request. */
const MAX_BODY = 70_167_211

interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: Buffer
}

/** A loopback reverse proxy that answers some calls itself, or spoils their answers. */
export async function startFaultProxy(
  target: string,
  faults: readonly Fault[] = [],
): Promise<FaultProxy> {
  const seen = new Map<string, number>()
  const before = new Map<string, Answer>()
  const server = createServer((incoming, outgoing) => void handle(incoming, outgoing))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  const proxy: FaultProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: [],
    happened: [],
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const request: WireRequest = {
      method: incoming.method!,
      path: incoming.url!,
      headers: incoming.headers,
      body: await buffer(incoming),
    }
    const operation = operationOf(request)
    const number = proxy.calls.push(operation)
    proxy.onCall?.(number, 'before')
    const fault = dueFault(operation)
    if (fault !== undefined) proxy.happened.push(fault)
    try {
      const answer = await answerTo(request, fault)
      proxy.onCall?.(number, 'after')
      if (answer === undefined) return void incoming.socket.destroy()
      outgoing.writeHead(answer.status, answer.headers)
      outgoing.end(answer.body)
    } catch {
      incoming.socket.destroy()
    }
  }

  function dueFault(operation: Operation | undefined): Fault | undefined {
    if (operation === undefined) return undefined
    const count = (seen.get(operation) ?? 0) + 1
    seen.set(operation, count)
    return faults.find(
      ({ at, from = 1, times = 1 }) => at === operation && count >= from && count < from + times,
    )
  }

  async function answerTo(
    request: WireRequest,
    fault: Fault | undefined,
  ): Promise<Answer | undefined> {
    const service = serviceOf(request)!
    const does = fault?.does
    if (request.body.length > MAX_BODY) {
      const code = 'RequestEntityTooLargeException'
      return asAnswer(errorResponse(service, { status: 413, code, message: 'too large' }))
    }
    if (does?.type === 'error') return asAnswer(errorResponse(service, does))
    if (does?.type === 'drop-before') return undefined
    const key = `${request.method} ${request.path} ${request.body.toString('latin1', 0, 300)}`
    if (does?.type === 'stale')
      return before.get(key) ?? asAnswer(errorResponse(service, nothing(service)))
    const answer = await forward(target, request)
    if (does?.type === 'drop-after') return undefined
    before.set(key, answer)
    return does?.type === 'answer' ? changed(answer, does.with) : answer
  }

  return proxy
}

function nothing(service: string): WireError {
  const code = { iam: 'NoSuchEntity', apigateway: 'NotFoundException', s3: 'NoSuchBucket' }[service]
  return { status: 404, code: code ?? 'ResourceNotFoundException', message: 'nothing by that name' }
}

function asAnswer({ status, headers, body }: ReturnType<typeof errorResponse>): Answer {
  return { status, headers, body: Buffer.from(body) }
}

function changed(answer: Answer, fields: Record<string, unknown>): Answer {
  const json = JSON.parse(answer.body.toString()) as Record<string, unknown>
  const inner = json['Configuration'] as Record<string, unknown> | undefined
  const result = inner
    ? { ...json, Configuration: { ...inner, ...fields } }
    : { ...json, ...fields }
  const { 'content-length': _, ...headers } = answer.headers
  return { ...answer, headers, body: Buffer.from(JSON.stringify(result)) }
}

async function forward(target: string, request: WireRequest): Promise<Answer> {
  const { hostname, port } = new URL(target)
  const { method, path, headers } = request
  const outgoing = send({ hostname, port, method, path, headers, agent: false })
  outgoing.end(request.body)
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
  const { 'transfer-encoding': _, connection: __, ...kept } = response.headers
  return { status: response.statusCode!, headers: kept, body: await buffer(response) }
}
