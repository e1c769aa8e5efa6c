import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bootstrap, fn, isAlive, start, type FunctionParts, type Started } from './support.ts'

let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'oche-test-'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const layer = (name: string) => fileURLToPath(new URL(`layers/${name}`, import.meta.url))

/** A function with the extension of tests/local/layers/watched. */
function watched(act = '', { environment, ...parts }: FunctionParts = {}): Promise<Started> {
  const own = { EXTENSION_ACT: act, ...environment }
  return start(fn({ layers: [layer('watched')], environment: own, ...parts }))
}

/** What an extension has printed, in its order. */
function linesOf({ events }: Started): string[] {
  return events.flatMap((event) =>
    event.type === 'log' && event.extension === 'watcher' ? [event.line] : [],
  )
}

function eventsOf(local: Started): Record<string, unknown>[] {
  return linesOf(local)
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
}

/** First words of Lambda's own lines. */
function platformOf({ events }: Started): string[] {
  return events.flatMap((event) =>
    event.type === 'platform' ? [event.line.split(/[ \t]/)[0]!] : [],
  )
}

describe.concurrent('an external extension', () => {
  it('registers before the runtime starts, is told of every invocation, and of the end', async () => {
    const local = await watched()
    const { requestId, logs, value } = await local.act({ act: 'headers' })
    await local.lambda.close()
    expect(linesOf(local)[0]).toBe(
      'registered {"accountId":"123456789012","functionName":"f","functionVersion":"$LATEST","handler":"bootstrap"}',
    )
    const [invoke, shutdown] = eventsOf(local)
    expect(invoke).toEqual({
      eventType: 'INVOKE',
      deadlineMs: Number(value['lambda-runtime-deadline-ms']),
      requestId,
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:f',
      tracing: { type: 'X-Amzn-Trace-Id', value: value['lambda-runtime-trace-id'] },
    })
    expect(shutdown).toEqual({
      eventType: 'SHUTDOWN',
      shutdownReason: 'spindown',
      deadlineMs: expect.any(Number),
    })
    expect(platformOf(local)).toEqual(['INIT_START', 'EXTENSION', 'START', 'END', 'REPORT'])
    const { line } = await local.event('platform', (event) => event.line.startsWith('EXTENSION'))
    expect(line).toBe('EXTENSION\tName: watcher\tState: Ready\tEvents: [INVOKE, SHUTDOWN]')
    expect(logs.join()).not.toContain('registered')
  })

  it('holds the next invocation back until it asks for more, and no answer', async () => {
    const file = join(folder, 'go')
    const environment = { EXTENSION_FILE: file }
    const local = await start(
      fn({ layers: [layer('watched')], environment, executable: bootstrap('acts') }),
      { concurrency: 1 },
    )
    expect((await fetch(local.url)).status).toBe(200)
    await local.event('log', ({ extension, line }) => extension !== undefined && line[0] === '{')
    const second = local.act({})
    expect(platformOf(local)).not.toContain('REPORT')
    expect(platformOf(local).filter((word) => word === 'START')).toHaveLength(1)
    writeFileSync(file, '')
    await second
    expect(platformOf(local).slice(2)).toEqual(['START', 'END', 'REPORT', 'START', 'END', 'REPORT'])
    await local.lambda.close()
  })

  it.each([
    ['crash', 'Extension.Crash', 'exit status 3'],
    ['exit error', 'Extension.ExitError', 'exit status 1'],
    ['init error', 'Extension.InitError', 'exit status 1'],
  ])('that ends by %s fails the invocation as %s', async (act, errorType, reason) => {
    await using local = await watched(act)
    const { value, requestId } = await local.act({ act: 'hang' })
    expect(value).toEqual({ errorType, errorMessage: `RequestId: ${requestId} Error: ${reason}` })
    const { message } = await local.event('fault', (fault) => fault.message.includes(reason))
    expect(message).toBe(`f lost its extension watcher (${errorType}): ${reason}`)
  })

  it('that cannot be started fails the invocation, and is told of', async () => {
    await using local = await start(fn({ layers: [layer('broken')] }))
    const { value, requestId } = await local.act({})
    expect(value).toEqual({
      errorType: 'Extension.LaunchError',
      errorMessage: `RequestId: ${requestId} Error: fork/exec /opt/extensions/watcher: permission denied`,
    })
    const { line } = await local.event('platform', (event) => event.line.startsWith('EXTENSION'))
    expect(line).toMatch(/State: LaunchError\tEvents: \[\]\tError Type: PermissionDenied$/)
  })

  it('of another machine is missed aloud, and left out', async () => {
    const opt = mkdtempSync(join(folder, 'opt-'))
    mkdirSync(join(opt, 'extensions'))
    const machine = process.arch === 'x64' ? 0xb7 : 0x3e
    const head = Buffer.alloc(64)
    head.write('\x7fELF', 'latin1')
    head.writeUInt16LE(machine, 18)
    writeFileSync(join(opt, 'extensions', 'agent'), head)
    await using local = await start(fn({ layers: [opt] }))
    expect((await local.event('fault')).message).toBe(
      'f runs without the extension agent: it is a program for another machine',
    )
    expect((await local.act({ act: 'count' })).value.count).toBe(1)
  })

  it('has no variables of the runtime’s own', async () => {
    await using local = await watched('environment', { environment: { TABLE: 'items' } })
    await local.act({})
    const line = linesOf(local).find((text) => text.startsWith('environment'))!
    const variables = JSON.parse(line.slice('environment '.length))
    expect(variables).toMatchObject({ TABLE: 'items', AWS_LAMBDA_FUNCTION_NAME: 'f' })
    expect(variables).not.toHaveProperty('_HANDLER')
    expect(variables).not.toHaveProperty('LAMBDA_TASK_ROOT')
  })
})

