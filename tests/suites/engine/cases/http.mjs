import dns from 'node:dns'
import http from 'node:http'
import net from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { check } from './check.mjs'

const origin = process.env.OCHE_HTTP
const { port } = new URL(origin)

/** The server tells what it got; of headers those that a test has set. */
const told = async (response) => {
  const { method, url, headers, length } = JSON.parse(await response.text())
  return [
    response.status,
    method,
    url,
    headers['x-own'],
    headers['content-type'],
    headers['content-length'],
    headers['transfer-encoding'],
    headers['cookie'],
    length,
  ]
}

await check('get', async () =>
  told(await fetch(`${origin}/a?b=c#d`, { headers: { 'x-own': 'ä' } })),
)
for (const [name, body] of [
  ['text', 'é'],
  ['bytes', Uint8Array.of(1, 2)],
  ['params', new URLSearchParams('a=1')],
  ['blob', new Blob(['xy'], { type: 'a/b' })],
  ['empty', ''],
])
  await check(`post ${name}`, async () => told(await fetch(origin, { method: 'POST', body })))
await check('post nothing', async () => told(await fetch(origin, { method: 'POST' })))
await check('post stream', async () =>
  told(
    await fetch(origin, {
      method: 'POST',
      duplex: 'half',
      body: new Blob(['a'.repeat(200_000)]).stream(),
    }),
  ),
)
await check('post stream without duplex', () =>
  fetch(origin, { method: 'POST', body: new Blob(['a']).stream() }),
)
await check('head', async () => {
  const response = await fetch(`${origin}/large`, { method: 'HEAD' })
  return [response.status, response.headers.get('content-length'), await response.text()]
})
for (const path of [
  '/large',
  '/chunked',
  '/gzip',
  '/deflate',
  '/deflate-raw',
  '/br',
  '/br-cut',
  '/gzip-cut',
  '/twice',
  '/unknown-coding',
  '/slow',
  '/close',
  '/empty',
  '/early',
  '/cookies',
  '/status/418',
  '/status/204',
  '/status/304',
])
  await check(`get ${path}`, async () => {
    const response = await fetch(`${origin}${path}`)
    const body = await response.text()
    return [
      response.status,
      response.statusText,
      body.length,
      body.slice(0, 10),
      response.headers.getSetCookie(),
      response.redirected,
      response.url.slice(origin.length),
    ]
  })
for (const status of [301, 302, 303, 307, 308])
  await check(`redirect ${status}`, async () => {
    const response = await fetch(`${origin}/redirect/${status}`, {
      method: 'POST',
      body: 'x',
      headers: { 'x-own': '1' },
    })
    return [response.redirected, response.url.slice(origin.length), await told(response)]
  })
await check('redirect manual', async () => {
  const response = await fetch(`${origin}/redirect/302`, { redirect: 'manual' })
  return [response.status, response.headers.get('location')]
})
await check('redirect error', () => fetch(`${origin}/redirect/302`, { redirect: 'error' }))
await check('redirect forever', () => fetch(`${origin}/forever`))
await check('cut', async () => (await fetch(`${origin}/cut`)).text())
await check('cut chunks', async () => (await fetch(`${origin}/cut-chunks`)).text())
await check('garbage', () => fetch(`${origin}/garbage`))
await check('abort', async () => {
  const controller = new AbortController()
  setTimeout(() => controller.abort(), 20)
  return (await fetch(`${origin}/never`, { signal: controller.signal })).text()
})
await check('abort body', async () => {
  const controller = new AbortController()
  const response = await fetch(`${origin}/half`, { signal: controller.signal })
  setTimeout(() => controller.abort(new RangeError('own')), 20)
  return response.text()
})
await check('timeout', async () =>
  (await fetch(`${origin}/never`, { signal: AbortSignal.timeout(20) })).text(),
)
await check('parts', async () => {
  const parts = []
  for await (const part of (await fetch(`${origin}/slow`)).body)
    parts.push(new TextDecoder().decode(part))
  return parts.join('')
})
await check('cancel', async () => {
  const response = await fetch(`${origin}/large`)
  const reader = response.body.getReader()
  await reader.read()
  await reader.cancel()
  return response.bodyUsed
})
await check('several', async () =>
  (
    await Promise.all(
      Array.from(
        { length: 20 },
        async (_, index) => (await told(await fetch(`${origin}/${index}`)))[2],
      ),
    )
  ).join(),
)
await check('form', async () => {
  const form = new FormData()
  form.append('a', 'é')
  form.append('f', new Blob(['xyz'], { type: 't/x' }), 'n.bin')
  const { body, headers } = await (
    await fetch(`${origin}/form`, { method: 'POST', body: form })
  ).json()
  const boundary = /boundary=(.*)$/.exec(headers['content-type'])[1]
  return body.replaceAll(boundary, 'B').toLowerCase()
})
// --- node:http
const request = (options, body) =>
  new Promise((resolve, reject) => {
    const made = http.request({ host: '127.0.0.1', port, ...options }, async (response) => {
      const got = await text(response).catch((error) => error.code)
      resolve([
        response.statusCode,
        response.statusMessage,
        response.headers['set-cookie'],
        got.length,
        response.complete,
        response.httpVersion,
      ])
    })
    made.on('error', reject)
    if (body instanceof Readable) body.pipe(made)
    else made.end(body)
  })
