import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { send, sendRaw, type Sent } from './http.ts'
import { bootstrap, fn, start, type FunctionParts, type Started } from './support.ts'

const MIB = 1024 * 1024

const answering = (parts: FunctionParts) => fn({ executable: bootstrap('answers'), ...parts })

/** One local Lambda for all tests of a block. */
function shared(functions: () => Parameters<typeof start>[0]) {
  let local: Started
  beforeAll(async () => (local = await start(functions())))
  afterAll(() => local.lambda.close())
  return {
    get url() {
      return local.url
    },
    get local() {
      return local
    },
    get: (path: string, sent?: Sent) => send(local.url + path, sent),
    /** A request whose function posts this text as its result. */
    result: (result: unknown, sent: Sent = {}) =>
      send(local.url, { ...sent, body: JSON.stringify({ result: JSON.stringify(result) }) }),
  }
}

const json = { 'Content-Type': 'application/json' }

describe('a Function URL', () => {
  const at = shared(() => answering({ http: 'url' }))

  it('makes an event of payload format 2.0', async () => {
    const { json: event } = await at.get('/a%20b?x=1&x=2', {
      headers: [
        'Host',
        new URL(at.url).host,
        'X-One',
        'a',
        'x-one',
        'b',
        'Cookie',
        'c=1',
        'Cookie',
        'd=2; e=3',
      ],
    })
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: '$default',
      rawPath: '/a%20b',
      rawQueryString: 'x=1&x=2',
      cookies: ['c=1', 'd=2', 'e=3'],
      queryStringParameters: { x: '1,2' },
      isBase64Encoded: false,
      requestContext: {
        accountId: 'anonymous',
        stage: '$default',
        http: { method: 'GET', path: '/a b', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
      },
    })
    expect(event.headers).toMatchObject({ 'x-one': 'a,b', cookie: expect.stringContaining('c=1') })
    expect(event.headers.host).toBe(event.requestContext.domainName)
    expect(Math.abs(event.requestContext.timeEpoch - Date.now())).toBeLessThan(60_000)
  })

  it('answers with the request id that the function had', async () => {
    const { json: event, headers } = await at.get('/')
    expect(headers['x-amzn-requestid']).toBe(event.requestContext.requestId)
    await at.local.event('request', (e) => e.requestId === headers['x-amzn-requestid'])
  })

  it.each([
    ['bytes without a type', Buffer.from([0xff, 0x00, 0x80]), {}, true],
    ['text that is no UTF-8', Buffer.from([0x61, 0xff]), json, true],
    ['JSON', Buffer.from('["ü"]'), json, false],
    ['a form', Buffer.from('a=b'), { 'Content-Type': 'application/x-www-form-urlencoded' }, true],
  ])('takes %s', async (_, body, headers, isBase64Encoded) => {
    const { json: event } = await at.get('/', { body, headers })
    expect(event.isBase64Encoded).toBe(isBase64Encoded)
    expect(Buffer.from(event.body, isBase64Encoded ? 'base64' : 'utf8')).toEqual(body)
  })

  it('sends every cookie on a line of its own, and bytes as they are', async () => {
    const reply = await at.result({
      statusCode: 201,
      cookies: ['a=1; Path=/', 'b=2'],
      headers: { 'content-type': 'image/png', 'X-Mine': 'yes' },
      body: Buffer.from([0xff, 0x00]).toString('base64'),
      isBase64Encoded: true,
    })
    expect(reply.status).toBe(201)
    expect(reply.headers['set-cookie']).toEqual(['a=1; Path=/', 'b=2'])
    expect(reply.headers['content-type']).toBe('image/png')
    expect(reply.body).toEqual(Buffer.from([0xff, 0x00]))
  })

  it.each([204, 304])('sends a %i without a body, and the connection goes on', async (status) => {
    const raw = await sendRaw(
      at.url,
      post(JSON.stringify({ result: JSON.stringify({ statusCode: status, body: 'lost' }) })) +
        post(JSON.stringify({ result: '"next"' }), 'close'),
      false,
    )
    expect(raw).toContain(`HTTP/1.1 ${status} `)
    expect(raw).not.toContain('lost')
    expect(raw).toMatch(/HTTP\/1.1 200 OK\r\n(.+\r\n)+\r\nnext$/)
  })

  it('answers HEAD without a body', async () => {
    const reply = await at.get('/', { method: 'HEAD' })
    expect([reply.status, reply.text]).toEqual([200, ''])
  })

  it('is a 502 where the function fails, and the next request is served', async () => {
    const reply = await at.get('/', { body: '{"error":"no"}', headers: json })
    expect([reply.status, reply.text]).toEqual([502, 'Internal Server Error'])
    expect((await at.get('/')).status).toBe(200)
  })

  it('refuses a body of more than 6 MB', async () => {
    const reply = await at.get('/', { body: Buffer.alloc(6 * MIB + 1) })
    expect(reply.status).toBe(413)
  })

  it('answers pipelined requests in their order', async () => {
    const bodies = ['"first"', '"second"', '"third"']
    const raw = await sendRaw(
      at.url,
      bodies
        .map((result, n) => post(JSON.stringify({ result }), n === 2 ? 'close' : 'keep-alive'))
        .join(''),
      false,
    )
    expect([...raw.matchAll(/first|second|third/g)].map(String)).toEqual([
      'first',
      'second',
      'third',
    ])
  })
})

