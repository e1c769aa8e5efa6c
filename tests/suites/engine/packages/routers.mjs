import { Hono } from 'hono'
import { basicAuth } from 'hono/basic-auth'
import { bearerAuth } from 'hono/bearer-auth'
import { bodyLimit } from 'hono/body-limit'
import { compress } from 'hono/compress'
import { contextStorage, getContext } from 'hono/context-storage'
import { deleteCookie, getCookie, getSignedCookie, setCookie, setSignedCookie } from 'hono/cookie'
import { cors } from 'hono/cors'
import { csrf } from 'hono/csrf'
import { etag } from 'hono/etag'
import { html, raw } from 'hono/html'
import { HTTPException } from 'hono/http-exception'
import { jwt, sign } from 'hono/jwt'
import { languageDetector } from 'hono/language'
import { logger } from 'hono/logger'
import { methodOverride } from 'hono/method-override'
import { poweredBy } from 'hono/powered-by'
import { prettyJSON } from 'hono/pretty-json'
import { proxy } from 'hono/proxy'
import { requestId } from 'hono/request-id'
import { secureHeaders } from 'hono/secure-headers'
import { stream, streamSSE, streamText } from 'hono/streaming'
import { timeout } from 'hono/timeout'
import { timing } from 'hono/timing'
import { appendTrailingSlash, trimTrailingSlash } from 'hono/trailing-slash'
import { validator } from 'hono/validator'
import {
  AutoRouter,
  cors as ittyCors,
  createResponse,
  error,
  json,
  Router,
  status,
  withContent,
  withCookies,
  withParams,
} from 'itty-router'
import { check } from '../cases/check.mjs'

const told = async (response) => {
  const headers = [...response.headers].filter(([name]) => name !== 'server-timing')
  return { status: response.status, headers, body: await response.text() }
}

const app = new Hono()
const lines = []
app.use(
  '/logged/*',
  logger((...line) => lines.push(line.join(' ').replace(/\d+m?s/, ''))),
)
app.use(
  '/c/*',
  cors({
    origin: ['https://a.example', 'https://b.example'],
    credentials: true,
    allowMethods: ['GET', 'PUT'],
    exposeHeaders: ['x-a'],
    maxAge: 5,
  }),
)
app.use('/s/*', secureHeaders({ contentSecurityPolicy: { defaultSrc: ["'self'"] } }), poweredBy())
app.use('/e/*', etag())
app.use('/z/*', compress({ threshold: 1 }))
app.use('/p/*', prettyJSON())
app.use('/jwt/*', jwt({ secret: 'secret', alg: 'HS256' }))
app.use('/basic/*', basicAuth({ username: 'ann', password: 'päss' }))
app.use('/bearer/*', bearerAuth({ token: 'token' }))
app.use('/limit/*', bodyLimit({ maxSize: 5 }))
app.use('/csrf/*', csrf())
app.use('/id/*', requestId())
app.use('/slow/*', timeout(5))
app.use('/time/*', timing())
app.use(
  '/language/*',
  languageDetector({ supportedLanguages: ['en', 'de'], fallbackLanguage: 'en' }),
)
app.use('/context/*', contextStorage())
app.get('/', (c) => c.text('hi'))
app.get('/items/:id{[0-9]+}', (c) => c.json({ id: c.req.param('id'), all: c.req.queries('q') }))
app.get('/any/:a?/x', (c) => c.json(c.req.param()))
app.get('/wild/*', (c) => c.text(c.req.path))
app.post('/echo', async (c) => c.json(await c.req.json(), 201, { 'x-a': 'b' }))
app.post('/form', async (c) => c.json(await c.req.parseBody({ all: true, dot: true })))
app.post('/upload', async (c) => {
  const { file } = await c.req.parseBody()
  return c.json([file.name, file.type, file.size, await file.text()])
})
app.post('/bytes', async (c) => c.body(await c.req.arrayBuffer()))
app.get('/redirect', (c) => c.redirect('/ä?b', 307))
app.get('/refused', () => {
  throw new HTTPException(418, { message: 'no coffee' })
})
app.get('/fails', () => {
  throw new TypeError('fails')
})
app.get('/html', (c) => c.html(html`<p>${'<x>'}${raw('<b>')}${[1, 2]}</p>`))
app.get('/cookies', async (c) => {
  setCookie(c, 'a', 'b c;ä', {
    httpOnly: true,
    maxAge: 5,
    path: '/',
    sameSite: 'Lax',
    expires: new Date(0),
  })
  await setSignedCookie(c, 's', 'v', 'secret')
  deleteCookie(c, 'd')
  return c.json([getCookie(c), await getSignedCookie(c, 'secret')])
})
app.get('/stream', (c) =>
  stream(c, async (out) => {
    await out.write('a')
    await out.sleep(1)
    await out.write(Uint8Array.of(66))
    await out.pipe(new Blob(['c']).stream())
  }),
)
app.get('/text', (c) =>
  streamText(c, async (out) => {
    for (const one of 'abc') await out.writeln(one)
  }),
)
app.get('/events', (c) =>
  streamSSE(c, async (out) => {
    for (let id = 0; id < 3; id++)
      await out.writeSSE({ data: `line\nline ${id}`, event: 'e', id: String(id) })
  }),
)
app.get('/proxied', (c) =>
  proxy(`${process.env.OCHE_HTTP}/proxied?x=1`, {
    headers: { 'x-from': c.req.header('x-from') },
  }).then(async (answer) => {
    const { headers, ...rest } = await answer.json()
    return c.json({ ...rest, from: headers['x-from'] })
  }),
)
app.post(
  '/valid',
  validator('json', (value, c) => (typeof value.n === 'number' ? value : c.text('invalid', 400))),
  (c) => c.json(c.req.valid('json')),
)
app.get('/c/x', (c) => c.text('c'))
app.get('/s/x', (c) => c.text('s'))
app.get('/e/x', (c) => c.text('e'))
app.get('/z/x', (c) => c.text('z'.repeat(3000)))
app.get('/p/x', (c) => c.json({ a: [1] }))
app.get('/jwt/x', (c) => c.json(c.get('jwtPayload')))
app.get('/basic/x', (c) => c.text('b'))
app.get('/bearer/x', (c) => c.text('b'))
app.post('/limit/x', async (c) => c.text(await c.req.text()))
app.post('/csrf/x', (c) => c.text('ok'))
app.get('/id/x', (c) => c.text(c.get('requestId')))
app.get('/slow/x', async (c) => {
  await new Promise((resolve) => setTimeout(resolve, 50))
  return c.text('late')
})
app.get('/time/x', (c) => c.text('t'))
app.get('/language/x', (c) => c.text(c.get('language')))
app.get('/context/x', async (c) => {
  c.set('v', 1)
  await null
  return c.text(String(getContext().var.v))
})
app.get('/logged/x', (c) => c.text('l'))
app.notFound((c) => c.text('nothing', 404))
app.onError((failure, c) =>
  failure instanceof HTTPException
    ? failure.getResponse()
    : c.json([failure.name, failure.message], 500),
)
const nested = new Hono()
  .basePath('/v1')
  .get('/x', (c) => c.text('nested'))
  .all('/all', (c) => c.text(c.req.method))
