import { expect } from 'vitest'
import { get, type Recipe, type RunningFunction } from './recipe.ts'

/** What every framework is asked for: a path parameter, a body, cookies, bytes, an error, a miss. */
async function checkApplication(fn: RunningFunction): Promise<void> {
  const item = await get(fn, '/items/%C3%A4?q=1')
  expect(item).toMatchObject({ status: 200, body: '{"id":"ä","q":"1"}' })
  expect(item.type).toContain('application/json')
  const posted = await get(fn, '/echo', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"a":[1,"λ"]}',
  })
  expect(posted).toMatchObject({ status: 201, body: '{"a":[1,"λ"]}' })
  expect(posted.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  const bytes = await fetch(new URL('/bytes', fn.url))
  expect([...new Uint8Array(await bytes.arrayBuffer())]).toEqual([0, 255, 128])
  expect((await get(fn, '/nothing')).status).toBe(404)
  // What failed does not stand in the way of what follows.
  expect((await get(fn, '/fails')).status).toBe(500)
  expect((await get(fn, '/items/1')).status).toBe(200)
}

const EXPRESS = (name: string, more = '') => `
import express from '${name}'
const app = express()
app.use(express.json())
app.get('/items/:id', (req, res) => res.json({ id: req.params.id, q: req.query.q }))
app.post('/echo', (req, res) => {
  res.append('set-cookie', 'a=1').append('set-cookie', 'b=2').status(201).json(req.body)
})
app.get('/bytes', (req, res) => res.type('application/octet-stream').send(Buffer.from([0, 255, 128])))
app.get('/ip', (req, res) => res.json({ ip: req.ip, protocol: req.protocol, host: req.get('host') }))
app.get('/fails', () => { throw new Error('fails') })
${more}
export default app
`

async function checkExpress(fn: RunningFunction): Promise<void> {
  await checkApplication(fn)
  const { ip, host } = JSON.parse((await get(fn, '/ip')).body) as Record<string, string>
  expect(ip).toMatch(/^(::ffff:)?127\.0\.0\.1$/)
  expect(host).toBe(new URL(fn.url).host)
}

export const frameworks: Recipe[] = [
  {
    name: 'serverless-http',
    packages: { express: '^5', 'serverless-http': '^4' },
    source: EXPRESS('express').replace(
      'export default app',
      "import serverless from 'serverless-http'\nexport const handler = serverless(app, { binary: ['application/octet-stream'] })",
    ),
    check: checkApplication,
  },
  {
    name: 'Express 5',
    packages: { express: '^5' },
    source: EXPRESS('express'),
    check: checkExpress,
  },
  {
    name: 'Express 4',
    packages: { express4: 'npm:express@^4' },
    source: EXPRESS('express4'),
    check: checkExpress,
  },
  {
    name: 'Koa',
    packages: { koa: '^3' },
    source: `
import Koa from 'koa'
const app = new Koa()
app.silent = true
app.use(async (ctx) => {
  const [, first, id] = ctx.path.split('/')
  if (first === 'items') ctx.body = { id: decodeURIComponent(id), q: ctx.query.q }
  if (first === 'bytes') ctx.body = Buffer.from([0, 255, 128])
  if (first === 'fails') throw new Error('fails')
  if (first === 'echo') {
    let text = ''
    for await (const piece of ctx.req) text += piece
    ctx.cookies.set('a', '1', { httpOnly: false, path: null })
    ctx.cookies.set('b', '2', { httpOnly: false, path: null })
    ctx.status = 201
    ctx.body = JSON.parse(text)
  }
})
export const handler = app.callback()
`,
    check: checkApplication,
  },
  {
    name: 'Fastify',
    packages: { fastify: '^5' },
    source: `
import Fastify from 'fastify'
const app = Fastify()
app.get('/items/:id', async ({ params, query }: any) => ({ id: params.id, q: query.q }))
app.post('/echo', async ({ body }, reply) => {
  reply.header('set-cookie', 'a=1').header('set-cookie', 'b=2').code(201)
  return body
})
app.get('/bytes', async () => Buffer.from([0, 255, 128]))
app.get('/fails', async () => { throw new Error('fails') })
export default app
`,
    check: checkApplication,
  },
  {
    name: 'Nest',
    packages: {
      '@nestjs/common': '^12',
      '@nestjs/core': '^12',
      '@nestjs/platform-express': '^12',
      'reflect-metadata': '^0.2',
      rxjs: '^7',
    },
    source: `
import 'reflect-metadata'
import { Body, Controller, Get, Header, Module, Param, Post, Query, Res } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'

@Controller()
class Items {
  @Get('items/:id') item(@Param('id') id: string, @Query('q') q: string) { return { id, q } }
  @Post('echo') @Header('set-cookie', ['a=1', 'b=2'] as any) echo(@Body() body: unknown) { return body }
  @Get('bytes') bytes(@Res() res: any) { res.type('application/octet-stream').send(Buffer.from([0, 255, 128])) }
  @Get('fails') fails() { throw new Error('fails') }
}

@Module({ controllers: [Items] })
class App {}

export default await NestFactory.create(App, { logger: false })
`,
    files: {
      'tsconfig.json':
        '{"compilerOptions":{"experimentalDecorators":true,"emitDecoratorMetadata":true}}\n',
    },
    check: checkApplication,
  },
]
