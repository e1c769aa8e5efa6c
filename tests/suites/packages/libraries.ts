import { expect } from 'vitest'
import { get, type Recipe } from './recipe.ts'

/** A function whose result for an empty event is known. */
function answers(expected: unknown): Recipe['check'] {
  return async (fn) => expect(await fn.invoke({})).toEqual(expected)
}

/** A Function URL's event, for handlers that take events. */
const request = (path: string, more: object = {}) => ({
  version: '2.0',
  routeKey: '$default',
  rawPath: path,
  rawQueryString: '',
  headers: { host: 'example.com', 'content-type': 'application/json' },
  isBase64Encoded: false,
  requestContext: {
    accountId: 'anonymous',
    apiId: 'a',
    domainName: 'a.lambda-url.us-east-1.on.aws',
    domainPrefix: 'a',
    requestId: 'r',
    routeKey: '$default',
    stage: '$default',
    time: '10/Jul/2026:00:00:00 +0000',
    timeEpoch: 0,
    http: {
      method: 'GET',
      path,
      protocol: 'HTTP/1.1',
      sourceIp: '203.0.113.24',
      userAgent: 'test',
    },
  },
  ...more,
})

const record = (messageId: string, body: string) => ({
  messageId,
  body,
  receiptHandle: 'h',
  attributes: {
    ApproximateReceiveCount: '1',
    SentTimestamp: '1545082649183',
    SenderId: 'AIDAIENQZJOLO23YVJ4VO',
    ApproximateFirstReceiveTimestamp: '1545082649185',
  },
  messageAttributes: {},
  md5OfBody: 'e4e68fb7bd0e697a0ae8f1bb342846b3',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:us-east-1:123456789012:items',
  awsRegion: 'us-east-1',
})

