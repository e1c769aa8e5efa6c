import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { within } from './until.ts'

/** A request of the runtime's, read whole. */
export interface Received {
  method: string
  path: string
  /** Names in lower case. */
  headers: Record<string, string>
  trailers: Record<string, string>
  body: Buffer
  /** How many connections the server had accepted by then. */
  connection: number
}

export interface Answer {
  status?: number
  headers?: Record<string, string>
  body?: string | Uint8Array
}

/** Answers by hand: `socket` is there for everything HTTP does not allow. */
export type Misbehave = (request: IncomingMessage, response: ServerResponse) => void

export interface Arrival {
  received: Received
  answer(answer: Answer | Misbehave): void
}

/**
 * A Runtime API that does what a test says: take what the runtime asks or posts with `arrival`, and
 * answer it, or let `invoke` play the usual part.
 */
export class FakeRuntimeApi implements AsyncDisposable {
  readonly #server: Server
  readonly #arrivals = new Queue()
  readonly #signals = new Queue()
  /** Requests for an invocation that `posted` has met. */
  readonly #asking: Arrival[] = []
  readonly #answersEarly: boolean
  readonly #readers = new Set<() => void>()
  #reading = ''
  #connections = 0
  #count = 0

  private constructor(server: Server, { answersEarly }: { answersEarly: boolean }) {
    this.#server = server
    this.#answersEarly = answersEarly
    server.on('connection', () => this.#connections++)
    server.on('request', (request, response) => void this.#receive(request, response))
  }

  /** @param options.answersEarly whether posts arrive as soon as their head has come */
  static async start(options = { answersEarly: false }): Promise<FakeRuntimeApi> {
    const server = createServer({ requestTimeout: 0, keepAliveTimeout: 0 })
    const api = new FakeRuntimeApi(server, options)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return api
  }

  /** Value for `AWS_LAMBDA_RUNTIME_API`. */
  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** The next request of the runtime's, in the order of arrival. */
  arrival(): Promise<Arrival> {
    return this.#arrivals.take()
  }

  /** The next request to `/signal`: how a handler of a test waits for the test. */
  signal(): Promise<Arrival> {
    return this.#signals.take()
  }

  /** Waits until the runtime asks for an invocation, and hands one out. */
  async hand(event: unknown, headers: Record<string, string> = {}): Promise<string> {
    const { received, answer } = this.#asking.shift() ?? (await this.arrival())
    if (!asksForNext(received)) {
      throw new Error(`expected next, got ${received.method} ${received.path}: ${received.body}`)
    }
    const id = headers['Lambda-Runtime-Aws-Request-Id'] ?? `id-${++this.#count}`
    answer({
      headers: { ...defaultHeaders(id), ...headers },
      body:
        typeof event === 'string' || event instanceof Uint8Array ? event : JSON.stringify(event),
    })
    return id
  }

  /**
   * The next post, accepted as Lambda accepts it. Where several invocations run at once, who has
   * posted may ask for the next one before another posts: that waits for `hand`.
   */
  async posted(answer: Answer = accepted): Promise<Received> {
    for (;;) {
      const arrival = await this.arrival()
      if (asksForNext(arrival.received)) this.#asking.push(arrival)
      else {
        arrival.answer(answer)
        return arrival.received
      }
    }
  }

  /** Waits until a body that is still being sent contains a text. */
  async reading(text: string): Promise<void> {
    const until = async () => {
      while (!this.#reading.includes(text)) {
        await new Promise<void>((resolve) => this.#readers.add(resolve))
      }
    }
    await within(`"${text}" in a body`, until(), { instead: () => this.#reading })
  }

  /** One whole invocation: what the runtime posted for the event. */
  async invoke(event: unknown, headers?: Record<string, string>): Promise<Received> {
    await this.hand(event, headers)
    return this.posted()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    if (!this.#answersEarly) await this.#read(request, chunks)
    const received: Received = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers as Record<string, string>,
      trailers: request.trailers as Record<string, string>,
      body: Buffer.concat(chunks),
      connection: this.#connections,
    }
    const queue = received.path === '/signal' ? this.#signals : this.#arrivals
    queue.put({ received, answer: (answer) => give(answer, request, response) })
  }

  async #read(request: IncomingMessage, chunks: Buffer[]): Promise<void> {
    try {
      for await (const chunk of request) {
        chunks.push(chunk)
        this.#reading += String(chunk)
        this.#readers.forEach((wake) => wake())
      }
    } catch {
      // The runtime went away in the middle of it; what has come so far is what there is.
    }
  }
}

/** Things that come before or after somebody asks for them. */
class Queue {
  readonly #arrivals: Arrival[] = []
  readonly #takers: ((arrival: Arrival) => void)[] = []

  put(arrival: Arrival): void {
    const taker = this.#takers.shift()
    if (taker) taker(arrival)
    else this.#arrivals.push(arrival)
  }

  take(): Promise<Arrival> {
    const waiting = this.#arrivals.shift()
    return waiting ? Promise.resolve(waiting) : new Promise((resolve) => this.#takers.push(resolve))
  }
}

/** Lambda's answer to a post. */
const accepted: Answer = { status: 202, body: '{"status":"OK"}\n' }

function give(
  answer: Answer | Misbehave,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (typeof answer === 'function') return answer(request, response)
  const { status = 200, headers = {}, body = '' } = answer
  const length = Buffer.byteLength(body)
  response.writeHead(status, {
    'Content-Type': 'application/json',
    ...(headers['Transfer-Encoding'] ? {} : { 'Content-Length': String(length) }),
    ...headers,
  })
  response.end(body)
}

function defaultHeaders(id: string): Record<string, string> {
  return {
    'Lambda-Runtime-Aws-Request-Id': id,
    'Lambda-Runtime-Deadline-Ms': String(Date.now() + 10_000),
    'Lambda-Runtime-Invoked-Function-Arn': 'arn:aws:lambda:us-east-1:123456789012:function:test',
  }
}

function asksForNext({ path }: Received): boolean {
  return path.endsWith('/invocation/next')
}
