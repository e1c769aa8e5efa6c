import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { connect } from './clients.ts'
import { failureOf, isUnanswered } from './failure.ts'

afterEach(() => vi.unstubAllEnvs())

async function serverThat(listener: RequestListener) {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    endpoint,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const thrownBy = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('the SDK, on the wire', () => {
  it("gives IAM's codes, which have no suffix, and Lambda's, which have one, alike", async () => {
    await using server = await serverThat((request, response) => {
      if (request.method === 'POST') {
        response.writeHead(404, { 'content-type': 'text/xml' })
        response.end(
          '<ErrorResponse><Error><Code>NoSuchEntity</Code><Message>no role</Message></Error></ErrorResponse>',
        )
      } else {
        response.writeHead(404, { 'x-amzn-errortype': 'ResourceNotFoundException' })
        response.end('{"Message":"no function"}')
      }
    })
    const { send } = connect({ endpoint: server.endpoint, region: 'eu-west-1' })
    const iam = failureOf(await thrownBy(send('iam:GetRole', { RoleName: 'r' })))
    expect(iam).toMatchObject({ code: 'NoSuchEntity', message: 'no role', status: 404 })
    const lambda = failureOf(await thrownBy(send('lambda:GetFunction', { FunctionName: 'f' })))
    expect(lambda).toMatchObject({ code: 'ResourceNotFound', message: 'no function', status: 404 })
  })

  it('sends a call once, and tells of a connection that ends as of no answer', async () => {
    let requests = 0
    await using server = await serverThat((request) => {
      requests++
      request.socket.destroy()
    })
    const { send } = connect({ endpoint: server.endpoint, region: 'eu-west-1' })
    const thrown = await thrownBy(send('lambda:GetFunction', { FunctionName: 'f' }))
    expect(isUnanswered(failureOf(thrown))).toBe(true)
    expect(requests).toBe(1)
  })

  it('says how to set a region where there is none', async () => {
    vi.stubEnv('AWS_REGION', undefined)
    vi.stubEnv('AWS_CONFIG_FILE', '/nowhere')
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere')
    await expect(connect().region()).rejects.toMatchObject({
      code: 'NO_REGION',
      remedy: expect.stringContaining('--region'),
    })
    await expect(connect({ region: 'eu.west' }).region()).rejects.toMatchObject({
      message: expect.stringContaining('eu.west'),
    })
  })
})