export const fetchFrameworks: Recipe[] = [
  {
    name: 'Hono',
    packages: { hono: '^4' },
    source: `
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { HTTPException } from 'hono/http-exception'
import { jwt, sign } from 'hono/jwt'
import { secureHeaders } from 'hono/secure-headers'
import { streamSSE } from 'hono/streaming'
const app = new Hono()
app.use(cors(), secureHeaders())
app.use('/private/*', jwt({ secret: 'secret', alg: 'HS256' }))
app.get('/text', (c) => c.text('hi'))
app.get('/token', async (c) => c.text(await sign({ sub: 'ann' }, 'secret', 'HS256')))
app.get('/private/me', (c) => c.json(c.get('jwtPayload' as never)))
app.get('/refused', () => { throw new HTTPException(418, { message: 'no coffee' }) })
app.get('/events', (c) => streamSSE(c, async (stream) => { await stream.writeSSE({ data: 'one' }) }))
export default app
`,
    async check(fn) {
      const text = await get(fn, '/text', { headers: { origin: 'https://example.com' } })
      expect(text).toMatchObject({ status: 200, body: 'hi' })
      expect(text.type).toMatch(/^text\/plain; ?charset=UTF-8$/)
      expect(text.headers.get('access-control-allow-origin')).toBe('*')
      expect(text.headers.get('x-content-type-options')).toBe('nosniff')
      expect(await get(fn, '/refused')).toMatchObject({ status: 418, body: 'no coffee' })
      expect((await get(fn, '/private/me')).status).toBe(401)
      const { body: token } = await get(fn, '/token')
      const headers = { authorization: `Bearer ${token}` }
      expect((await get(fn, '/private/me', { headers })).body).toBe('{"sub":"ann"}')
      expect((await get(fn, '/events')).body).toBe('data: one\n\n')
    },
  },
  {
    name: 'Hono JSX',
    packages: { hono: '^4' },
    file: 'tsx',
    source: `
/** @jsxImportSource hono/jsx */
import { Hono } from 'hono'
const Page = ({ name }: { name: string }) => <main class="a">Hello {name}</main>
const app = new Hono()
app.get('/', (c) => c.html(<Page name="Ann" />))
export default app
`,
    async check(fn) {
      expect((await get(fn, '/')).body).toBe('<main class="a">Hello Ann</main>')
    },
  },
  {
    name: 'React on the server',
    packages: { react: '^19', 'react-dom': '^19' },
    file: 'tsx',
    source: `
/** @jsxImportSource react */
import { renderToString } from 'react-dom/server'
const Page = ({ name }: { name: string }) => <main className="a">Hello <b>{name}</b></main>
export const handler = async () => renderToString(<Page name="Ann" />)
`,
    check: answers('<main class="a">Hello <b>Ann</b></main>'),
  },
  {
    name: 'itty-router',
    packages: { 'itty-router': '^5' },
    source: `
import { AutoRouter } from 'itty-router'
export default AutoRouter().get('/items/:id', ({ params }) => ({ id: params.id }))
`,
    async check(fn) {
      expect((await get(fn, '/items/7')).body).toBe('{"id":"7"}')
      expect((await get(fn, '/')).status).toBe(404)
    },
  },
  {
    name: 'Elysia',
    packages: { elysia: '^1' },
    engines: ['bun'],
    source: `
import { Elysia, t } from 'elysia'
export default new Elysia()
  .get('/items/:id', ({ params: { id } }) => ({ id }), { params: t.Object({ id: t.Numeric() }) })
  .post('/echo', ({ body }) => body)
`,
    async check(fn) {
      expect((await get(fn, '/items/7')).body).toBe('{"id":7}')
      expect((await get(fn, '/items/x')).status).toBe(422)
      const headers = { 'content-type': 'application/json' }
      const echo = await get(fn, '/echo', { method: 'POST', headers, body: '{"a":1}' })
      expect(echo.body).toBe('{"a":1}')
    },
  },
  {
    name: 'h3',
    packages: { h3: '^2' },
    source: `
import { H3 } from 'h3'
const app = new H3()
app.get('/items/:id', (event) => ({ id: event.context.params?.id }))
export default app
`,
    async check(fn) {
      expect(JSON.parse((await get(fn, '/items/7')).body)).toEqual({ id: '7' })
    },
  },
  {
    name: 'tRPC',
    packages: { '@trpc/server': '^11', zod: '^4' },
    source: `
import { initTRPC } from '@trpc/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { z } from 'zod'
const t = initTRPC.create()
const router = t.router({
  double: t.procedure.input(z.object({ n: z.number() })).query(({ input }) => input.n * 2),
})
export default {
  fetch: (req: Request) =>
    fetchRequestHandler({ endpoint: '/trpc', req, router, createContext: () => ({}) }),
}
`,
    async check(fn) {
      const input = encodeURIComponent('{"n":21}')
      expect((await get(fn, `/trpc/double?input=${input}`)).body).toBe('{"result":{"data":42}}')
      expect((await get(fn, '/trpc/double')).status).toBe(400)
    },
  },
  {
    name: 'GraphQL Yoga',
    packages: { 'graphql-yoga': '^5', graphql: '^16' },
    source: `
import { createSchema, createYoga } from 'graphql-yoga'
const schema = createSchema({
  typeDefs: 'type Query { hello(name: String!): String }',
  resolvers: { Query: { hello: (_: unknown, { name }: { name: string }) => 'hello ' + name } },
})
export default createYoga({ schema, logging: false })
`,
    async check(fn) {
      const answer = await get(fn, '/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ hello(name: "Ann") }' }),
      })
      expect(JSON.parse(answer.body)).toEqual({ data: { hello: 'hello Ann' } })
    },
  },
  {
    name: 'Apollo Server',
    packages: {
      '@apollo/server': '^5',
      '@as-integrations/express5': '^1',
      express: '^5',
      graphql: '^16',
    },
    source: `
import { ApolloServer } from '@apollo/server'
import { expressMiddleware } from '@as-integrations/express5'
import express from 'express'
const server = new ApolloServer({
  typeDefs: 'type Query { hello(name: String!): String }',
  resolvers: { Query: { hello: (_: unknown, { name }: { name: string }) => 'hello ' + name } },
})
await server.start()
const app = express()
app.use('/graphql', express.json(), expressMiddleware(server))
export default app
`,
    async check(fn) {
      const ask = (query: string) =>
        get(fn, '/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query }),
        })
      expect(JSON.parse((await ask('{ hello(name: "Ann") }')).body)).toEqual({
        data: { hello: 'hello Ann' },
      })
      // NODE_ENV is read when it runs: no stack trace in production.
      expect((await ask('{ nothing }')).body).not.toContain('stacktrace')
    },
  },
]

