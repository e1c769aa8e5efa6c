import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sampleEvents } from '../../../contract/samples/index.ts'
import { normalizeEvents } from '../../../core/config/events/schema.ts'
import { normalizeHttp } from '../../../core/config/schema.ts'
import { ENDPOINT_KINDS } from '../../../core/config/kinds.ts'
import { saveEvent } from '../../../core/saved-events.ts'
import { readEvent } from './event.ts'

let cwd: string
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), 'oche-event-'))))
afterEach(() => rmSync(cwd, { recursive: true, force: true }))

const url = { name: 'items', http: normalizeHttp('url') }
const read = async (given: string | undefined, fn = url, input = '') =>
  JSON.parse(
    Buffer.from(
      await readEvent(given, fn, { cwd, stdin: Readable.from([input]), root: cwd }),
    ).toString(),
  )

/** Without its first label, which is the endpoint's own. */
const hostOf = ({ headers }: any): string =>
  String(headers.host ?? headers.Host).replace(/^[^.]+/, '')

describe('readEvent', () => {
  it('does not take a folder for a file, even one called as a sample', async () => {
    for (const name of ['events', 'sqs']) mkdirSync(join(cwd, name))
    await expect(read('events')).rejects.toMatchObject({ code: 'EVENT_NOT_FOUND' })
    expect(await read('sqs')).toEqual(sampleEvents['sqs']!.event)
  })

  it('finds what is saved for the function by its name alone, before a sample of that name', async () => {
    saveEvent(cwd, { functionName: 'items', name: 'sqs', event: '{"mine":1}' })
    expect(await read('sqs')).toEqual({ mine: 1 })
    expect(await read('sqs', { ...url, name: 'other' })).toEqual(sampleEvents['sqs']!.event)
    saveEvent(cwd, { functionName: 'items', name: 'order-1', event: '[]' })
    await expect(read('order-2')).rejects.toMatchObject({ remedy: 'Did you mean "order-1"?' })
  })

  it('reads a file, standard input, or a sample', async () => {
    writeFileSync(join(cwd, 'e.json'), '{"from":"file"}')
    expect(await read('e.json')).toEqual({ from: 'file' })
    expect(await read('-', url, '{"from":"stdin"}')).toEqual({ from: 'stdin' })
    expect(await read('sqs')).toEqual(sampleEvents['sqs']!.event)
  })

  it('takes JSON as it is, unless a file is called so', async () => {
    for (const text of ['{"a":1}', ' [1, 2]', '"text"', '-1.5e3', 'true', 'null']) {
      expect(await read(text)).toEqual(JSON.parse(text))
    }
    writeFileSync(join(cwd, '42'), '{"from":"file"}')
    expect(await read('42')).toEqual({ from: 'file' })
    await expect(read('{"half":')).rejects.toMatchObject({
      code: 'EVENT_NOT_JSON',
      message: expect.stringContaining('the event in --event is not JSON'),
    })
  })

  it('takes by default what somebody would ask the endpoint first', async () => {
    expect(await read(undefined)).toMatchObject({
      rawPath: '/',
      requestContext: { http: { method: 'GET' } },
    })
    const rest = (...routes: string[]) =>
      read(undefined, { name: 'items', http: normalizeHttp({ kind: 'rest', routes } as never) })
    expect(await rest('POST /items', 'GET /items/{id}')).toMatchObject({
      resource: '/items/{id}',
      path: '/items/1',
      httpMethod: 'GET',
      pathParameters: { id: '1' },
    })
    expect(await rest('POST /items')).toMatchObject({ path: '/items', httpMethod: 'POST' })
    expect(await rest('POST /items', '$default')).toMatchObject({ path: '/', httpMethod: 'GET' })
    for (const kind of ENDPOINT_KINDS.filter((one) => one !== 'none')) {
      const event = await read(undefined, { name: 'items', http: normalizeHttp(kind) })
      expect(event.path ?? event.rawPath, kind).toBe('/')
      // By its host a runtime tells what the request came through.
      const called = { url: 'function-url', 'http-api': 'http-api-v2' }[kind as string]
      const sample = sampleEvents[called ?? kind]
      expect(hostOf(event), kind).toBe(hostOf(sample!.event))
    }
    expect(await read(undefined, { name: 'items', http: normalizeHttp('none') })).toEqual({})
  })

  it('takes what starts the function, by its type or by default, as oche.yaml names it', async () => {
    const queue = 'arn:aws:sqs:eu-west-1:123456789012:orders'
    const events = normalizeEvents([
      { schedule: { expression: 'rate(1 day)', input: [1], timezone: 'UTC', enabled: true } },
      { sqs: queue },
    ])
    const worker = { name: 'worker', http: normalizeHttp('none'), events }
    expect(await read(undefined, worker)).toEqual([1])
    expect((await read('sqs', worker)).Records[0].eventSourceARN).toBe(queue)
    expect(await read('s3', worker)).toEqual(sampleEvents['s3']!.event)
  })

  it('names the nearest sample for a misspelt one', async () => {
    await expect(read('http-api-v3')).rejects.toMatchObject({
      code: 'EVENT_NOT_FOUND',
      remedy: 'Did you mean "http-api-v2"?',
    })
  })

  it.each(Object.getOwnPropertyNames(Object.prototype))(
    'knows no sample called %s',
    async (name) => {
      await expect(read(name)).rejects.toMatchObject({ code: 'EVENT_NOT_FOUND' })
    },
  )

  it('refuses what is not JSON and what is too large', async () => {
    await expect(read('-', url, '{"half":')).rejects.toMatchObject({ code: 'EVENT_NOT_JSON' })
    await expect(read('-', url, `"${'x'.repeat(6 * 1024 * 1024)}"`)).rejects.toMatchObject({
      code: 'EVENT_TOO_LARGE',
    })
  })
})
