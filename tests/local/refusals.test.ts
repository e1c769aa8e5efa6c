import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LocalFunction } from '../../src/local/index.ts'
import { bootstrap, fn, start } from './support.ts'

/** Folder that stands for the system's temporary one. */
let folder: string
const before = process.env['TMPDIR']
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'oche-test-'))
  process.env['TMPDIR'] = folder
})
afterAll(() => {
  if (before === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = before
  rmSync(folder, { recursive: true, force: true })
})

describe('functions that cannot be served as they are given', () => {
  it.each<[string, LocalFunction[], RegExp]>([
    ['an unknown endpoint', [fn({ http: 'bogus' as never })], /^f: http.*bogus/],
    ['an unknown key of an endpoint', [fn({ http: { kind: 'url', x: 1 } as never })], /"x"/],
    ['a memory that is none', [fn({ memory: -5 })], /^memory of f: .*-5/],
    ['a timeout that is none', [fn({ timeout: '3' as never })], /^timeout of f: .*"3"/],
    ['no settings', [{ name: 'f' } as never], /^functions\[0\] has no settings/],
    ['a name twice', [fn(), fn()], /^two functions are called f$/],
    ['a name that is none', [fn({ name: 'a/../b' })], /^settings\.name: a function name has/],
    [
      'a variable that Lambda sets itself',
      [fn({ environment: { AWS_REGION: 'eu-west-1' } })],
      /^environment of f: Lambda sets AWS_REGION itself/,
    ],
  ])('%s: are a named error, and leave no folder', async (_, functions, message) => {
    await expect(start(functions)).rejects.toMatchObject({
      name: 'OcheError',
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(message),
      remedy: expect.any(String),
    })
    expect(readdirSync(folder)).toEqual([])
  })

  it('leave no folder where a layer cannot be laid over another', async () => {
    const layers = [bootstrap('acts'), bootstrap('lib')]
    await expect(start(fn({ layers }))).rejects.toThrow()
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('an event of the library', () => {
  it.each([
    ['larger than 6 MB', JSON.stringify('x'.repeat(6 * 1024 * 1024)), 'EVENT_TOO_LARGE', /413/],
    ['that is no JSON', '{"a":', 'EVENT_NOT_JSON', /400/],
    ['that is no text', { a: 1 } as never, 'EVENT_NOT_JSON', /an object/],
    ['that is no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'EVENT_NOT_JSON', /UTF-8/],
  ])('%s is refused as Lambda would, and reaches no function', async (_, event, code, message) => {
    await using local = await start()
    await expect(local.lambda.invoke('f', event)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    })
    expect(local.events).toEqual([])
  })

  it('that is empty is an empty object', async () => {
    await using local = await start()
    const { payload } = await local.lambda.invoke('f', '')
    expect(payload.toString()).toBe('{}')
  })
})

describe('functions called by words that every object knows', () => {
  it.each(['constructor', '__proto__', 'toString'])(
    '%s: are functions like others',
    async (name) => {
      const destinations = { onSuccess: 'others', onFailure: name }
      await using local = await start([
        fn({ name, destinations, retries: 0 }),
        fn({ name: 'others' }),
      ])
      expect(Object.hasOwn(local.lambda.urls, name)).toBe(true)
      expect(local.lambda.urls[name]).toMatch(/^http:/)
      const { payload } = await local.lambda.invoke(name, '1', { qualifier: 'live' })
      expect(payload.toString()).toBe('1')
      const url = `${local.url}/2015-03-31/functions/${name}/invocations`
      const headers = { 'X-Amz-Invocation-Type': 'Event' }
      expect((await fetch(url, { method: 'POST', body: '{"a":1}', headers })).status).toBe(202)
      await local.event('platform', (event) => event.function === 'others')
    },
  )

  it.each(['constructor', '__proto__', 'toString'])(
    '%s: are unknown where there are none',
    async (name) => {
      await using local = await start()
      expect(() => local.lambda.replace(name, { failure: '' })).toThrow(/no function/)
      await expect(local.lambda.invoke(name, '{}')).rejects.toMatchObject({
        code: 'FUNCTION_UNKNOWN',
      })
      await expect(local.lambda.invoke('f', '{}', { qualifier: name })).rejects.toMatchObject({
        code: 'FUNCTION_UNKNOWN',
      })
    },
  )
})

describe('a local Lambda', () => {
  it('that is closed says so', async () => {
    const local = await start()
    await local.lambda.close()
    await expect(local.act({})).rejects.toMatchObject({ code: 'LOCAL_CLOSED' })
  })

  it('does not listen on an address of another machine', async () => {
    // TEST-NET-1 of RFC 5737: nobody has it.
    await expect(start(fn(), { host: '192.0.2.1' })).rejects.toMatchObject({
      code: 'HOST_UNKNOWN',
      remedy: expect.stringContaining('--host'),
    })
    expect(readdirSync(folder)).toEqual([])
  })
})