export const middleware: Recipe[] = [
  {
    name: 'middy',
    packages: {
      '@middy/core': '^6',
      '@middy/http-json-body-parser': '^6',
      '@middy/http-error-handler': '^6',
      '@middy/util': '^6',
    },
    source: `
import middy from '@middy/core'
import errors from '@middy/http-error-handler'
import json from '@middy/http-json-body-parser'
export const handler = middy(async (event: any) => ({ statusCode: 200, body: JSON.stringify(event.body) }))
  .use(json())
  .use(errors({ logger: false }))
`,
    async check(fn) {
      expect(await fn.invoke(request('/', { body: '{"a":1}' }))).toMatchObject({
        statusCode: 200,
        body: '{"a":1}',
      })
      const refused = await fn.invoke(request('/', { body: '{' }))
      expect(refused).toMatchObject({ statusCode: 415 })
    },
  },
  {
    name: 'Powertools',
    packages: {
      '@aws-lambda-powertools/logger': '^2',
      '@aws-lambda-powertools/metrics': '^2',
      '@aws-lambda-powertools/tracer': '^2',
      '@aws-lambda-powertools/parser': '^2',
      '@aws-lambda-powertools/batch': '^2',
      '@aws-lambda-powertools/event-handler': '^2',
      zod: '^4',
    },
    source: `
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch'
import { Router } from '@aws-lambda-powertools/event-handler/http'
import { Logger } from '@aws-lambda-powertools/logger'
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics'
import { SqsSchema } from '@aws-lambda-powertools/parser/schemas/sqs'
import { Tracer } from '@aws-lambda-powertools/tracer'
const logger = new Logger({ serviceName: 'items' })
const metrics = new Metrics({ namespace: 'shop', serviceName: 'items' })
const tracer = new Tracer({ serviceName: 'items' })
const app = new Router()
app.get('/items/:id', async ({ params }) => ({ id: params.id, traced: tracer.isTracingEnabled() }))
const processor = new BatchProcessor(EventType.SQS)
export const handler = async (event: any, context: any) => {
  logger.addContext(context)
  logger.info('working')
  metrics.addMetric('calls', MetricUnit.Count, 1)
  metrics.publishStoredMetrics()
  if (!event.Records) return app.resolve(event, context)
  SqsSchema.parse(event)
  return processPartialResponse(
    event,
    async ({ body }: { body: string }) => { if (body === 'bad') throw new Error('bad') },
    processor,
    { context },
  )
}
`,
    async check(fn) {
      const found = (await fn.invoke(request('/items/7'))) as { body: string }
      expect(JSON.parse(found.body)).toMatchObject({ id: '7' })
      const Records = [record('one', 'good'), record('two', 'bad')]
      expect(await fn.invoke({ Records })).toEqual({
        batchItemFailures: [{ itemIdentifier: 'two' }],
      })
    },
  },
]