describe.concurrent('an internal extension', () => {
  it('is told of invocations, and its runtime may end in peace', async () => {
    const environment = { EVENTS: '["INVOKE"]' }
    const local = await start(fn({ executable: bootstrap('internal'), environment }))
    const { value, logs } = await local.act({ a: 1 })
    await local.lambda.close()
    expect(value).toEqual({ a: 1 })
    expect(logs.join('\n')).toContain('inside {"eventType":"INVOKE"')
    expect(local.events).toContainEqual(expect.objectContaining({ line: 'asked to end' }))
  })

  it('gives its runtime no more than Lambda’s time', async () => {
    const environment = { STAYS: '1' }
    const local = await start(fn({ executable: bootstrap('internal'), environment }))
    await local.act({})
    await local.lambda.close()
    expect(local.events).toContainEqual(expect.objectContaining({ line: 'asked to end' }))
  })
})

describe('the Extensions API', () => {
  it('refuses as AWS does', async () => {
    await using local = await start(fn({ executable: bootstrap('puppet.sh') }))
    void local.act({})
    const { line } = await local.event('log', (event) => event.line.startsWith('api '))
    const [, api, pid] = line.split(' ')
    const call = async (method: string, path: string, headers = {}, body?: string) => {
      const response = await fetch(`http://${api}/2020-01-01/extension/${path}`, {
        method,
        headers,
        ...(body !== undefined && { body }),
      })
      const text = await response.text()
      return { status: response.status, headers: response.headers, error: JSON.parse(text) }
    }
    const named = { 'Lambda-Extension-Name': 'mine' }
    const refusals = [
      await call('POST', 'register', {}, '{"events":[]}'),
      await call('POST', 'register', named, '{'),
      await call('POST', 'register', named, '{"events":["SHUTDOWN"]}'),
      await call('GET', 'event/next'),
      await call('GET', 'event/next', { 'Lambda-Extension-Identifier': 'x' }),
      await call('GET', 'event/next', { 'Lambda-Extension-Identifier': crypto.randomUUID() }),
    ]
    expect(refusals.map(({ status, error }) => [status, error.errorType])).toEqual([
      [403, 'Extension.InvalidExtensionName'],
      [403, 'InvalidRequestFormat'],
      [403, 'Extension.InvalidEventType'],
      [403, 'Extension.MissingExtensionIdentifier'],
      [403, 'Extension.InvalidExtensionIdentifier'],
      [403, 'Extension.UnknownExtensionIdentifier'],
    ])
    const registered = await call('POST', 'register', named, '{"events":["INVOKE"]}')
    expect(registered.error).toEqual({
      functionName: 'f',
      functionVersion: '$LATEST',
      handler: 'bootstrap',
    })
    const identifier = registered.headers.get('lambda-extension-identifier')!
    const known = { 'Lambda-Extension-Identifier': identifier }
    const again = [
      await call('POST', 'register', named, '{}'),
      await call('POST', 'init/error', known),
      await call('PUT', 'register', named, '{}'),
      await call('POST', 'init/error', {
        ...known,
        'Lambda-Extension-Function-Error-Type': 'Extension.Mine',
      }),
      await call('GET', 'event/next', known),
    ]
    expect(again.map(({ status, error }) => [status, error.errorType ?? error.status])).toEqual([
      [403, 'Extension.InvalidExtensionState'],
      [403, 'Extension.MissingHeader'],
      [405, 'MethodNotAllowed'],
      [202, 'OK'],
      [403, 'Extension.InvalidExtensionState'],
    ])
    process.kill(Number(pid), 'SIGKILL')
    const report = await local.event('platform', (event) => event.line.startsWith('INIT_REPORT'))
    expect(report.line).toMatch(/Phase: init\tStatus: error\tError Type: Extension\.InitError$/)
    expect(isAlive(Number(pid))).toBe(false)
  })
})

