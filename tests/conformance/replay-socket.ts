import { startLocalLambda } from '../../src/local/index.ts'
import type { LocalLambda } from '../../src/local/types.ts'
import { sendRaw, type RawResponse } from '../support/raw-request.ts'
import {
  scriptedFunction,
  type Outcome,
  type ScriptedFunction,
} from '../support/scripted-function.ts'
import type { HeaderLine } from '../../src/contract/http/types.ts'
import {
  bytesOf,
  kindOf,
  resultOf,
  type Recording,
  type RequestRecording,
  type ResponseRecording,
} from './recording.ts'

interface Running {
  lambda: LocalLambda
  fn: ScriptedFunction
}

/** Replays recordings through the real server, a server for each configuration of an endpoint. */
export class SocketReplay {
  readonly #running = new Map<string, Promise<Running>>()

  /** The event that a function got for a recorded request. */
  async eventFor(recording: RequestRecording): Promise<unknown> {
    const { lambda, fn } = await this.#serverFor(recording)
    const events: unknown[] = []
    fn.outcome = ({ event }) => {
      events.push(JSON.parse(event.toString()))
      return { path: 'response', payload: '{"statusCode":200}' }
    }
    const body = bytesOf(recording.request)
    const headers = withHost(lambda, withLength(recording.request.headers, body))
    const { status } = await sendRaw(lambda.port, { ...recording.request, headers, body })
    if (events.length === 1) return events[0]
    throw new Error(`the function got ${events.length} events, the client ${status}`)
  }

  /** The response that a client got for a recorded result. */
  async responseFor(recording: ResponseRecording): Promise<RawResponse> {
    const { lambda, fn } = await this.#serverFor(recording)
    fn.outcome = () => outcomeOf(recording)
    const { request } = recording
    const body = Buffer.alloc(request.bodyLength ?? 0, 'a')
    const lines = request.headers.filter(([name]) => name.toLowerCase() !== 'content-length')
    if (request.headerPadding !== undefined) {
      lines.push(['X-Padding', 'a'.repeat(request.headerPadding)])
    }
    const headers = withHost(lambda, withLength(lines, body))
    return sendRaw(lambda.port, { ...request, headers, body })
  }

  async close(): Promise<void> {
    for (const running of this.#running.values()) {
      const { lambda, fn } = await running
      await lambda.close()
      fn.close()
    }
  }

  #serverFor(recording: Recording): Promise<Running> {
    const { api, route, stage } = recording
    const key = JSON.stringify([kindOf(recording), api, route, stage])
    const running = this.#running.get(key) ?? start(recording)
    this.#running.set(key, running)
    return running
  }
}

async function start(recording: Recording): Promise<Running> {
  const fn = await scriptedFunction()
  const { binaryMediaTypes, multiValueHeaders, invokeMode } = recording.api ?? {}
  const http = {
    kind: kindOf(recording),
    access: 'public' as const,
    routes: [recording.route ?? '$default'],
    stage: recording.stage ?? undefined,
    binaryMediaTypes,
    multiValueHeaders,
    streaming: invokeMode === 'RESPONSE_STREAM',
  }
  const settings = { name: 'function', http }
  return { lambda: await startLocalLambda({ functions: [{ settings, ...fn.part }] }), fn }
}

function outcomeOf(recording: ResponseRecording): Outcome {
  const result = resultOf(recording)
  if (result !== undefined) return { path: 'response', payload: result }
  if (recording.lambdaError !== undefined) return { path: 'error', payload: recording.lambdaError }
  throw new Error('the function was asked where the endpoint answers by itself')
}

function withHost(lambda: LocalLambda, headers: readonly HeaderLine[]): HeaderLine[] {
  return [['Host', `127.0.0.1:${lambda.port}`], ...headers]
}

/** A body needs a length, whether or not the recording lists one. */
function withLength(headers: readonly HeaderLine[], body: Buffer): HeaderLine[] {
  const known = headers.some(([name]) => name.toLowerCase() === 'content-length')
  return known || body.length === 0
    ? [...headers]
    : [...headers, ['Content-Length', String(body.length)]]
}