export const libraries: Recipe[] = [
  {
    name: 'AWS SDK for JavaScript v3',
    packages: {
      '@aws-sdk/client-dynamodb': '^3',
      '@aws-sdk/lib-dynamodb': '^3',
      '@aws-sdk/client-s3': '^3',
      '@aws-sdk/s3-request-presigner': '^3',
    },
    source: `
import { createServer } from 'node:http'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
export const handler = async () => {
  // Stands for DynamoDB.
  const server = createServer((req, res) => {
    res.setHeader('content-type', 'application/x-amz-json-1.0')
    res.end(JSON.stringify({ Item: { id: { S: '7' }, signed: { BOOL: !!req.headers.authorization } } }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const client = new DynamoDBClient({ endpoint: 'http://127.0.0.1:' + port })
  const { Item } = await DynamoDBDocumentClient.from(client).send(
    new GetCommand({ TableName: 'items', Key: { id: '7' } }),
  )
  client.destroy()
  server.close()
  const url = await getSignedUrl(new S3Client({}), new GetObjectCommand({ Bucket: 'photos', Key: 'a.png' }))
  return { Item, host: new URL(url).host, signed: url.includes('X-Amz-Signature=') }
}
`,
    check: answers({
      Item: { id: '7', signed: true },
      host: 'photos.s3.us-east-1.amazonaws.com',
      signed: true,
    }),
  },
  {
    name: 'zod',
    packages: { zod: '^4' },
    source: `
import { z } from 'zod'
const Item = z.object({ id: z.coerce.number().int(), mail: z.email() })
export const handler = async () => [
  Item.parse({ id: '7', mail: 'ann@example.com' }),
  Item.safeParse({ id: 'x', mail: 'ann' }).error?.issues.map(({ path }) => path.join()),
]
`,
    check: answers([{ id: 7, mail: 'ann@example.com' }, ['id', 'mail']]),
  },
  {
    name: 'valibot',
    packages: { valibot: '^1' },
    source: `
import * as v from 'valibot'
export const handler = async () => v.parse(v.object({ n: v.pipe(v.string(), v.transform(Number)) }), { n: '7' })
`,
    check: answers({ n: 7 }),
  },
  {
    name: 'effect',
    packages: { effect: '^3' },
    source: `
import { Effect, Schedule } from 'effect'
let tries = 0
const work = Effect.suspend(() => (++tries < 3 ? Effect.fail('not yet') : Effect.succeed(tries)))
export const handler = () => Effect.runPromise(Effect.retry(work, Schedule.recurs(5)))
`,
    check: answers(3),
  },
  {
    name: 'jose',
    packages: { jose: '^6' },
    source: `
import { generateKeyPair, jwtVerify, SignJWT } from 'jose'
const { publicKey, privateKey } = await generateKeyPair('ES256')
export const handler = async () => {
  const token = await new SignJWT({ sub: 'ann' }).setProtectedHeader({ alg: 'ES256' }).sign(privateKey)
  return (await jwtVerify(token, publicKey)).payload
}
`,
    check: answers({ sub: 'ann' }),
  },
  {
    name: 'jsonwebtoken',
    packages: { jsonwebtoken: '^9' },
    source: `
import jwt from 'jsonwebtoken'
export const handler = async () =>
  jwt.verify(jwt.sign({ sub: 'ann' }, 'secret', { noTimestamp: true }), 'secret')
`,
    check: answers({ sub: 'ann' }),
  },
  {
    name: 'stripe',
    packages: { stripe: '^23' },
    source: `
import Stripe from 'stripe'
const stripe = new Stripe('sk_test_1')
const payload = JSON.stringify({ id: 'evt_1', object: 'event' })
export const handler = async () => {
  const header = await stripe.webhooks.generateTestHeaderStringAsync({ payload, secret: 'whsec_1' })
  return (await stripe.webhooks.constructEventAsync(payload, header, 'whsec_1')).id
}
`,
    check: answers('evt_1'),
  },
  {
    name: 'pino',
    packages: { pino: '^10' },
    source: `
import pino from 'pino'
const lines: unknown[] = []
const logger = pino({ base: null, timestamp: false }, { write: (line) => void lines.push(JSON.parse(line)) })
export const handler = async () => {
  logger.child({ a: 1 }).info('working')
  return lines
}
`,
    check: answers([{ level: 30, a: 1, msg: 'working' }]),
  },
  {
    name: 'winston',
    packages: { winston: '^3' },
    source: `
import { Writable } from 'node:stream'
import winston from 'winston'
const lines: unknown[] = []
const stream = new Writable({ write: (chunk, _, done) => { lines.push(JSON.parse(String(chunk))); done() } })
const logger = winston.createLogger({ transports: [new winston.transports.Stream({ stream })] })
export const handler = async () => {
  logger.info('working', { a: 1 })
  await new Promise((resolve) => setImmediate(resolve))
  return lines
}
`,
    check: answers([{ level: 'info', message: 'working', a: 1 }]),
  },
  {
    name: 'ai',
    packages: { ai: '^6', zod: '^4' },
    source: `
import { generateText } from 'ai'
import { MockLanguageModelV3 } from 'ai/test'
const model = new MockLanguageModelV3({
  doGenerate: async () => ({
    finishReason: 'stop', usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 }, warnings: [],
    content: [{ type: 'text', text: 'hello' }],
  }),
})
export const handler = async () => (await generateText({ model, prompt: 'say hello' })).text
`,
    check: answers('hello'),
  },
  {
    name: 'openai',
    packages: { openai: '^6' },
    source: `
import OpenAI from 'openai'
const answer = { choices: [{ message: { role: 'assistant', content: 'hello' } }] }
const client = new OpenAI({ apiKey: 'key', fetch: async () => Response.json(answer) })
export const handler = async () => {
  const { choices } = await client.chat.completions.create({
    model: 'a', messages: [{ role: 'user', content: 'say hello' }],
  })
  return choices[0]?.message.content
}
`,
    check: answers('hello'),
  },
]

const ROWS = [{ id: 1, name: 'Ann' }]