const post = (body: string, connection = 'keep-alive', path = '/') =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: ${connection}\r\nContent-Length: ${body.length}\r\n\r\n${body}`

/** A request whose line and headers are as long as a filler makes them. */
const headersOf = (filler: number) =>
  `GET /items/1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Filler: ${'x'.repeat(filler)}\r\n\r\n`

describe('an HTTP API', () => {
  const at = shared(() => [
    answering({
      name: 'items',
      http: { kind: 'http-api', routes: ['GET /items/{id}', 'ANY /files/{path+}'] },
    }),
    answering({ name: 'old', http: { kind: 'http-api-v1', routes: ['GET /old/{id}'] } }),
    answering({ name: 'rest-of-it', http: { kind: 'http-api', routes: ['POST /'] } }),
  ])

  it('routes to several functions, each with its payload format', async () => {
    const { json: two } = await at.get('/items/a%20b')
    expect([two.version, two.routeKey, two.pathParameters]).toEqual([
      '2.0',
      'GET /items/{id}',
      { id: 'a b' },
    ])
    const { json: one } = await at.get('/old/1')
    expect([one.version, one.resource, one.pathParameters]).toEqual([
      '1.0',
      '/old/{id}',
      { id: '1' },
    ])
    const { json: greedy } = await at.get('/files/a/b/c', { method: 'PUT' })
    expect(greedy.pathParameters).toEqual({ path: 'a/b/c' })
    const served = at.local.events.filter((e) => e.type === 'request').map((e) => e.function)
    expect(served).toEqual(expect.arrayContaining(['items', 'old']))
  })

  it('is a 404 where no route fits', async () => {
    const reply = await at.get('/items')
    expect([reply.status, reply.text]).toEqual([404, '{"message":"Not Found"}'])
    expect(reply.headers).toHaveProperty('apigw-requestid')
  })

  it('refuses over a connection that goes on', async () => {
    const raw = await sendRaw(
      at.url,
      post('a body that nobody reads', 'keep-alive', '/nothing') +
        post('', 'keep-alive', '/nothing') +
        post('{"result":"\\"served\\""}', 'close'),
      false,
    )
    expect(raw.match(/HTTP\/1.1 404/g)).toHaveLength(2)
    expect(raw).toMatch(/served$/)
  })

  it('is a 500 where the function fails or answers nonsense', async () => {
    const failed = await at.get('/', { body: '{"error":"no"}', headers: json })
    expect([failed.status, failed.text]).toEqual([500, '{"message":"Internal Server Error"}'])
    expect((await at.result({ statusCode: 'x' })).status).toBe(500)
  })

  it('takes 10,240 bytes of request line and headers and no more', async () => {
    const room = 10_240 - (headersOf(0).length - 2)
    expect(await sendRaw(at.url, headersOf(room), false)).toMatch(/^HTTP\/1.1 200 /)
    expect(await sendRaw(at.url, headersOf(room + 1), false)).toMatch(/^HTTP\/1.1 431 /)
  })

  it.each([
    ['over 10 MB', Buffer.alloc(10 * MIB + 1)],
    ['that makes an event of over 6 MB', Buffer.alloc(5 * MIB)],
  ])('refuses a body %s', async (_, body) => {
    const reply = await at.get('/', { body })
    expect([reply.status, reply.text]).toEqual([413, '{"message":"Request Entity Too Large"}'])
  })
})

describe('a REST API', () => {
  const at = shared(() =>
    answering({
      http: {
        kind: 'rest',
        stage: 'dev',
        binaryMediaTypes: ['image/*'],
        routes: ['GET /items/{id}', 'ANY /files/{proxy+}'],
      },
    }),
  )

  it('routes below the stage and makes its own event', async () => {
    const { json: event } = await at.get('/dev/items/a%20b?x=1')
    expect(event).toMatchObject({
      resource: '/items/{id}',
      path: '/items/a%20b',
      pathParameters: { id: 'a%20b' },
      multiValueQueryStringParameters: { x: ['1'] },
      requestContext: { stage: 'dev', path: '/dev/items/a%20b', resourcePath: '/items/{id}' },
    })
    expect(event).not.toHaveProperty('version')
  })

  it('passes media types of its list as base64', async () => {
    const { json: event } = await at.get('/dev/files/x', {
      body: Buffer.from([0xff]),
      headers: { 'Content-Type': 'image/png' },
    })
    expect([event.isBase64Encoded, event.body]).toEqual([true, '/w=='])
  })

  it('is a 403 where there is no resource or method', async () => {
    const reply = await at.get('/dev/nothing')
    expect([reply.status, reply.text]).toEqual([403, '{"message":"Missing Authentication Token"}'])
    expect(reply.headers['x-amzn-errortype']).toBe('MissingAuthenticationTokenException')
    expect((await at.get('/dev/items/1', { method: 'PUT' })).status).toBe(403)
  })

  it('is a 502 where the function answers with more than it may', async () => {
    const reply = await send(`${at.url}/dev/files/x`, {
      body: JSON.stringify({ result: '{"statusCode":200,"cookies":[]}' }),
    })
    expect([reply.status, reply.text]).toEqual([502, '{"message": "Internal server error"}'])
  })
})

describe('a REST API without routes', () => {
  const at = shared(() => answering({ http: 'rest' }))

  it('has a resource for the root and one for everything below it', async () => {
    expect((await at.get('/')).json.resource).toBe('/')
    const { json: event } = await at.get('/a/b')
    expect([event.resource, event.pathParameters]).toEqual(['/{proxy+}', { proxy: 'a/b' }])
  })
})

describe('a load balancer', () => {
  const single = shared(() => answering({ http: 'alb' }))
  const multi = shared(() => answering({ http: { kind: 'alb', multiValueHeaders: true } }))

  it('makes an event with single or with multiple values', async () => {
    const headers = ['Host', 'x', 'X-One', 'a', 'X-One', 'b']
    const { json: one } = await single.get('/p?q=%20', { headers })
    expect(one).toMatchObject({
      requestContext: { elb: { targetGroupArn: expect.stringMatching(/^arn:aws:elasticload/) } },
      path: '/p',
      queryStringParameters: { q: '%20' },
      body: '',
    })
    expect(one.headers['x-one']).toBe('b')
    const { json: two } = await multi.get('/p', { headers })
    expect(two.multiValueHeaders['x-one']).toEqual(['a', 'b'])
  })

  it('lets the function choose the reason, and is a 502 for a malformed answer', async () => {
    const raw = await sendRaw(
      single.url,
      post(
        JSON.stringify({
          result: JSON.stringify({ statusCode: 200, statusDescription: '200 Fine', body: '' }),
        }),
        'close',
      ),
      false,
    )
    expect(raw).toMatch(/^HTTP\/1.1 200 Fine\r\n/)
    expect((await single.result('text')).status).toBe(502)
  })

  it('refuses a body of more than 1 MB', async () => {
    expect((await single.get('/', { body: Buffer.alloc(MIB + 1) })).status).toBe(413)
  })
})

describe('CORS', () => {
  const at = shared(() =>
    answering({
      http: {
        kind: 'http-api',
        routes: ['POST /'],
        cors: { origins: ['https://a.example'], methods: ['GET'], headers: ['x-mine'], maxAge: 60 },
      },
    }),
  )
  const origin = { Origin: 'https://a.example' }

  it('answers a preflight request itself, whatever the routes are', async () => {
    const reply = await at.get('/anywhere', {
      method: 'OPTIONS',
      headers: { ...origin, 'Access-Control-Request-Method': 'GET' },
    })
    expect(reply.status).toBe(204)
    expect(reply.headers).toMatchObject({
      'access-control-allow-origin': 'https://a.example',
      'access-control-allow-methods': 'GET',
      'access-control-allow-headers': 'x-mine',
      'access-control-max-age': '60',
    })
  })

  it('adds its headers to what the function answers', async () => {
    const reply = await at.result({ statusCode: 200, body: '' }, { headers: origin })
    expect(reply.headers['access-control-allow-origin']).toBe('https://a.example')
  })
})

describe('CORS of a REST API', () => {
  const at = shared(() =>
    answering({
      http: {
        kind: 'rest',
        routes: ['POST /', 'GET /items/{id}', 'OPTIONS /own'],
        cors: { origins: ['https://a.example'], methods: ['*'], credentials: true },
      },
    }),
  )
  const headers = { Origin: 'https://a.example', 'Access-Control-Request-Method': 'GET' }
  const asked = (path: string) => at.get(path, { method: 'OPTIONS', headers })

  it('is the API’s answer to OPTIONS at every path, but where a function has that route', async () => {
    const reply = await asked('/prod/items/7')
    expect(reply.status).toBe(204)
    expect(reply.headers).toMatchObject({
      'access-control-allow-origin': 'https://a.example',
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS',
    })
    expect((await asked('/prod/own')).json).toMatchObject({ resource: '/own' })
  })

  it('lets pages see what the API refuses, and adds nothing to what a function answers', async () => {
    const refused = await asked('/prod/elsewhere')
    expect(refused.status).toBe(403)
    expect(refused.headers['access-control-allow-origin']).toBe('https://a.example')
    const own = { statusCode: 200, headers: { 'Access-Control-Allow-Origin': 'mine' }, body: '' }
    const reply = await at.result(own, { headers })
    expect(reply.headers['access-control-allow-origin']).toBe('mine')
  })
})

describe('several Function URLs', () => {
  const at = shared(() => [
    answering({ name: 'One', http: 'url' }),
    answering({ name: 'two', http: 'url' }),
    answering({ name: 'hidden', http: 'none' }),
  ])

  it('have a port each, which reaches them whatever the Host header says', async () => {
    const { urls, url } = at.local.lambda
    expect(Object.keys(urls)).toEqual(['One', 'two'])
    expect(urls['One']).toBe(url)
    expect(urls['two']).not.toBe(url)
    for (const name of ['One', 'two']) {
      for (const host of ['one.localhost', 'two.example.com', new URL(urls[name]!).host]) {
        at.local.events.length = 0
        const reply = await send(urls[name]!, { headers: ['Host', host] })
        expect(reply.json.requestContext.domainName).toBe(host)
        expect((await at.local.event('request')).function).toBe(name)
      }
    }
  })

  it('have the Invoke API on every port', async () => {
    for (const url of Object.values(at.local.lambda.urls)) {
      const body = '{"result":"7"}'
      const path = '/2015-03-31/functions/hidden/invocations'
      expect((await send(url + path, { body })).status).toBe(200)
    }
  })
})

describe('functions of several kinds', () => {
  const paths = { 'http-api': '/x', 'http-api-v1': '/y', rest: '/x', alb: '/x', url: '/x' } as const
  const at = shared(() =>
    Object.entries(paths).map(([kind, path]) =>
      answering({
        name: kind,
        http: {
          kind: kind as keyof typeof paths,
          ...(kind !== 'url' && { routes: [`GET ${path}`] }),
        },
      }),
    ),
  )

  it('do not hide each other: the same path reaches each at its own address', async () => {
    const { urls } = at.local.lambda
    expect(new Set(Object.values(urls)).size).toBe(4)
    expect(urls['http-api']).toBe(urls['http-api-v1'])
    for (const [kind, path] of Object.entries(paths)) {
      at.local.events.length = 0
      expect((await send(urls[kind]! + path)).status).toBe(200)
      expect((await at.local.event('request')).function).toBe(kind)
    }
  })
})

describe('a project without an endpoint', () => {
  it('answers as AWS does an unknown address, and says why', async () => {
    await using local = await start(answering({ http: 'none' }))
    const reply = await send(local.url)
    expect([reply.status, reply.text]).toEqual([403, '{"Message":null}'])
    expect(reply.headers['x-amzn-errortype']).toBe('AccessDeniedException')
    const { refused } = await local.event('request')
    expect(refused).toMatchObject({
      cause: 'no-route',
      reason: expect.stringContaining('oche invoke'),
    })
  })
})

describe('many requests at once', () => {
  const at = shared(() => answering({ http: 'url' }))

  it('each get their own answer', async () => {
    const numbers = Array.from({ length: 200 }, (_, n) => n)
    const replies = await Promise.all(numbers.map((n) => at.result(`answer ${n}`)))
    expect(replies.map(({ text }) => text)).toEqual(numbers.map((n) => `answer ${n}`))
  })
})

describe('a function at its reserved concurrency', () => {
  it.each([
    ['url', 429, '{"Reason":"ConcurrentInvocationLimitExceeded","Type":"User"}'],
    ['http-api', 503, '{"message":"Service Unavailable"}'],
    ['rest', 500, '{"message": "Internal server error"}'],
  ] as const)('is refused behind %s', async (http, status, text) => {
    await using local = await start(answering({ http, reservedConcurrency: 0 }))
    const reply = await send(local.url)
    expect([reply.status, reply.text]).toEqual([status, text])
  })
})

describe('what is no HTTP', () => {
  const at = shared(() => answering({ http: 'url' }))

  it.each([
    ['nonsense', 'hello\r\n\r\n', /^HTTP\/1.1 400 /],
    [
      'headers without end',
      `GET / HTTP/1.1\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`,
      /^HTTP\/1.1 431 /,
    ],
    [
      'two different lengths',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
      /^HTTP\/1.1 400 /,
    ],
  ])('is refused: %s', async (_, bytes, expected) => {
    expect(await sendRaw(at.url, bytes)).toMatch(expected)
    expect((await at.get('/')).status).toBe(200)
  })
})
