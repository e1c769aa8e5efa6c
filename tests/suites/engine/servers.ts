import { readFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { createSecureContext } from 'node:tls'
import { buffer, text } from 'node:stream/consumers'
import {
  brotliCompressSync,
  brotliDecompressSync,
  constants,
  deflateRawSync,
  deflateSync,
  gzipSync,
} from 'node:zlib'
import { answerAsModel } from './model.ts'

const fixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url), 'utf8')

export const certificate = { key: fixture('key.pem'), cert: fixture('certificate.pem') }

/** Signed by the same authority: whose time is over, and whose has not come. */
const OUT_OF_TIME: Record<string, string> = {
  'expired.aws.test': fixture('expired.pem'),
  'future.aws.test': fixture('future.pem'),
}

type Answer = (response: http.ServerResponse, request: http.IncomingMessage) => unknown

const LARGE = 'x'.repeat(1_000_000)

/** What a client may meet, by path. */
const ANSWERS: Record<string, Answer> = {
  '/large': (response) => response.setHeader('content-length', LARGE.length).end(LARGE),
  '/chunked': (response) => {
    for (let part = 0; part < 50; part++) response.write('part'.repeat(part + 1))
    response.end()
  },
  '/gzip': (response) => response.setHeader('content-encoding', 'gzip').end(gzipSync(LARGE)),
  '/deflate': (response) =>
    response.setHeader('content-encoding', 'deflate').end(deflateSync(LARGE)),
  '/deflate-raw': (response) =>
    response.setHeader('content-encoding', 'deflate').end(deflateRawSync(LARGE)),
  '/br': (response) => response.setHeader('content-encoding', 'br').end(brotliCompressSync(LARGE)),
  '/gzip-cut': (response) =>
    response.setHeader('content-encoding', 'gzip').end(gzipSync(LARGE).subarray(0, -8)),
  '/br-cut': (response) =>
    response.setHeader('content-encoding', 'br').end(brotliCompressSync(LARGE).subarray(0, 9)),
  '/twice': (response) =>
    response.setHeader('content-encoding', 'gzip, BR').end(brotliCompressSync(gzipSync(LARGE))),
  '/unknown-coding': (response) => response.setHeader('content-encoding', 'own').end('as it is'),
  '/slow': (response) => {
    response.write('one')
    setTimeout(() => response.write('two'), 10)
    setTimeout(() => response.end('three'), 20)
  },
  '/close': (response) => response.setHeader('connection', 'close').end('closed'),
  '/empty': (response) => response.end(),
  '/early': (response) => {
    response.writeEarlyHints({ link: '</a>; rel=preload' })
    response.end('late')
  },
  '/cookies': (response) => response.setHeader('set-cookie', ['a=1', 'b=2']).end('c'),
  '/cut': (response) => {
    response.writeHead(200, { 'content-length': '100' }).write('some')
    setTimeout(() => response.destroy(), 10)
  },
  '/cut-chunks': (response) => {
    response.write('some')
    setTimeout(() => response.destroy(), 10)
  },
  '/half': (response) => response.writeHead(200, { 'content-length': '100' }).write('some'),
  '/garbage': (response) => response.socket!.end('this is no HTTP\r\n\r\n'),
  '/never': () => {},
  '/port': (response, request) => response.end(String(request.socket.remotePort)),
  '/forever': (response) => response.writeHead(302, { location: '/forever' }).end(),
}

/** Bodies packed and unpacked with Brotli, by Node.js: `/brotli/QUALITY/WINDOW` and `/unbrotli`. */
async function answerCodec(request: http.IncomingMessage, response: http.ServerResponse) {
  const [, quality, window] = /^\/brotli\/(\d+)\/(\d+)$/.exec(request.url ?? '') ?? []
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: Number(quality),
    [constants.BROTLI_PARAM_LGWIN]: Number(window),
  }
  const body = await buffer(request)
  try {
    response.end(quality ? brotliCompressSync(body, { params }) : brotliDecompressSync(body))
  } catch (error) {
    response.end(String(error))
  }
}

async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const { url = '', method, headers } = request
  const own = ANSWERS[url]
  if (own) return void own(response, request)
  const [, kind, status] = /^\/(redirect|status)\/(\d+)$/.exec(url) ?? []
  if (kind === 'redirect') {
    response.writeHead(Number(status), { location: '/landed?x=1' }).end('gone')
  } else if (kind === 'status') {
    response.writeHead(Number(status)).end()
  } else if (/^\/(un)?brotli/.test(url)) {
    await answerCodec(request, response)
  } else if (url.startsWith('/v1/')) {
    await answerAsModel(url, await text(request), response)
  } else {
    const body = await text(request)
    const told = { method, url, headers, length: body.length, ...(url === '/form' && { body }) }
    response.setHeader('content-type', 'application/json').end(JSON.stringify(told))
  }
}

async function listening(server: http.Server | https.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

/** Servers for the cases, and the variables by which those find them. */
export async function startServers() {
  const plain = http.createServer((request, response) => void answer(request, response))
  const options: https.ServerOptions = {
    ...certificate,
    SNICallback: (name, done) =>
      done(
        null,
        createSecureContext({ ...certificate, cert: OUT_OF_TIME[name] ?? certificate.cert }),
      ),
  }
  const secure = https.createServer(options, async (request, response) =>
    response.end(`${request.url} ${(await text(request)).length}`),
  )
  const [port, securePort] = [await listening(plain), await listening(secure)]
  return {
    environment: {
      OCHE_HTTP: `http://127.0.0.1:${port}`,
      OCHE_TLS_PORT: String(securePort),
      OCHE_TLS_CA: certificate.cert,
    },
    close() {
      for (const server of [plain, secure]) {
        server.closeAllConnections()
        server.close()
      }
    },
  }
}
