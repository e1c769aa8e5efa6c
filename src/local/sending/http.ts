import { request, type IncomingMessage } from 'node:http'
import type { HeaderLine } from '../../contract/http/types.ts'

/** A request as it is to be sent. */
export interface HttpMessage {
  method: string
  /** Path and query, as they are. @example '/items?limit=2' */
  target: string
  headers: readonly HeaderLine[]
  body: Uint8Array
}

export interface HttpAnswer {
  status: number
  headers: readonly HeaderLine[]
  body: Buffer
  /** From the first byte sent to the last one read. */
  durationMs: number
}

/** What the connection itself says, for which there are others now. */
const OF_THE_CONNECTION = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/**
 * Sends a request to an endpoint. Headers go as they are, but for those of the connection.
 *
 * @param url of the endpoint, e.g. `lambda.urls.items`
 * @throws the system's error where nothing answers; what `signal` was aborted with
 */
export function sendRequest(
  url: string,
  { method, target, headers, body }: HttpMessage,
  signal?: AbortSignal,
): Promise<HttpAnswer> {
  const begun = performance.now()
  const { hostname, port, host } = new URL(url)
  const lines = headers.filter(([name]) => !OF_THE_CONNECTION.has(name.toLowerCase()))
  return new Promise((resolve, reject) => {
    const sent = request({
      host: hostname.replace(/^\[|\]$/g, ''),
      port,
      method,
      path: target.startsWith('/') ? target : `/${target}`,
      headers: [
        'Host',
        host,
        ...lines.flat(),
        ...(body.length > 0 ? ['Content-Length', String(body.length)] : []),
      ],
      agent: false,
      ...(signal && { signal }),
    })
    sent.on('error', reject)
    sent.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: headersOf(response),
          body: Buffer.concat(chunks),
          durationMs: performance.now() - begun,
        }),
      )
    })
    sent.end(body)
  })
}

/** Every line as it came, repeated ones included. */
function headersOf({ rawHeaders }: IncomingMessage): HeaderLine[] {
  const headers: HeaderLine[] = []
  for (let i = 0; i < rawHeaders.length; i += 2) headers.push([rawHeaders[i]!, rawHeaders[i + 1]!])
  return headers
}
