import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import type { HeaderLine } from '../../src/contract/http/types.ts'

export interface RawRequest {
  method: string
  target: string
  /** Exactly the lines that are sent. */
  headers: readonly HeaderLine[]
  body?: Uint8Array
}

export interface RawResponse {
  status: number
  headers: HeaderLine[]
  body: Buffer
}

/**
 * Sends a request byte by byte as told, which `node:http` does not: it adds lines and merges names.
 * The response is parsed by `node:http`.
 */
export async function sendRaw(port: number, message: RawRequest): Promise<RawResponse> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    socket.write(headBytes(message))
    // A server may refuse by the head alone and close while the body is still being sent.
    socket.on('error', () => {})
    if (message.body !== undefined) socket.write(message.body)
    const response = await responseOn(socket, message.method)
    return {
      status: response.statusCode!,
      headers: linesOf(response),
      body: await bodyOf(response),
    }
  } finally {
    socket.destroy()
  }
}

function headBytes({ method, target, headers }: RawRequest): Buffer {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`)
}

/** Reads the socket through a client of `node:http` whose own request goes nowhere. */
async function responseOn(socket: Socket, method: string): Promise<IncomingMessage> {
  const reader = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() })
  socket.on('data', (chunk: Buffer) => reader.push(chunk))
  socket.on('close', () => reader.push(null))
  const client = request({ method, createConnection: () => reader })
  client.end()
  const [response] = (await once(client, 'response')) as [IncomingMessage]
  return response
}

function linesOf({ rawHeaders }: IncomingMessage): HeaderLine[] {
  return rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1]!] as const] : [],
  )
}

async function bodyOf(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
