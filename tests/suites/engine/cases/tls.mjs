import https from 'node:https'
import { text } from 'node:stream/consumers'
import tls from 'node:tls'
import { check } from './check.mjs'

const { OCHE_TLS_PORT: port, OCHE_TLS_CA: ca } = process.env

/** Only whether it came to something: Node.js and rustls have other words for the same refusal. */
const outcome = (work) => async () => {
  try {
    return await work()
  } catch {
    return 'refused'
  }
}

const get = (options) =>
  new Promise((resolve, reject) => {
    const request = https.get({ host: '127.0.0.1', port, path: '/x', ...options }, (response) =>
      resolve(text(response).then((body) => [response.statusCode, body])),
    )
    request.on('error', reject)
  })

await check(
  'unknown authority',
  outcome(() => get({ servername: 'aws.test' })),
)
await check(
  'its authority',
  outcome(() => get({ servername: 'aws.test', ca })),
)
await check(
  'its authority, of an agent',
  outcome(() => get({ servername: 'a.aws.test', agent: new https.Agent({ ca }) })),
)
await check(
  'another name',
  outcome(() => get({ servername: 'other.test', ca })),
)
for (const servername of ['expired.aws.test', 'future.aws.test']) {
  await check(
    servername,
    outcome(() => get({ servername, ca })),
  )
  await check(
    `${servername}, whoever it is`,
    outcome(() => get({ servername, rejectUnauthorized: false })),
  )
}
await check(
  'anyone',
  outcome(() => get({ servername: 'other.test', rejectUnauthorized: false })),
)
await check(
  'fetch',
  outcome(async () => (await fetch(`https://127.0.0.1:${port}/`)).text()),
)
await check(
  'socket',
  outcome(
    () =>
      new Promise((resolve, reject) => {
        const socket = tls.connect({ host: '127.0.0.1', port, servername: 'aws.test', ca }, () => {
          resolve([socket.authorized, socket.encrypted])
          socket.destroy()
        })
        socket.on('error', reject)
      }),
  ),
)
await check(
  'much',
  outcome(async () => {
    const body = 'x'.repeat(3_000_000)
    const agent = new https.Agent({ ca, keepAlive: true })
    const send = () =>
      new Promise((resolve, reject) => {
        const request = https.request(
          { host: '127.0.0.1', port, method: 'POST', servername: 'aws.test', agent },
          (response) => resolve(text(response)),
        )
        request.on('error', reject)
        request.end(body)
      })
    const all = [await send(), await send()]
    agent.destroy()
    return all
  }),
)
