import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { LocalEvent } from '../../src/local/index.ts'
import { send, type Sent } from './http.ts'
import { bootstrap, fn, start, type FunctionParts, type Started } from './support.ts'

const answering = (parts: FunctionParts) => fn({ executable: bootstrap('answers'), ...parts })
const api = (route: string) => ({ kind: 'http-api' as const, routes: [route] })

/** A request whose function answers with this. */
const result = (value: unknown) => ({
  body: JSON.stringify({ result: JSON.stringify(value) }),
})

const dryRun = { 'X-Amz-Invocation-Type': 'DryRun' }

describe('a request that did not get what the function answered', () => {
  let local: Started
  beforeAll(async () => {
    local = await start([
      answering({ name: 'items', http: api('ANY /items') }),
      answering({ name: 'few', http: api('ANY /few'), reservedConcurrency: 0 }),
      answering({ name: 'unbuilt', http: api('ANY /unbuilt'), code: undefined }),
      answering({ name: 'guarded', http: guarded('no') }),
      fn({ name: 'no', executable: bootstrap('authorizer'), http: 'none' }),
    ])
    local.lambda.replace('unbuilt', { failure: 'it does not compile' })
  })
  afterEach(() => void (local.events.length = 0))
  afterAll(() => local.lambda.close())

  const told = async (path: string, sent?: Sent) => {
    await send(local.url + path, sent)
    return local.event('request')
  }

  it.each<[string, string, Sent, LocalRefusal, RegExp]>([
    [
      'a malformed answer',
      '/items',
      result({ statusCode: 200, body: {} }),
      'malformed-answer',
      /^body is an object, not a string: JSON.stringify it$/,
    ],
    ['an error', '/items', { body: '{"error":"no such item"}' }, 'function-error', /no such item/],
    [
      'no route',
      '/nothing',
      {},
      'no-route',
      /^no route takes GET \/nothing: .* this HTTP API has ANY \/items, ANY \/few/,
    ],
    ['too much at once', '/few', {}, 'throttled', /^few .*reservedConcurrency/],
    [
      'a large body',
      '/items',
      { body: Buffer.alloc(10 * 1024 * 1024 + 1) },
      'body-too-large',
      /10485760 bytes/,
    ],
    [
      'long headers',
      '/items',
      { headers: { 'X-A': 'x'.repeat(11_000) } },
      'headers-too-large',
      /10240/,
    ],
    ['a failed build', '/unbuilt', {}, 'no-code', /^unbuilt has no build/],
    ['no identity', '/guarded', {}, 'unauthorized', /\$request.header.Authorization/],
    [
      'an authorizer that says no',
      '/guarded',
      authorized({ isAuthorized: false }),
      'forbidden',
      /^the authorizer no said no/,
    ],
    [
      'an authorizer that fails',
      '/guarded',
      { headers: { Authorization: 'fail' } },
      'authorizer-error',
      /^authorizer: no failed/,
    ],
  ])('%s: says why', async (_, path, sent, cause, reason) => {
    const event = await told(path, sent)
    expect(event.refused).toEqual({ cause, reason: expect.stringMatching(reason) })
    const wasInvoked = cause === 'malformed-answer' || cause === 'function-error'
    expect(event.function).toBe(wasInvoked ? 'items' : '')
    if (!wasInvoked) expect(event.coldStart).toBe(false)
  })

  it.each<[string, string, Sent, LocalRefusal | undefined]>([
    ['an unknown function', 'nobody', { body: '{}' }, 'no-route'],
    ['what is no JSON', 'items', { body: '{' }, 'bad-request'],
    ['a page of the web', 'items', { body: '{}', headers: { Origin: 'https://a.b' } }, 'forbidden'],
    ['too much at once', 'few', { body: '{}' }, 'throttled'],
    ['a failed build', 'unbuilt', { body: '{}' }, 'no-code'],
    ['a dry run', 'items', { body: '{}', headers: dryRun }, undefined],
    [
      'a preflight',
      'items',
      { method: 'OPTIONS', headers: { Origin: 'http://localhost' } },
      undefined,
    ],
  ])('of the Invoke API, %s: no function is named', async (_, name, sent, cause) => {
    const event = await told(`/2015-03-31/functions/${name}/invocations`, sent)
    expect([event.function, event.coldStart, event.refused?.cause]).toEqual(['', false, cause])
    if (cause !== undefined) expect(event.refused?.reason).toMatch(/\S/)
  })

  it('says nothing where it did', async () => {
    expect((await told('/items', result({ statusCode: 500 }))).refused).toBeUndefined()
  })
})

type LocalRefusal = NonNullable<Extract<LocalEvent, { type: 'request' }>['refused']>['cause']

function guarded(name: string) {
  return { ...api('ANY /guarded'), authorizer: { type: 'lambda' as const, function: name, ttl: 0 } }
}

function authorized(decision: object): Sent {
  return { headers: { Authorization: `result:${JSON.stringify(decision)}` } }
}
