import { afterAll, describe, expect, it } from 'vitest'
import { FakeRuntimeApi } from '../support/runtime-api.ts'
import { engines, Entries } from '../support/runtime-process.ts'

const entries = new Entries()
afterAll(() => entries[Symbol.dispose]())

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

describe.each(engines)('console on %s', (engine) => {
  /** What one invocation logs, and loading before it. */
  async function logOf(
    handler: string,
    env: Record<string, string> = {},
    headers: Record<string, string> = {},
  ): Promise<string[]> {
    await using api = await FakeRuntimeApi.start()
    await using process = entries.start(engine, 'logging.ts', {
      ...env,
      AWS_LAMBDA_RUNTIME_API: api.address,
      _HANDLER: handler,
    })
    await api.invoke({}, headers)
    ;(await api.arrival()).answer({ status: 500, body: 'the end' })
    await process.exit
    expect(process.stderr()).toBe('')
    return process
      .stdout()
      .split('\n')
      .slice(0, -1)
      .filter((line) => !line.includes('the end'))
  }

  const text = async (...args: Parameters<typeof logOf>) =>
    (await logOf(...args)).map((line) => {
      const [time, ...rest] = line.split('\t')
      expect(time).toMatch(TIME)
      return rest
    })

  const json = async (handler: string, env: Record<string, string> = {}, headers = {}) =>
    (await logOf(handler, { AWS_LAMBDA_LOG_FORMAT: 'JSON', ...env }, headers)).map((line) => {
      const { timestamp, ...rest } = JSON.parse(line)
      expect(timestamp).toMatch(TIME)
      return rest
    })

  it('indents groups behind the columns, and leaves JSON as it is', async () => {
    expect((await text('groups')).slice(1)).toEqual([
      ['id-1', 'INFO', 'outer 1'],
      ['id-1', 'INFO', '  a\r  b'],
      ['id-1', 'WARN', '    { c: 1 }'],
      ['id-1', 'INFO', 'after'],
    ])
    const messages = (await json('groups')).map(({ message }) => message as unknown)
    expect(messages.slice(1)).toEqual(['outer 1', 'a\nb', { c: 1 }, 'after'])
  })

  it('writes time, request id, level and text, all to standard output', async () => {
    expect(await text('levels')).toEqual([
      ['undefined', 'INFO', 'while loading'],
      ['id-1', 'TRACE', 't'],
      ['id-1', 'DEBUG', 'd'],
      ['id-1', 'INFO', 'i'],
      ['id-1', 'INFO', 'l'],
      ['id-1', 'WARN', 'w'],
      ['id-1', 'ERROR', 'e'],
      ['id-1', 'FATAL', 'f'],
    ])
  })

  it('formats as Node.js does, each entry one line', async () => {
    expect((await text('formats')).slice(1)).toEqual([
      ['id-1', 'INFO', 'a has 1 { b: [ 2 ] }'],
      ['id-1', 'INFO', 'two texts'],
      ['id-1', 'INFO', '100% sure'],
      ['id-1', 'INFO', '{ a: { b: { c: 1 } } }'],
      ['id-1', 'INFO', 'first\rsecond'],
      ['id-1', 'INFO', ''],
    ])
  })

  it('writes the stack of an error', async () => {
    const [, first, second] = await text('errors')
    expect(first![2]).toMatch(/^NotFound: no item\r {4}at x.*code: 404/s)
    expect(second![2]).toMatch(/^it failed: NotFound: no item\r {4}at x.*code: 404/s)
  })

  it('tells of an invocation’s error', async () => {
    const [, line] = await text('throws')
    expect(line!.slice(0, 3)).toEqual(['id-1', 'ERROR', 'Invoke Error '])
    expect(JSON.parse(line![3]!)).toEqual({
      errorType: 'NotFound',
      errorMessage: 'no item',
      code: 404,
      name: 'NotFound',
      stack: ['NotFound: no item', '    at x'],
    })
  })

  it('tells of what was thrown even where nothing can be read from it', async () => {
    const [, line] = await text('throwsUnreadable')
    expect(line!.slice(0, 3)).toEqual(['id-1', 'ERROR', 'Invoke Error '])
    expect(JSON.parse(line![3]!)).toMatchObject({ errorType: 'object' })
  })

  it('writes JSON where the function is set to it', async () => {
    const headers = { 'Lambda-Runtime-Aws-Tenant-Id': 'tenant-1' }
    expect(await json('levels', {}, headers)).toEqual([
      { level: 'INFO', message: 'while loading' },
      ...['TRACE', 'DEBUG', 'INFO', 'INFO', 'WARN', 'ERROR', 'FATAL'].map((level, at) => ({
        level,
        requestId: 'id-1',
        tenantId: 'tenant-1',
        message: 'tdilwef'[at],
      })),
    ])
  })

  it('keeps the structure of a single value in JSON', async () => {
    expect((await json('formats')).slice(1).map(({ message }) => message)).toEqual([
      'a has 1 { b: [ 2 ] }',
      'two texts',
      '100% sure',
      { a: { b: { c: 1 } } },
      'first\nsecond',
      '',
    ])
    const [, circular] = await json('circular')
    expect(circular.message).toMatch(/^<ref \*1> \{.*big: 1n.*\[Circular \*1\]/s)
  })

  it('writes errors as objects in JSON', async () => {
    const error = {
      errorType: 'NotFound',
      errorMessage: 'no item',
      stackTrace: ['NotFound: no item', '    at x'],
    }
    const [, first, second] = await json('errors')
    expect(first.message).toEqual({ ...error, name: 'NotFound', code: 404 })
    expect(second).toEqual({
      level: 'ERROR',
      requestId: 'id-1',
      message: expect.stringMatching(/^it failed: NotFound: no item\n {4}at x/),
      ...error,
    })
    const [, invoke] = await json('throws')
    expect(invoke).toMatchObject({ level: 'ERROR', requestId: 'id-1', message: error })
  })

  it.each([
    ['WARN', ['WARN', 'ERROR', 'FATAL']],
    ['fatal', ['FATAL']],
    ['INFO', ['INFO', 'INFO', 'INFO', 'WARN', 'ERROR', 'FATAL']],
    ['nonsense', ['INFO', 'TRACE', 'DEBUG', 'INFO', 'INFO', 'WARN', 'ERROR', 'FATAL']],
  ])('leaves out what is below the level %s', async (level, logged) => {
    expect(
      (await json('levels', { AWS_LAMBDA_LOG_LEVEL: level })).map((line) => line.level),
    ).toEqual(logged)
  })
})