await check('http get', () => request({ path: '/a' }))
await check('http post', () => request({ path: '/a', method: 'POST' }, 'body'))
await check('http stream', () =>
  request({ path: '/a', method: 'PUT' }, Readable.from(['a'.repeat(100_000), 'b'])),
)
for (const path of [
  '/large',
  '/chunked',
  '/slow',
  '/close',
  '/empty',
  '/early',
  '/cookies',
  '/cut',
  '/cut-chunks',
  '/status/204',
])
  await check(`http ${path}`, () => request({ path }))
await check('http garbage', () => request({ path: '/garbage' }))
await check(
  'http told',
  () =>
    new Promise((resolve, reject) => {
      const made = http.request(
        `${origin}/x`,
        { method: 'POST', headers: { 'X-Own': ['a', 'b'], 'content-type': 'x/y' }, auth: 'u:p' },
        async (response) => {
          const { method, url, headers, length } = JSON.parse(await text(response))
          resolve([
            method,
            url,
            headers['x-own'],
            headers.authorization,
            headers['content-type'],
            headers['transfer-encoding'],
            length,
          ])
        },
      )
      made.on('error', reject)
      made.write('one')
      made.end('two')
    }),
)
await check('http headers', () => {
  const made = http.request(`${origin}/x`)
  made.on('error', () => {})
  made.setHeader('A', '1')
  const told = [
    made.getHeader('a'),
    made.hasHeader('A'),
    made.getHeaderNames(),
    made.path,
    made.method,
  ]
  made.removeHeader('a')
  const after = made.hasHeader('a')
  made.destroy()
  return [told, after]
})
await check('http name', () => http.request(origin, { headers: { 'a b': '1' } }))
await check('http path', () => http.request({ host: 'h', path: '/a b' }))
await check(
  'http timeout',
  () =>
    new Promise((resolve) => {
      const made = http
        .get(`${origin}/never`, { timeout: 20 })
        .on('timeout', () => made.destroy(new RangeError('late')))
        .on('error', (error) => resolve(error.name))
    }),
)
await check(
  'http abort',
  () =>
    new Promise((resolve) => {
      const controller = new AbortController()
      http
        .get(`${origin}/never`, { signal: controller.signal })
        .on('error', (error) => resolve([error.name, error.code]))
      setTimeout(() => controller.abort(), 20)
    }),
)
await check('http kept', async () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  const ports = await Promise.all(
    [1, 2, 3].map(
      () =>
        new Promise((resolve, reject) => {
          http
            .get(`${origin}/port`, { agent }, async (response) => resolve(await text(response)))
            .on('error', reject)
        }),
    ),
  )
  agent.destroy()
  return new Set(ports).size
})
await check(
  'http refused',
  () => new Promise((_, reject) => http.get({ host: '127.0.0.1', port: 2 }).on('error', reject)),
)
await check(
  'http unknown',
  () => new Promise((_, reject) => http.get('http://nowhere.invalid/').on('error', reject)),
)
const sent = (options, work) =>
  new Promise((resolve, reject) => {
    const seen = []
    const request = http.request(`${base}/form`, { method: 'POST', ...options }, (response) => {
      text(response).then((told) => {
        const { headers, length, body } = JSON.parse(told)
        const how = [headers['transfer-encoding'], headers['content-length'], headers.expect]
        resolve([seen, how, length, body])
      }, reject)
    })
    request.on('continue', () => seen.push('continue'))
    request.on('error', reject)
    work(request)
  })
await check('http expect', () =>
  sent({ headers: { Expect: '100-continue', 'content-length': 4 } }, (request) =>
    request.on('continue', () => request.end('body')),
  ),
)
await check('http expect, without a length', () =>
  sent({ headers: { Expect: '100-continue' } }, (request) =>
    request.on('continue', () => request.end('body')),
  ),
)
await check('http flushed', () =>
  sent({}, (request) => {
    request.flushHeaders()
    request.write('bo')
    request.end('dy')
  }),
)
await check('http flushed, at its end', () =>
  sent({}, (request) => {
    request.flushHeaders()
    request.end('body')
  }),
)
// --- net, dns
await check(
  'socket',
  () =>
    new Promise((resolve, reject) => {
      const socket = net.connect(Number(port), '127.0.0.1')
      socket.on('error', reject)
      socket.setEncoding('latin1')
      let got = ''
      socket.on('data', (part) => (got += part))
      socket.on('end', () => resolve([got.split('\r\n')[0], socket.bytesWritten]))
      socket.write('GET /close HTTP/1.1\r\nHost: h\r\n\r\n')
    }),
)
await check(
  'lookup',
  () =>
    new Promise((resolve) =>
      dns.lookup('127.0.0.1', (error, address, family) => resolve([error, address, family])),
    ),
)
await check(
  'lookup localhost',
  async () => (await dns.promises.lookup('localhost', { family: 4 })).address,
)
await check('lookup nowhere', () => dns.promises.lookup('nowhere.invalid'))
