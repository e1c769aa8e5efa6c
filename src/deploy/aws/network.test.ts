import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { connect as connectTo, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { silentReporter } from '../../core/reporter.ts'
import { openSession } from '../session.ts'

const file = (name: string) =>
  fileURLToPath(new URL(`../../../tests/fixtures/tls/${name}`, import.meta.url))

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oche-network-'))
  writeFileSync(join(folder, 'config'), '')
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'))
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'))
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
  vi.stubEnv('AWS_ENDPOINT_URL', 'https://sts.aws.test')
  for (const name of ['HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy', 'AWS_CA_BUNDLE']) {
    vi.stubEnv(name, undefined)
  }
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

const portOf = (server: Server) => (server.address() as AddressInfo).port

async function listening<S extends Server>(server: S) {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

/** STS behind TLS, and a proxy that leads there whatever it is asked for. */
async function proxied(answer = 200) {
  const tls = { key: readFileSync(file('key.pem')), cert: readFileSync(file('certificate.pem')) }
  const sts = await listening(
    createTlsServer(tls, (_request, response) =>
      response.end(
        '<R><GetCallerIdentityResult><Account>123456789012</Account><Arn>arn:aws:iam::1:user/a</Arn></GetCallerIdentityResult></R>',
      ),
    ),
  )
  const asked: string[] = []
  const proxy = createServer()
  proxy.on('connect', (request, client) => {
    asked.push(request.url!)
    if (answer !== 200) return void client.end(`HTTP/1.1 ${answer} No\r\n\r\n`)
    const target = connectTo(portOf(sts), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n')
      target.pipe(client).pipe(target)
    })
    for (const socket of [client, target]) socket.on('error', () => socket.destroy())
  })
  await listening(proxy)
  return {
    asked,
    url: `http://127.0.0.1:${portOf(proxy)}`,
    [Symbol.asyncDispose]: async () => {
      for (const server of [sts, proxy]) {
        server.closeAllConnections()
        server.close()
      }
    },
  }
}

const open = () => openSession({ region: 'eu-west-1', reporter: silentReporter })

const thrownBy = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('the way to AWS', () => {
  it('leads through HTTPS_PROXY, trusting AWS_CA_BUNDLE', async () => {
    await using proxy = await proxied()
    vi.stubEnv('HTTPS_PROXY', proxy.url)
    vi.stubEnv('AWS_CA_BUNDLE', file('certificate.pem'))
    expect((await open()).account.id).toBe('123456789012')
    expect(proxy.asked).toEqual(['sts.aws.test:443'])
  })

  it('trusts ca_bundle of the profile too', async () => {
    await using proxy = await proxied()
    vi.stubEnv('HTTPS_PROXY', proxy.url)
    const config = join(folder, 'other')
    writeFileSync(config, `[default]\nca_bundle = ${file('certificate.pem')}\n`)
    vi.stubEnv('AWS_CONFIG_FILE', config)
    expect((await open()).account.id).toBe('123456789012')
  })

  it('leads past the proxy where NO_PROXY says so', async () => {
    await using proxy = await proxied()
    vi.stubEnv('HTTPS_PROXY', proxy.url)
    vi.stubEnv('NO_PROXY', '.aws.test')
    expect(await thrownBy(open())).toMatchObject({ exit: 4 })
    expect(proxy.asked).toEqual([])
  })

  it('ends at a certificate that nobody vouches for, and says what to set', async () => {
    await using proxy = await proxied()
    vi.stubEnv('HTTPS_PROXY', proxy.url)
    expect(await thrownBy(open())).toMatchObject({
      code: 'CERTIFICATE_UNTRUSTED',
      remedy: expect.stringContaining('AWS_CA_BUNDLE'),
    })
  })

  it('ends at a proxy that refuses', async () => {
    await using proxy = await proxied(407)
    vi.stubEnv('HTTPS_PROXY', proxy.url)
    expect(await thrownBy(open())).toMatchObject({
      code: 'AWS_UNREACHABLE',
      message: expect.stringContaining('407'),
    })
  })

  it('begins with a bundle that can be read', async () => {
    vi.stubEnv('AWS_CA_BUNDLE', join(folder, 'missing.pem'))
    expect(await thrownBy(open())).toMatchObject({ code: 'CA_BUNDLE_UNREADABLE', exit: 1 })
  })
})
