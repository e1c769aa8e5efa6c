import { connect, type Socket } from 'node:net'
import {
  asLogsRecords,
  type Subscription,
  type TelemetryEvent,
  type TelemetryType,
} from '../../contract/telemetry-api.ts'
import { messageOf } from '../../core/errors.ts'

/** Of records that could not be delivered. */
export type OnDropped = (reason: string, dropped: { bytes: number; records: number }) => void

/** Batches that wait for the one before them; what comes then is dropped, so that it cannot fill our memory. */
const MOST_WAITING = 10

/** An extension that gets records: they are gathered, and sent one batch after the other. */
export class Subscriber {
  readonly name: string
  readonly #subscription: Subscription
  readonly #onDropped: OnDropped
  readonly #closing = new AbortController()
  #batch: string[] = []
  #bytes = 0
  #timer: NodeJS.Timeout | undefined
  #sending: Promise<void> = Promise.resolve()
  #waiting = 0
  #socket: Socket | undefined

  constructor(name: string, subscription: Subscription, onDropped: OnDropped) {
    this.name = name
    this.#subscription = subscription
    this.#onDropped = onDropped
  }

  add(category: TelemetryType, event: TelemetryEvent): void {
    const { api, schemaVersion, types, buffering } = this.#subscription
    if (!types.includes(category)) return
    const events = api === 'logs' ? asLogsRecords(event, schemaVersion) : [event]
    for (const one of events) {
      const text = JSON.stringify(one)
      this.#batch.push(text)
      this.#bytes += Buffer.byteLength(text)
    }
    if (this.#batch.length >= buffering.maxItems || this.#bytes >= buffering.maxBytes) this.flush()
    else if (this.#batch.length > 0) {
      this.#timer ??= setTimeout(() => this.flush(), buffering.timeoutMs)
    }
  }

  /** Sends what is there. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#batch.length === 0) return
    const [batch, bytes] = [this.#batch, this.#bytes]
    this.#batch = []
    this.#bytes = 0
    if (this.#waiting >= MOST_WAITING) {
      return this.#onDropped('the subscriber is slower than the log', {
        bytes,
        records: batch.length,
      })
    }
    this.#waiting++
    this.#sending = this.#sending
      .then(() => this.#send(batch, bytes))
      .finally(() => this.#waiting--)
  }

  /** What is not delivered by now never will be. */
  close(): void {
    clearTimeout(this.#timer)
    this.#closing.abort()
    this.#socket?.destroy()
  }

  async #send(batch: readonly string[], bytes: number): Promise<void> {
    const { destination } = this.#subscription
    try {
      if (destination.protocol === 'TCP') await this.#write(destination.port, batch)
      else await this.#post(`http://127.0.0.1:${destination.port}${destination.path}`, batch)
    } catch (error) {
      if (this.#closing.signal.aborted) return
      this.#onDropped(`could not send: ${causeOf(error)}`, { bytes, records: batch.length })
    }
  }

  async #post(url: string, batch: readonly string[]): Promise<void> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: `[${batch.join(',')}]`,
      signal: this.#closing.signal,
    })
    await response.arrayBuffer()
    if (!response.ok) throw new Error(`the subscriber answered with ${response.status}`)
  }

  #write(port: number, batch: readonly string[]): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#socket === undefined || this.#socket.destroyed) {
        this.#socket = connect({ port, host: '127.0.0.1' }).on('error', () => {})
      }
      const text = batch.map((line) => `${line}\n`).join('')
      this.#socket.write(text, (error) => (error ? reject(error) : resolve()))
    })
  }
}

/** `fetch` hides what went wrong. */
function causeOf(error: unknown): string {
  return messageOf(error instanceof Error && error.cause !== undefined ? error.cause : error)
}