app.route('/api', nested)

const multipart = new FormData()
multipart.append('file', new File(['inhält'], 'ä".txt', { type: 'text/plain' }))
multipart.append('k', 'v')
async function main() {
  const token = await sign({ sub: 'ann' }, 'secret', 'HS256')
  const json_ = { 'content-type': 'application/json' }
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const requests = [
    ['/'],
    ['/items/12?q=1&q=%C3%A4&x'],
    ['/items/x'],
    ['/any/1/x'],
    ['/any/x'],
    ['/wild/a/%2F/b'],
    ['/nowhere'],
    ['/echo', { method: 'POST', headers: json_, body: '{"a":[1,"λ"]}' }],
    ['/echo', { method: 'POST', headers: json_, body: '{"a":' }],
    ['/form', { method: 'POST', headers: form, body: 'a=1&a=2&b.c=%C3%A4+x&d' }],
    ['/form', { method: 'POST', body: multipart }],
    ['/upload', { method: 'POST', body: multipart }],
    ['/bytes', { method: 'POST', body: Uint8Array.of(0, 255, 128) }],
    ['/redirect'],
    ['/refused'],
    ['/fails'],
    ['/html'],
    ['/cookies', { headers: { cookie: 'a=1; b=%C3%A4; c="x"; s=v.bm9wZQ%3D%3D' } }],
    ['/stream'],
    ['/text'],
    ['/events'],
    ['/proxied', { headers: { 'x-from': 'me' } }],
    ['/valid', { method: 'POST', headers: json_, body: '{"n":1}' }],
    ['/valid', { method: 'POST', headers: json_, body: '{"n":"1"}' }],
    ['/c/x', { headers: { origin: 'https://a.example' } }],
    ['/c/x', { headers: { origin: 'https://z.example' } }],
    [
      '/c/x',
      {
        method: 'OPTIONS',
        headers: { origin: 'https://b.example', 'access-control-request-headers': 'x-y, x-z' },
      },
    ],
    ['/s/x'],
    ['/e/x'],
    ['/e/x', { headers: { 'if-none-match': '"58e6b3a414a1e090dfc6029add0f3555ccba127f"' } }],
    ['/p/x?pretty'],
    ['/jwt/x'],
    ['/jwt/x', { headers: { authorization: `Bearer ${token}` } }],
    ['/jwt/x', { headers: { authorization: `Bearer ${token}x` } }],
    ['/basic/x'],
    [
      '/basic/x',
      { headers: { authorization: `Basic ${Buffer.from('ann:päss').toString('base64')}` } },
    ],
    ['/bearer/x', { headers: { authorization: 'Bearer token' } }],
    ['/bearer/x', { headers: { authorization: 'Bearer no' } }],
    ['/limit/x', { method: 'POST', body: 'short' }],
    ['/limit/x', { method: 'POST', body: 'longer' }],
    [
      '/csrf/x',
      { method: 'POST', headers: { ...form, origin: 'https://evil.example' }, body: 'a=b' },
    ],
    ['/id/x', { headers: { 'x-request-id': 'mine' } }],
    ['/slow/x'],
    ['/time/x'],
    ['/language/x', { headers: { 'accept-language': 'fr;q=0.9, de;q=0.8' } }],
    ['/context/x'],
    ['/logged/x'],
    ['/api/v1/x'],
    ['/api/v1/all', { method: 'PATCH' }],
    ['/', { method: 'HEAD' }],
    ['/', { method: 'POST' }],
  ]
  for (const [path, init] of requests)
    await check(
      `hono ${init?.method ?? 'GET'} ${path} ${init?.headers ? Object.keys(init.headers).join() : ''}`,
      async () => told(await app.request(path, init)),
    )
  await check('hono log', () => lines)
  for (const encoding of ['gzip', 'deflate', 'br', 'gzip;q=0', '*'])
    await check(`hono compress ${encoding}`, async () => {
      const answer = await app.request('/z/x', { headers: { 'accept-encoding': encoding } })
      const kind = answer.headers.get('content-encoding')
      const body = kind ? answer.body.pipeThrough(new DecompressionStream(kind)) : answer.body
      return [kind, [...answer.headers], (await new Response(body).text()).length]
    })
  await check('hono slashes', async () => {
    const one = new Hono({ strict: true }).use(trimTrailingSlash()).get('/a', (c) => c.text('a'))
    const other = new Hono({ strict: true })
      .use(appendTrailingSlash())
      .get('/a/', (c) => c.text('a'))
    return [await told(await one.request('/a/')), await told(await other.request('/a'))]
  })
  await check('hono override', async () => {
    const one = new Hono()
    one.use('/x', methodOverride({ app: one }))
    one.delete('/x', (c) => c.text('deleted')).post('/x', (c) => c.text('posted'))
    return told(
      await one.request('/x', { method: 'POST', headers: form, body: '_method=DELETE&a=b' }),
    )
  })
  await check('hono events', async () => {
    const answer = await app.request('/events')
    const seen = []
    for await (const text of answer.body.pipeThrough(new TextDecoderStream())) seen.push(text)
    return seen.join('')
  })

  // --- itty-router
  const { preflight, corsify } = ittyCors({ origin: 'https://a.example' })
  const auto = AutoRouter({ before: [preflight], finally: [corsify] })
  auto
    .get('/items/:id', ({ id, query }) => ({ id, query }))
    .get('/file/:name.:ext', withParams, ({ name, ext }) => [name, ext])
    .get('/deep/:all+', ({ params }) => params)
    .post('/echo', withContent, ({ content }) => content)
    .get('/cookies', withCookies, ({ cookies }) => cookies)
    .get('/fails', () => error(418, { why: 'tea' }))
    .get('/throws', () => {
      throw new Error('thrown')
    })
    .get('/empty', () => status(204))
  for (const [path, init] of [
    ['/items/%C3%A4?a=1&a=2'],
    ['/file/a.b.txt'],
    ['/deep/a/b/c'],
    ['/nowhere'],
    ['/fails'],
    ['/throws'],
    ['/empty'],
    ['/echo', { method: 'POST', headers: json_, body: '{"a":1}' }],
    ['/echo', { method: 'POST', body: 'text' }],
    ['/echo', { method: 'POST', headers: form, body: 'a=1' }],
    ['/cookies', { headers: { cookie: 'a=1; b=2' } }],
    [
      '/x',
      {
        method: 'OPTIONS',
        headers: { origin: 'https://a.example', 'access-control-request-method': 'GET' },
      },
    ],
  ])
    await check(`itty ${init?.method ?? 'GET'} ${path}`, async () =>
      told(await auto.fetch(new Request(`https://a.example${path}`, init))),
    )
  await check('itty plain', async () => {
    const router = Router({ base: '/v1', catch: (failure) => error(failure) })
    router
      .get('/x', () => createResponse('text/csv')('a,b'))
      .all('*', () => json({ none: true }, { status: 404 }))
    return [
      await told(await router.fetch(new Request('https://a/v1/x'))),
      await told(await router.fetch(new Request('https://a/v1/y'))),
    ]
  })
}

void main()
