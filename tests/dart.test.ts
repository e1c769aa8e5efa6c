import { sampleEvents } from '../src/contract/samples/index.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCases } from './runtime/read-cases.ts'
import { replay } from './runtime/replay.ts'
import type { RuntimeCase } from './runtime/replay.ts'
import { dart, DartPrograms } from './support/dart.ts'
import type { DartProgram } from './support/dart.ts'
import { FakeRuntimeApi } from './support/runtime-api.ts'
import { launch } from './support/runtime-process.ts'

describe.runIf(dart)('the Dart runtime (skipped where there is no dart on the PATH)', () => {
  const programs = dart && new DartPrograms(dart)
  let program: DartProgram
  beforeAll(() => {
    program = programs!.compile('dart/oche/test/bootstraps/cases.dart')
  })
  afterAll(() => programs?.[Symbol.dispose]())

  const start = (env: Record<string, string>) => launch(program.command, program.args, env)
  const startWith = (api: FakeRuntimeApi, handler: string, env: Record<string, string> = {}) =>
    start({ AWS_LAMBDA_RUNTIME_API: api.address, _HANDLER: handler, ...env })

  describe('is held to the cases of every runtime', () => {
    it.each(readCases<RuntimeCase>('runtime'))('$name', (it) => replay(it, start))
  })

  it('tells every sample event by its source', async () => {
    await using api = await FakeRuntimeApi.start()
    await using _process = startWith(api, 'kind')
    const kinds: Record<string, string> = {}
    for (const [name, { event }] of Object.entries(sampleEvents)) {
      kinds[name] = JSON.parse((await api.invoke(JSON.stringify(event))).body.toString())
    }
    expect(kinds).toEqual({
      'http-api-v2': 'HttpApiEvent',
      'http-api-v1': 'HttpApiV1Event',
      rest: 'RestApiEvent',
      'function-url': 'FunctionUrlEvent',
      alb: 'AlbEvent',
      'alb-multi-value': 'AlbEvent',
      'websocket-connect': 'WebSocketConnect',
      'websocket-message': 'WebSocketMessage',
      'websocket-disconnect': 'WebSocketDisconnect',
      'authorizer-v2': 'AuthorizerEvent',
      'authorizer-v1': 'AuthorizerEvent',
      'authorizer-token': 'AuthorizerEvent',
      sqs: 'SqsEvent',
      sns: 'SnsEvent',
      dynamodb: 'DynamoDbEvent',
      kinesis: 'KinesisEvent',
      s3: 'S3Event',
      schedule: 'ScheduledEvent',
      eventbridge: 'EventBridgeEvent',
      'cloudwatch-logs': 'CloudWatchLogsEvent',
      'cognito-pre-sign-up': 'CognitoPreSignUp',
      'cognito-post-confirmation': 'CognitoPostConfirmation',
      'cognito-pre-token': 'CognitoPreToken',
      'cognito-custom-message': 'CognitoCustomMessage',
    })
  })

  it('answers one invocation after the other over one connection', async () => {
    await using api = await FakeRuntimeApi.start()
    await using _process = startWith(api, 'echo')
    for (const event of [{ a: 1 }, 'ü', null, [1, 2]]) {
      const posted = await api.invoke(JSON.stringify(event))
      expect(JSON.parse(posted.body.toString())).toEqual(event)
      expect(posted.headers).not.toHaveProperty('transfer-encoding')
      expect(posted.headers).not.toHaveProperty('accept-encoding')
      expect(posted.connection).toBe(1)
    }
  })

  it('reads a large event whole', async () => {
    await using api = await FakeRuntimeApi.start()
    await using _process = startWith(api, 'length')
    const posted = await api.invoke(JSON.stringify('x'.repeat(5_000_000)))
    expect(posted.body.toString()).toBe('5000000')
  })

  it('does not take the function’s proxy for the Runtime API', async () => {
    await using api = await FakeRuntimeApi.start()
    await using _process = startWith(api, 'echo', { HTTP_PROXY: 'http://127.0.0.1:1' })
    expect((await api.invoke(1)).body.toString()).toBe('1')
  })

  it('sends a stream in chunks', async () => {
    await using api = await FakeRuntimeApi.start()
    await using _process = startWith(api, 'stream')
    const posted = await api.invoke(null)
    expect(posted.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'lambda-runtime-function-response-mode': 'streaming',
      'transfer-encoding': 'chunked',
    })
    expect(posted.body.toString()).toBe('123')
    expect(posted.trailers).toEqual({})
    const again = await api.invoke(null)
    expect(again.body.toString()).toBe('123')
    expect(again.connection).toBe(1)
  })

  it('sends the error of a torn stream in the trailers, and goes on', async () => {
    await using api = await FakeRuntimeApi.start()
    await using _process = startWith(api, 'tornStream')
    const posted = await api.invoke(null)
    expect(posted.body.toString()).toBe('12')
    expect(posted.trailers['lambda-runtime-function-error-type']).toBe('Function.StateError')
    const error = posted.trailers['lambda-runtime-function-error-body']!
    expect(JSON.parse(Buffer.from(error, 'base64').toString())).toMatchObject({
      errorType: 'StateError',
      errorMessage: 'Bad state: torn',
    })
    await api.hand(null)
  })

  it('reports an error left behind as that invocation’s, and goes on', async () => {
    await using api = await FakeRuntimeApi.start()
    await using _process = startWith(api, 'leftBehind')
    for (const id of ['id-1', 'id-2']) {
      const posted = await api.invoke(null)
      expect(posted.path).toBe(`/2018-06-01/runtime/invocation/${id}/error`)
      expect(JSON.parse(posted.body.toString()).errorType).toBe('StateError')
    }
  })

  it('serves once', async () => {
    await using api = await FakeRuntimeApi.start()
    await using _process = startWith(api, 'servesAgain')
    expect(JSON.parse((await api.invoke(null)).body.toString())).toMatchObject({
      errorType: 'StateError',
      errorMessage: expect.stringMatching(/serve was called before: .* as a map$/),
    })
  })

  it('runs as many loops as Lambda allows invocations at once', async () => {
    await using api = await FakeRuntimeApi.start()
    await using _process = startWith(api, 'echo', { AWS_LAMBDA_MAX_CONCURRENCY: '3' })
    const polls = [await api.arrival(), await api.arrival(), await api.arrival()]
    for (const { received } of polls) expect(received.path).toMatch(/\/next$/)
  })

  it('logs as JSON where that is the format', async () => {
    await using api = await FakeRuntimeApi.start()
    await using process = startWith(api, 'print', { AWS_LAMBDA_LOG_FORMAT: 'JSON' })
    await api.invoke(null)
    await api.arrival()
    const lines = process.stdout().trim().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toEqual(
      ['printed', 'logged'].map((message) => ({
        timestamp: expect.any(String),
        level: 'INFO',
        requestId: 'id-1',
        message,
      })),
    )
  })

  it('ends with status 1 after an init error, and after a container error', async () => {
    await using api = await FakeRuntimeApi.start()
    await using unknown = startWith(api, 'nobody')
    expect((await api.posted()).path).toBe('/2018-06-01/runtime/init/error')
    expect((await unknown.exit).code).toBe(1)
    await using broken = startWith(api, 'echo')
    await api.hand(1)
    await api.posted({ status: 500 })
    expect((await broken.exit).code).toBe(1)
  })

  it('ends with status 1 and says why where its initialisation can never end', async () => {
    await using api = await FakeRuntimeApi.start()
    await using process = startWith(api, 'echo', { INITIALISATION: 'never' })
    expect((await process.exit).code).toBe(1)
    expect(process.stdout()).toContain('The initialisation has not ended after 8 s')
  }, 30_000)

  it.skipIf(process.platform === 'win32')(
    'says why and goes on where a handler can never end, until it is ended',
    async () => {
      await using api = await FakeRuntimeApi.start()
      await using process = startWith(api, 'never')
      await api.hand(1, { 'Lambda-Runtime-Deadline-Ms': String(Date.now() + 1500) })
      await expect.poll(() => process.stdout(), { timeout: 20_000 }).toContain('nearly over')
      process.child.kill('SIGKILL')
      expect(await process.exit).toEqual({ code: null, signal: 'SIGKILL' })
    },
    30_000,
  )

  it('says what it is where there is no Runtime API', async () => {
    await using process = start({})
    expect((await process.exit).code).toBe(1)
    expect(process.stderr()).toContain('start it with oche dev')
  })

  it.skipIf(process.platform === 'win32')('runs its hook on SIGTERM and ends', async () => {
    await using api = await FakeRuntimeApi.start()
    await using process = startWith(api, 'echo')
    await api.invoke(1)
    await api.arrival()
    process.child.kill('SIGTERM')
    expect(await process.exit).toEqual({ code: 0, signal: null })
    expect(process.stdout()).toContain('shut down')
  })

  it.skipIf(process.platform === 'win32')('ends with status 1 where its hook fails', async () => {
    await using api = await FakeRuntimeApi.start()
    const env = { SHUTDOWN: 'fails', AWS_LAMBDA_LOG_FORMAT: 'JSON' }
    await using process = startWith(api, 'echo', env)
    await api.arrival()
    process.child.kill('SIGTERM')
    expect(await process.exit).toEqual({ code: 1, signal: null })
    const lines = process.stdout().trim().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'INFO', message: 'shut down' },
      { level: 'ERROR', message: 'Shutdown Error', errorMessage: 'Bad state: in use' },
    ])
  })
})
