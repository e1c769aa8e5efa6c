import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

const TEXT = 1

/** Text messages over a WebSocket, as a client; Node 20 has none of its own. */
export class WebSocketClient {
  readonly #socket: Duplex
  readonly #onText: (text: string) => void
  #received = Buffer.alloc(0)
  #message = ''

  private constructor(socket: Duplex, head: Buffer, onText: (text: string) => void) {
    this.#socket = socket
    this.#onText = onText
    socket.on('error', () => {})
    socket.on('data', (chunk: Buffer) => this.#take(chunk))
    this.#take(head)
  }

  static async connect(url: string, onText: (text: string) => void): Promise<WebSocketClient> {
    const asked = request(url.replace(/^ws:/, 'http:'), {
      headers: {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
        'Sec-WebSocket-Version': '13',
      },
    })
    asked.end()
    const [, socket, head] = (await once(asked, 'upgrade')) as [IncomingMessage, Duplex, Buffer]
    return new WebSocketClient(socket, head, onText)
  }

  /** Frames of a client are masked. */
  send(text: string): void {
    const payload = Buffer.from(text)
    const mask = randomBytes(4)
    for (let index = 0; index < payload.length; index++) payload[index]! ^= mask[index % 4]!
    const length = Buffer.alloc(8)
    length.writeBigUInt64BE(BigInt(payload.length))
    this.#socket.write(Buffer.concat([Buffer.from([0x80 | TEXT, 0xff]), length, mask, payload]))
  }

  close(): void {
    this.#socket.destroy()
  }

  #take(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk])
    for (let frame = this.#frame(); frame !== undefined; frame = this.#frame()) {
      if (frame.code > TEXT) continue
      this.#message += frame.payload.toString()
      if (!frame.isLast) continue
      const message = this.#message
      this.#message = ''
      this.#onText(message)
    }
  }

  /** The next whole frame, if it is there. */
  #frame(): { code: number; isLast: boolean; payload: Buffer } | undefined {
    const bytes = this.#received
    if (bytes.length < 2) return undefined
    const short = bytes[1]! & 0x7f
    const start = short < 126 ? 2 : short === 126 ? 4 : 10
    if (bytes.length < start) return undefined
    const length =
      short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2))
    if (bytes.length < start + length) return undefined
    this.#received = bytes.subarray(start + length)
    const payload = bytes.subarray(start, start + length)
    return { code: bytes[0]! & 0x0f, isLast: (bytes[0]! & 0x80) !== 0, payload }
  }
}