interface Collected {
  answers: unknown[]
  closed: unknown[]
  records: { type: string; record: any }[]
}

/** What the extension of tests/local/layers/telemetry has got of one invocation and its end. */
async function collected(api: 'telemetry' | 'logs', parts: FunctionParts): Promise<Collected> {
  const environment = { API: api }
  const local = await start(fn({ layers: [layer('telemetry')], environment, ...parts }))
  await local.act({ act: 'say', out: '{"level":"info"}\n' })
  await local.lambda.close()
  const { line } = await local.event('log', ({ extension }) => extension === 'collector')
  return JSON.parse(line)
}

describe.concurrent('telemetry', () => {
  it('comes to an extension that has subscribed, from the start on', async () => {
    const { answers, closed, records } = await collected('telemetry', { logFormat: 'json' })
    expect(answers).toEqual([
      400,
      {
        errorType: 'ValidationError',
        errorMessage: 'types should not be empty; URI port is not provided',
      },
      200,
      'OK',
    ])
    expect(closed).toEqual([403, 'Telemetry.SubscriptionClosed'])
    expect(records.map(({ type }) => type)).toEqual([
      'platform.initStart',
      'platform.telemetrySubscription',
      'platform.initRuntimeDone',
      'platform.extension',
      'platform.initReport',
      'platform.start',
      'function',
      'platform.runtimeDone',
      'platform.report',
    ])
    expect(records[6]!.record).toEqual({ level: 'info' })
    expect(records[7]!.record).toMatchObject({ status: 'success' })
  })

  it('comes by the Logs API as that has it', async () => {
    const { records } = await collected('logs', {})
    expect(records.map(({ type }) => type)).toEqual([
      'platform.logsSubscription',
      'platform.extension',
      'platform.start',
      'function',
      'platform.runtimeDone',
      'platform.end',
      'platform.report',
    ])
    expect(records[3]!.record).toBe('{"level":"info"}')
  })
})
