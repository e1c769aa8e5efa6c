import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { connect } from 'node:net'

export interface Reply {
  status: number
  headers: IncomingHttpHeaders
  rawHeaders: string[]
  trailers: NodeJS.Dict<string>
  body: Buffer
  text: string
  json: any
}

export interface Sent {
  method?: string
  headers?: Record<string, string | string[]> | string[]
  body?: string | Uint8Array
}

/** One request on a connection of its own, nothing added to it but `Host`. */
export function send(url: string, { method, headers, body }: Sent = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const path = url.slice(url.indexOf('/', 'http://'.length)) || '/'
    const request = httpRequest({
      hostname,
      port,
      path: path.startsWith('/') ? path : '/',
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: headers as Record<string, string>,
      agent: false,
    })
    request.on('error', reject)
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const whole = Buffer.concat(chunks)
        resolve({
          status: response.statusCode!,
          headers: response.headers,
          rawHeaders: response.rawHeaders,
          trailers: response.trailers,
          body: whole,
          text: whole.toString(),
          get json() {
            return JSON.parse(whole.toString())
          },
        })
      })
    })
    request.end(body)
  })
}

/** Bytes on a connection, and everything that came back until it ended. */
export function sendRaw(url: string, bytes: string | Uint8Array, half = true): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname)
    let received = ''
    socket.setEncoding('latin1')
    socket.on('data', (chunk: string) => (received += chunk))
    socket.on('error', reject)
    socket.on('close', () => resolve(received))
    if (half) socket.end(bytes)
    else socket.write(bytes)
  })
}