export const databases: Recipe[] = [
  {
    name: 'knex with pg',
    packages: { knex: '^3', pg: '^8' },
    source: `
import knex from 'knex'
const db = knex({ client: 'pg', connection: 'postgres://nobody@127.0.0.1:1/none' })
export const handler = async () => [
  db('items').where({ id: 7 }).toString(),
  await db('items').then(() => 'answered', (error) => error.code),
]
`,
    check: answers(['select * from "items" where "id" = 7', 'ECONNREFUSED']),
  },
  {
    name: 'pg',
    packages: { pg: '^8' },
    source: `
import { Client } from 'pg'
export const handler = () =>
  new Client('postgres://nobody@127.0.0.1:1/none').connect().then(() => 'connected', (error) => error.code)
`,
    check: answers('ECONNREFUSED'),
  },
  {
    name: 'postgres',
    packages: { postgres: '^3' },
    source: `
import postgres from 'postgres'
export const handler = async () => {
  const sql = postgres('postgres://nobody@127.0.0.1:1/none', { connect_timeout: 2 })
  return await sql\`select 1\`.then(() => 'answered', (error) => error.code)
}
`,
    check: answers('ECONNREFUSED'),
  },
  {
    name: 'bun:sqlite',
    packages: {},
    engines: ['bun'],
    source: `
import { Database } from 'bun:sqlite'
const db = new Database(':memory:')
db.run('create table items (id integer primary key, name text)')
db.run('insert into items (name) values (?)', ['Ann'])
export const handler = async () => db.query('select * from items').all()
`,
    check: answers(ROWS),
  },
  {
    name: 'node:sqlite',
    packages: {},
    engines: ['node'],
    source: `
import { DatabaseSync } from 'node:sqlite'
const db = new DatabaseSync(':memory:')
db.exec('create table items (id integer primary key, name text)')
db.prepare('insert into items (name) values (?)').run('Ann')
export const handler = async () => db.prepare('select * from items').all()
`,
    check: answers(ROWS),
  },
  {
    name: 'Drizzle with bun:sqlite',
    packages: { 'drizzle-orm': '^0.45' },
    engines: ['bun'],
    source: `
import { drizzle } from 'drizzle-orm/bun-sqlite'
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import create from './items.sql'
const items = sqliteTable('items', { id: integer().primaryKey(), name: text() })
const db = drizzle(':memory:')
db.run(create)
db.insert(items).values({ name: 'Ann' }).run()
export const handler = async () => db.select().from(items).all()
`,
    files: { 'src/items.sql': 'create table items (id integer primary key, name text)' },
    check: answers(ROWS),
  },
  {
    name: 'Drizzle with postgres',
    packages: { 'drizzle-orm': '^0.45', postgres: '^3' },
    source: `
import { eq } from 'drizzle-orm'
import { integer, pgTable, text } from 'drizzle-orm/pg-core'
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
const items = pgTable('items', { id: integer().primaryKey(), name: text() })
const db = drizzle(postgres('postgres://nobody@127.0.0.1:1/none'))
export const handler = async () => db.select().from(items).where(eq(items.id, 7)).toSQL().sql
`,
    check: answers('select "id", "name" from "items" where "items"."id" = $1'),
  },
  {
    name: 'Kysely with pg',
    packages: { kysely: '^0.28', pg: '^8' },
    source: `
import { Kysely, PostgresDialect } from 'kysely'
import { Pool } from 'pg'
const db = new Kysely<any>({
  dialect: new PostgresDialect({ pool: new Pool({ connectionString: 'postgres://nobody@127.0.0.1:1/none' }) }),
})
const query = db.selectFrom('items').selectAll().where('id', '=', 7)
export const handler = async () => [
  query.compile().sql,
  await query.execute().then(() => 'answered', (error) => error.code),
]
`,
    check: answers(['select * from "items" where "id" = $1', 'ECONNREFUSED']),
  },
  {
    name: 'pglite',
    packages: { '@electric-sql/pglite': '^0.5' },
    config: {
      include: ['pglite.data', 'pglite.wasm', 'initdb.wasm'].map((file) => ({
        from: `node_modules/@electric-sql/pglite/dist/${file}`,
        to: '.',
      })),
    },
    source: `
import { PGlite } from '@electric-sql/pglite'
const db = new PGlite()
await db.exec("create table items (id serial primary key, name text); insert into items (name) values ('Ann')")
export const handler = async () => (await db.query('select * from items')).rows
`,
    check: answers(ROWS),
  },
]
