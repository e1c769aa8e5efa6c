import { createServer, type Server } from 'node:http'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { HttpInput } from '../../src/core/config/http.ts'
import { send } from './http.ts'
import { bootstrap, fn, start, type FunctionParts, type Started } from './support.ts'

const answering = (parts: FunctionParts) => fn({ executable: bootstrap('answers'), ...parts })

/** One route behind an authorizer. */
const http = (path: string, authorizer: object, kind = 'http-api') =>
  ({ kind, routes: [`GET ${path}`], authorizer }) as HttpInput

const statement = (Effect: string, Resource: string) => ({
  Action: 'execute-api:Invoke',
  Effect,
  Resource,
})
const policy = (...Statement: object[]) => ({
  principalId: 'me',
  policyDocument: { Version: '2012-10-17', Statement },
  context: { team: 'blue' },
})

/** An authorizer's settings with the function of these tests. */
const decided = (more: object) => ({ type: 'lambda', function: 'decider', ttl: 0, ...more })

describe('a JWT authorizer', () => {
  let folder: string
  let issuer: string
  let server: Server
  let local: Started
  let keys: { privateKey: CryptoKey; publicKey: CryptoKey }
  const jwt = { type: 'jwt', audience: ['mine'] }

  beforeAll(async () => {
    keys = await generateKeyPair('RS256')
    const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }
    const jwks = JSON.stringify({ keys: [jwk] })
    folder = mkdtempSync(join(tmpdir(), 'oche-test-'))
    writeFileSync(join(folder, 'jwks.json'), jwks)
    server = createServer((request, response) =>
      response.end(request.url === '/keys' ? jwks : JSON.stringify({ jwks_uri: `${issuer}/keys` })),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    local = await start(
      [
        answering({ name: 'a', http: http('/found', { ...jwt, issuer }) }),
        answering({ name: 'b', http: http('/file', { ...jwt, issuer, jwks: 'jwks.json' }) }),
        answering({
          name: 'c',
          http: http('/url', { ...jwt, issuer, jwks: `${issuer}/keys`, scopes: ['read'] }),
        }),
        answering({
          name: 'd',
          http: http('/v1', { ...jwt, issuer, jwks: 'jwks.json' }, 'http-api-v1'),
        }),
        answering({
          name: 'pool',
          http: http('/pool', { ...jwt, issuer, jwks: 'jwks.json', scopes: ['read'] }, 'rest'),
        }),
        answering({
          name: 'e',
          http: http('/lost', { ...jwt, issuer: `${issuer}/no`, jwks: 'nowhere.json' }),
        }),
        answering({
          name: 'f',
          http: http('/query', {
            ...jwt,
            issuer,
            jwks: 'jwks.json',
            identitySource: '$request.querystring.token',
          }),
        }),
      ],
      { root: folder },
    )
  })
  afterAll(async () => {
    server.close()
    await local.lambda.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const token = (claims: object = {}, expiry: string | number = '5m', key = keys.privateKey) =>
    new SignJWT({ aud: 'mine', scope: 'read write', n: 1, list: ['x', 'y'], ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setIssuer(issuer)
      .setExpirationTime(expiry)
      .sign(key)
  const ask = (path: string, authorization?: string) =>
    send(local.url + path, { headers: authorization ? { Authorization: authorization } : {} })

  it.each(['/found', '/file', '/url'])('lets a good token in, keys from %s', async (path) => {
    const reply = await ask(path, `Bearer ${await token()}`)
    expect(reply.status).toBe(200)
    const { jwt } = reply.json.requestContext.authorizer
    expect(jwt.claims).toMatchObject({ aud: 'mine', n: '1', list: '[x y]', iss: issuer })
    expect(jwt.scopes).toEqual(path === '/url' ? ['read', 'write'] : null)
  })

  it('puts the claims where payload format 1.0 has them', async () => {
    const { json } = await ask('/v1', await token())
    expect(json.requestContext.authorizer.claims.aud).toBe('mine')
  })

  it('takes the token from a query parameter', async () => {
    expect((await ask(`/query?token=${await token()}`)).status).toBe(200)
    expect((await ask('/query')).status).toBe(401)
  })

  it('takes client_id where there is no audience', async () => {
    const good = await token({ aud: undefined, client_id: 'mine' })
    expect((await ask('/file', good)).status).toBe(200)
  })

  it('keeps everything else out', async () => {
    const stranger = (await generateKeyPair('RS256')).privateKey
    const now = Math.floor(Date.now() / 1000)
    const bad = {
      nothing: undefined,
      nonsense: 'Bearer nonsense',
      expired: await token({}, now - 60),
      audience: await token({ aud: 'theirs' }),
      signature: await token({}, '5m', stranger),
      unsigned: `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{}').toString('base64url')}.`,
    }
    for (const [what, authorization] of Object.entries(bad)) {
      const reply = await ask('/file', authorization)
      expect([what, reply.status, reply.text]).toEqual([what, 401, '{"message":"Unauthorized"}'])
      expect(reply.headers['www-authenticate']).toMatch(/^Bearer/)
    }
    expect(local.events.filter((e) => e.type === 'request' && e.status === 401)).toHaveLength(7)
  })

  it('without a scope that the route wants is a 403', async () => {
    const reply = await ask('/url', await token({ scope: 'write' }))
    expect([reply.status, reply.text]).toEqual([403, '{"message":"Forbidden"}'])
    expect(reply.headers['www-authenticate']).toContain('insufficient_scope')
  })

  it('of a REST API takes tokens of its pool whoever they are for, and says no more than that they are none', async () => {
    const url = local.lambda.urls['pool']!
    const asked = (authorization: string) =>
      send(`${url.replace(/\/$/, '')}/pool`, { headers: { Authorization: authorization } })
    const { status, json } = await asked(await token({ aud: 'theirs' }))
    expect(status).toBe(200)
    expect(json.requestContext.authorizer).toEqual({
      claims: expect.objectContaining({ aud: 'theirs', n: '1' }),
    })
    for (const bad of ['nonsense', await token({ scope: 'write' })]) {
      const refused = await asked(bad)
      expect([refused.status, refused.text]).toEqual([401, '{"message":"Unauthorized"}'])
      expect(refused.headers['www-authenticate']).toBeUndefined()
    }
  })

  it('without its keys is a 401, and says why to the developer', async () => {
    expect((await ask('/lost', await token())).status).toBe(401)
    expect((await local.event('fault')).message).toMatch(/^no keys for tokens of .*nowhere.json/)
  })
})

describe('a Lambda authorizer', () => {
  const decider = fn({ name: 'decider', executable: bootstrap('authorizer'), http: 'none' })
  let local: Started
  beforeAll(async () => {
    local = await start([
      decider,
      answering({ name: 'simple', http: http('/simple/{id}', decided({})) }),
      answering({ name: 'policy', http: http('/policy', decided({ simpleResponses: false })) }),
      answering({
        name: 'old',
        http: http('/old', decided({ payloadFormat: '1.0' }), 'http-api-v1'),
      }),
      answering({ name: 'rest', http: http('/rest/{id}', decided({}), 'rest') }),
      answering({ name: 'kept-rest', http: http('/kept-rest', decided({ ttl: 60 }), 'rest') }),
      answering({ name: 'kept', http: http('/kept', decided({ ttl: 60 })) }),
      answering({ name: 'nobody', http: http('/nobody', decided({ function: 'missing' })) }),
    ])
  })
  afterEach(() => void (local.events.length = 0))
  afterAll(() => local.lambda.close())

  const ask = (path: string, result?: unknown) =>
    send(local.url + path, {
      headers:
        result === undefined
          ? {}
          : {
              Authorization:
                typeof result === 'string' ? result : `result:${JSON.stringify(result)}`,
            },
    })
  const asked = () => local.events.filter((e) => e.type === 'log').map((e) => JSON.parse(e.line))
  it('gets the request and passes its context on', async () => {
    const result = { isAuthorized: true, context: { team: 'blue' } }
    const reply = await ask('/simple/7?q=1', result)
    expect(reply.status).toBe(200)
    expect(reply.json.requestContext.authorizer).toEqual({ lambda: { team: 'blue' } })
    const [event] = asked()
    expect(event).toMatchObject({
      version: '2.0',
      type: 'REQUEST',
      routeArn: expect.stringMatching(
        /^arn:aws:execute-api:us-east-1:123456789012:\w{10}\/\$default\/GET\/simple\/7$/,
      ),
      identitySource: [`result:${JSON.stringify(result)}`],
      routeKey: 'GET /simple/{id}',
      rawPath: '/simple/7',
      pathParameters: { id: '7' },
      queryStringParameters: { q: '1' },
    })
    expect(event).not.toHaveProperty('isBase64Encoded')
  })

  it.each([
    ['without identity, nobody asked', undefined, 401, '{"message":"Unauthorized"}'],
    ['that says no', { isAuthorized: false }, 403, '{"message":"Forbidden"}'],
    ['that fails', 'fail', 500, '{"message":"Internal Server Error"}'],
    ['that answers nonsense', { allowed: true }, 500, '{"message":"Internal Server Error"}'],
  ])('%s', async (_, result, status, text) => {
    const reply = await ask('/simple/1', result)
    expect([reply.status, reply.text]).toEqual([status, text])
    if (result === undefined) expect(asked()).toEqual([])
    if (status === 500) expect((await local.event('fault')).message).toMatch(/^authorizer: decider/)
  })

  it.each([
    ['of this request', policy(statement('Allow', 'THIS')), 200],
    ['of everything', policy(statement('Allow', '*')), 200],
    ['of something else', policy(statement('Allow', 'arn:aws:execute-api:*/other')), 403],
    ['that is denied as well', policy(statement('Allow', '*'), statement('Deny', 'THIS')), 403],
  ])('with a policy: leave %s', async (_, result, status) => {
    expect((await ask('/policy', result)).status).toBe(status)
  })

  it('of payload format 1.0 gets and gives what belongs to it', async () => {
    const reply = await ask('/old', policy(statement('Allow', 'THIS')))
    expect(reply.json.requestContext.authorizer).toEqual({ principalId: 'me', team: 'blue' })
    const [event] = asked()
    expect(event).toMatchObject({
      version: '1.0',
      type: 'REQUEST',
      methodArn: expect.stringContaining('/GET/old'),
      httpMethod: 'GET',
      resource: '/old',
      authorizationToken: expect.stringMatching(/^result:/),
    })
  })

  const askRest = (path: string, result?: unknown) => {
    const url = local.lambda.urls['rest']!.replace(/\/$/, '')
    const text = typeof result === 'string' ? result : `result:${JSON.stringify(result)}`
    const headers = result === undefined ? {} : { Authorization: text }
    return send(url + path, { headers })
  }

  describe('of a REST API', () => {
    it('gets its own event, answers by a policy, and passes its context on as text', async () => {
      const answer = { ...policy(statement('Allow', 'THIS')), context: { team: 'blue', n: 1 } }
      const reply = await askRest('/rest/7?q=1', answer)
      expect(reply.json.requestContext.authorizer).toEqual({
        principalId: 'me',
        team: 'blue',
        n: '1',
        integrationLatency: 0,
      })
      const [event] = asked()
      expect(event).toMatchObject({
        type: 'REQUEST',
        methodArn: expect.stringMatching(/\/prod\/GET\/rest\/7$/),
        resource: '/rest/{id}',
        path: '/rest/7',
        pathParameters: { id: '7' },
        queryStringParameters: { q: '1' },
      })
      expect(Object.keys(event)).not.toContain('version')
      expect(Object.keys(event)).not.toContain('authorizationToken')
    })

    it.each([
      ['a policy that denies', policy(statement('Deny', 'THIS')), 403, 'with an explicit deny'],
      ['a policy that allows nothing', policy(), 403, 'not authorized to access this resource"}'],
      ['a simple answer, which is none', { isAuthorized: true }, 500, 'null'],
      ['a failure', 'fail', 500, 'null'],
      ['the error that refuses', 'refuse', 401, 'Unauthorized'],
    ])('%s', async (_, result, status, text) => {
      const reply = await askRest('/rest/1', result)
      expect([reply.status, reply.text]).toEqual([status, expect.stringContaining(text)])
    })

    it('is asked about a request without identity where no decision is kept', async () => {
      expect((await askRest('/rest/1')).status).toBe(500)
      expect(asked()).toHaveLength(1)
      expect((await askRest('/kept-rest')).status).toBe(401)
      expect(asked()).toHaveLength(1)
    })
  })

  it('is asked once for the same identity as long as its word holds', async () => {
    const result = { isAuthorized: true }
    await ask('/kept', result)
    await ask('/kept', result)
    expect(asked()).toHaveLength(1)
    await ask('/kept', { isAuthorized: true, context: {} })
    expect(asked()).toHaveLength(2)
  })

  it('is asked again once it has other code', async () => {
    const result = { isAuthorized: true, context: { n: 2 } }
    await ask('/kept', result)
    local.lambda.replace('decider', decider.code!)
    await ask('/kept', result)
    expect(asked()).toHaveLength(2)
  })

  it('is asked again once everything starts anew', async () => {
    const result = { isAuthorized: true, context: { n: 3 } }
    await ask('/kept', result)
    local.lambda.restart()
    await ask('/kept', result)
    expect(asked()).toHaveLength(2)
  })

  it('that does not exist is a 500, and says so to the developer', async () => {
    expect((await ask('/nobody', {})).status).toBe(500)
    expect((await local.event('fault')).message).toContain('there is no function missing')
  })
})
