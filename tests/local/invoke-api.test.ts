import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeFrames } from './event-stream.ts'
import { send, type Sent } from './http.ts'
import { bootstrap, fn, start, type Started } from './support.ts'

const invoke = (
  local: Started,
  event: unknown,
  { headers, ...sent }: Sent & { to?: string } = {},
) =>
  send(`${local.url}/2015-03-31/functions/${sent.to ?? 'f'}/invocations`, {
    body: JSON.stringify(event),
    ...sent,
    headers: headers ?? {},
  })

/** One local Lambda for all tests of a block. */
function shared(): { started: Started } {
  const local = {} as { started: Started }
  beforeAll(async () => void (local.started = await start()))
  afterAll(() => local.started.lambda.close())
  return local
}

it('a function of a stage sees the name that it has in AWS, and is called by either', async () => {
  await using local = await start({ ...fn(), awsName: 'f-prod' })
  for (const to of ['f', 'f-prod', 'f-prod:live']) {
    const seen = await invoke(local, { act: 'environment' }, { to: encodeURIComponent(to) })
    expect(seen.json).toMatchObject({
      AWS_LAMBDA_FUNCTION_NAME: 'f-prod',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/f-prod',
    })
  }
  const { value } = await local.act({ act: 'headers' })
  expect(JSON.stringify(value)).toContain(':function:f-prod')
  expect((await invoke(local, {}, { to: 'f-dev' })).status).toBe(404)
})

describe('Invoke', () => {
  const local = shared()

  it('answers with what the function posted, the version and the request id', async () => {
    const reply = await invoke(local.started, { a: 1 })
    expect([reply.status, reply.json]).toEqual([200, { a: 1 }])
    expect(reply.headers).toMatchObject({
      'content-type': 'application/json',
      'x-amz-executed-version': '$LATEST',
      'x-amzn-requestid': expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    expect(reply.headers).not.toHaveProperty('x-amz-function-error')
    expect(reply.headers).not.toHaveProperty('x-amz-log-result')
  })

  it.each([
    'f:live',
    'arn:aws:lambda:us-east-1:123456789012:function:f',
    '123456789012:function:f',
  ])('knows the function as %s', async (name) => {
    const reply = await invoke(local.started, 1, { to: encodeURIComponent(name) })
    expect([reply.status, reply.text]).toEqual([200, '1'])
  })

  it.each([
    ['$LATEST', '$LATEST'],
    ['1', '1'],
    ['live', '1'],
  ])('of qualifier %s runs version %s', async (qualifier, version) => {
    const url = `${local.started.url}/2015-03-31/functions/f/invocations?Qualifier=${qualifier}`
    const seen = await send(url, { body: '{"act":"environment"}' })
    expect(seen.json.AWS_LAMBDA_FUNCTION_VERSION).toBe(version)
    expect(seen.json.AWS_LAMBDA_LOG_STREAM_NAME).toContain(`[${version}]`)
    const reply = await send(url, { body: '{"act":"headers"}' })
    expect(reply.headers['x-amz-executed-version']).toBe(version)
    expect(reply.json['lambda-runtime-invoked-function-arn']).toBe(
      `arn:aws:lambda:us-east-1:123456789012:function:f:${qualifier}`,
    )
  })

  it('without a body gets an empty object as its event', async () => {
    const reply = await invoke(local.started, undefined, { method: 'POST' })
    expect(reply.json).toEqual({})
  })

  it("of a handler that fails is a 200 with a header, not the function's status", async () => {
    const reply = await invoke(local.started, { act: 'fail', type: 'Mine', message: 'no' })
    expect([reply.status, reply.headers['x-amz-function-error'], reply.json]).toEqual([
      200,
      'Unhandled',
      { errorType: 'Mine', errorMessage: 'no', stackTrace: [] },
    ])
  })

  it('passes client context and tenant on', async () => {
    const clientContext = Buffer.from('{"custom":{"k":"ä"}}').toString('base64')
    const headers = { 'X-Amz-Client-Context': clientContext, 'X-Amz-Tenant-Id': 'blue' }
    const { json } = await invoke(local.started, { act: 'headers' }, { headers })
    expect(json['lambda-runtime-aws-tenant-id']).toBe('blue')
    const received = Buffer.from(json['lambda-runtime-client-context'], 'latin1').toString()
    expect(received).toBe('{"custom":{"k":"ä"}}')
  })

  it('takes a client context of several lines', async () => {
    const headers = {
      'X-Amz-Client-Context': Buffer.from('{\n\t"custom": "x"\r\n}').toString('base64'),
    }
    const { json } = await invoke(local.started, { act: 'headers' }, { headers })
    expect(JSON.parse(json['lambda-runtime-client-context'])).toEqual({ custom: 'x' })
  })

  it('never shares an execution environment between two versions', async () => {
    await using local = await start(fn(), { concurrency: 1 })
    const of = async (qualifier?: string) =>
      (await local.act({ act: 'count' }, qualifier === undefined ? {} : { qualifier })).value
    const [latest, live, first] = [await of(), await of('live'), await of('1')]
    expect(live.pid).not.toBe(latest.pid)
    expect(first).toEqual({ pid: live.pid, count: 2 })
    const many = ['live', undefined, '1', '$LATEST'].map((qualifier) => of(qualifier))
    expect(await Promise.all(many)).toHaveLength(4)
  })

  it('never shares an execution environment between two tenants', async () => {
    await using local = await start(fn(), { concurrency: 1 })
    const of = async (tenantId: string) => (await local.act({ act: 'count' }, { tenantId })).value
    const [blue, red, blueAgain] = [await of('blue'), await of('red'), await of('blue')]
    expect(new Set([blue.pid, red.pid, blueAgain.pid]).size).toBe(3)
    expect((await of('blue')).pid).toBe(blueAgain.pid)
  })

  it('of a tenant with a warm process does not wait for the process of another', async () => {
    await using local = await start(fn(), { concurrency: 2 })
    const of = (tenantId: string) => local.act({ act: 'count' }, { tenantId })
    const warm = await of('red')
    const [blue, red] = await Promise.all([of('blue'), of('red')])
    expect(red.value).toEqual({ pid: warm.value.pid, count: 2 })
    const starts = local.events.flatMap((event) =>
      event.type === 'platform' && event.line.startsWith('START') ? [event.requestId] : [],
    )
    expect(starts).toEqual([warm.requestId, red.requestId, blue.requestId])
  })

  it('with the log asked for has the last 4 KB of it', async () => {
    const reply = await invoke(
      local.started,
      { act: 'say', out: 'to stdout\n', err: 'to stderr\n' },
      { headers: { 'X-Amz-Log-Type': 'Tail' } },
    )
    const log = Buffer.from(reply.headers['x-amz-log-result'] as string, 'base64').toString()
    expect(log).toMatch(/^START RequestId: \S+ Version: \$LATEST\n/)
    expect(log).toContain('\nto stdout\n')
    expect(log).toContain('\nto stderr\n')
    expect(log).toMatch(
      /\nEND RequestId: \S+\nREPORT RequestId: \S+\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: 512 MB\tMax Memory Used: \d+ MB\t\n$/,
    )
    const long = await invoke(
      local.started,
      { act: 'say', out: `${'x'.repeat(9000)}\n` },
      { headers: { 'X-Amz-Log-Type': 'Tail' } },
    )
    expect(Buffer.from(long.headers['x-amz-log-result'] as string, 'base64')).toHaveLength(4096)
  })

  it('passes six megabytes each way untouched', async () => {
    const text = JSON.stringify('x'.repeat(6 * 1024 * 1024 - 2))
    const reply = await invoke(local.started, undefined, { body: text })
    expect(sha(reply.body)).toBe(sha(Buffer.from(text)))
  })
})

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('a request that Lambda does not accept', () => {
  const local = shared()

  it.each(['constructor', '__proto__', 'toString'])(
    'of qualifier %s finds no function: every object knows the word, Lambda does not',
    async (word) => {
      const path = `/2015-03-31/functions/f/invocations?Qualifier=${word}`
      const response = await fetch(`${local.started.url}${path}`, { method: 'POST', body: '{}' })
      expect(response.status).toBe(404)
      await response.text()
    },
  )

  it.each<[string, Sent & { path?: string }, number, string, object]>([
    [
      'names no function of here',
      { path: '/2015-03-31/functions/nobody/invocations' },
      404,
      'ResourceNotFoundException',
      {
        Type: 'User',
        Message:
          'Function not found: arn:aws:lambda:us-east-1:123456789012:function:nobody:$LATEST',
      },
    ],
    [
      'names no qualifier of here',
      { path: '/2015-03-31/functions/f/invocations?Qualifier=blue' },
      404,
      'ResourceNotFoundException',
      {
        Type: 'User',
        Message: 'Function not found: arn:aws:lambda:us-east-1:123456789012:function:f:blue',
      },
    ],
    [
      'holds no JSON',
      { body: '{"a":' },
      400,
      'InvalidRequestContentException',
      {
        Type: 'User',
        message: expect.stringMatching(/^Could not parse request body into json: ./),
      },
    ],
    [
      'is no UTF-8',
      { body: Buffer.from([0x22, 0xff, 0x22]) },
      400,
      'InvalidRequestContentException',
      { Type: 'User', message: 'Could not parse request body into json: Invalid UTF-8' },
    ],
    [
      'is larger than 6 MB',
      { body: JSON.stringify('x'.repeat(6 * 1024 * 1024)) },
      413,
      'RequestTooLargeException',
      {
        Type: 'User',
        message: 'Request must be smaller than 6291456 bytes for the InvokeFunction operation',
      },
    ],
    [
      'is asynchronous and larger than 1 MB',
      {
        body: JSON.stringify('x'.repeat(1024 * 1024)),
        headers: { 'X-Amz-Invocation-Type': 'Event' },
      },
      413,
      'RequestTooLargeException',
      {
        Type: 'User',
        message: 'Request must be smaller than 1048576 bytes for the InvokeFunction operation',
      },
    ],
    [
      'is of an unknown invocation type',
      { headers: { 'X-Amz-Invocation-Type': 'Later' } },
      400,
      'InvalidParameterValueException',
      { Type: 'User', message: expect.stringContaining("'Later' at 'invocationType'") },
    ],
    [
      'is of an unknown log type',
      { headers: { 'X-Amz-Log-Type': 'Head' } },
      400,
      'InvalidParameterValueException',
      { Type: 'User', message: expect.stringContaining("'Head' at 'logType'") },
    ],
    [
      'has a client context that is no JSON',
      { headers: { 'X-Amz-Client-Context': 'bm8=' } },
      400,
      'InvalidRequestContentException',
      { Type: 'User', message: expect.stringContaining('Client context must be a valid') },
    ],
    [
      'has a client context that is too long',
      { headers: { 'X-Amz-Client-Context': 'e'.repeat(3584) } },
      400,
      'InvalidRequestContentException',
      { Type: 'User', message: expect.stringContaining('3583') },
    ],
    ...[
      '/2015-03-31/functions/f/configuration',
      '/2015-03-31/functions',
      '/2015-03-31/functions/?MaxItems=5',
      '/2018-10-31/layers',
      '/2021-10-31/functions/f/url',
    ].map((path): [string, Sent & { path: string }, number, string, object] => [
      `asks for another operation: ${path}`,
      { path },
      404,
      'UnknownOperationException',
      {
        Type: 'User',
        message: expect.stringContaining('POST /2015-03-31/functions/{name}/invocations'),
      },
    ]),
  ])('because it %s', async (_, { path, ...sent }, status, type, body) => {
    const url = local.started.url + (path ?? '/2015-03-31/functions/f/invocations')
    const reply = await send(url, { body: '{}', ...sent })
    expect([reply.status, reply.headers['x-amzn-errortype'], reply.json]).toEqual([
      status,
      type,
      body,
    ])
  })

  it('because the reserved concurrency is used up', async () => {
    await using local = await start(fn({ reservedConcurrency: 1 }))
    void local.act({ act: 'hang' })
    await local.event('platform', ({ line }) => line.startsWith('START'))
    const reply = await invoke(local, {})
    expect([reply.status, reply.headers['x-amzn-errortype'], reply.json]).toEqual([
      429,
      'TooManyRequestsException',
      {
        Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
        Type: 'User',
        message: 'Rate Exceeded.',
      },
    ])
    await expect(local.act({})).rejects.toMatchObject({ code: 'FUNCTION_THROTTLED' })
  })
})

describe('a page in a browser', () => {
  const local = shared()
  const path = '/2015-03-31/functions/f/invocations'

  it('of this machine may call: its preflight is answered, and it may read what comes', async () => {
    const origin = 'http://localhost:5173'
    const preflight = await send(local.started.url + path, {
      method: 'OPTIONS',
      headers: {
        Origin: origin,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'content-type,x-amz-log-type',
      },
    })
    expect([preflight.status, preflight.text]).toEqual([204, ''])
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type,x-amz-log-type',
    })
    const reply = await invoke(local.started, { a: 1 }, { headers: { Origin: origin } })
    expect([reply.status, reply.json]).toEqual([200, { a: 1 }])
    expect(reply.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': '*',
      vary: 'Origin',
      'content-type': 'application/json',
    })
    const stream = '/2021-11-15/functions/f/response-streaming-invocations'
    const streamed = await send(local.started.url + stream, {
      body: '{}',
      headers: { Origin: origin },
    })
    expect(streamed.headers['access-control-allow-origin']).toBe(origin)
  })

  it.each([
    ['of the web', { Origin: 'https://evil.example' }],
    ['without an origin of its own', { Origin: 'null' }],
    ['by a name that points to this machine', { Host: 'evil.example' }],
  ])('%s may not, and no function runs', async (_, headers) => {
    const before = local.started.events.length
    const reply = await invoke(local.started, { act: 'count' }, { headers })
    expect([reply.status, reply.headers['x-amzn-errortype']]).toEqual([
      403,
      'AccessDeniedException',
    ])
    expect(reply.headers).not.toHaveProperty('access-control-allow-origin')
    const told = local.started.events.slice(before)
    expect(told.some((e) => e.type === 'platform' && e.line.startsWith('START'))).toBe(false)
  })

  it('of a host that is allowed may', async () => {
    await using other = await start(fn(), { allowedHosts: ['app.test'] })
    const headers = { Host: 'app.test:3000', Origin: 'https://app.test' }
    expect((await invoke(other, 1, { headers })).text).toBe('1')
    const refused = await invoke(local.started, 1, { headers })
    expect(refused.json.Message).toContain('--allow-host app.test')
  })
})

describe('an endpoint', () => {
  it('takes any Host and any Origin', async () => {
    await using local = await start(fn({ executable: bootstrap('answers') }))
    const headers = { Host: 'shop.example', Origin: 'https://evil.example' }
    expect((await send(local.url, { headers })).status).toBe(200)
  })
})

describe('DryRun', () => {
  it('is an empty 204 and runs nothing', async () => {
    await using local = await start()
    const reply = await invoke(local, {}, { headers: { 'X-Amz-Invocation-Type': 'DryRun' } })
    expect([reply.status, reply.text]).toEqual([204, ''])
    expect(reply.headers).not.toHaveProperty('x-amz-executed-version')
    expect(local.events.filter(({ type }) => type === 'platform')).toEqual([])
  })
})

describe('Event', () => {
  const headers = { 'X-Amz-Invocation-Type': 'Event' }

  it('is an empty 202 before the function has run', async () => {
    await using local = await start()
    const reply = await invoke(local, { act: 'say', out: 'ran\n' }, { headers })
    expect([reply.status, reply.text]).toEqual([202, ''])
    expect(reply.headers).not.toHaveProperty('x-amz-executed-version')
    const { requestId } = await local.event('log', ({ line }) => line === 'ran')
    expect(requestId).toBe(reply.headers['x-amzn-requestid'])
  })

  it('is tried three times with one request id, then dropped with a word', async () => {
    await using local = await start(fn(), { retryDelaysMs: [0] })
    await invoke(local, { act: 'fail', type: 'Mine', message: 'no' }, { headers })
    const { message, requestId } = await local.event('fault')
    expect(message).toBe('f gave up an event after 3 attempts: Mine: no')
    const starts = local.events.filter((e) => e.type === 'platform' && e.line.startsWith('START'))
    expect(starts.map((e) => 'requestId' in e && e.requestId)).toEqual([
      requestId,
      requestId,
      requestId,
    ])
  })

  it('that cannot be handled goes to the destination, with what became of it', async () => {
    const failing = fn({ retries: 0, destinations: { onFailure: 'bin', onSuccess: 'bin' } })
    await using local = await start([failing, fn({ name: 'bin', executable: bootstrap('prints') })])
    await invoke(local, { act: 'fail', type: 'Mine', message: 'no' }, { headers })
    const failed = JSON.parse((await local.event('log', (e) => e.function === 'bin')).line)
    expect(failed).toMatchObject({
      version: '1.0',
      requestContext: {
        functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:f:$LATEST',
        condition: 'RetriesExhausted',
        approximateInvokeCount: 1,
      },
      requestPayload: { act: 'fail' },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: 'Mine' },
    })
    await invoke(local, { fine: true }, { headers })
    const { line } = await local.event('log', (e) => e.line.includes('"Success"'))
    expect(JSON.parse(line).responsePayload).toEqual({ fine: true })
  })

  it('needs a destination that is there', async () => {
    const functions = fn({ destinations: { onFailure: 'nowhere' } })
    await expect(start(functions)).rejects.toMatchObject({
      code: 'FUNCTION_UNKNOWN',
      message: 'the destination nowhere of f is no function here',
    })
  })

  it('waits where a synchronous invocation would be refused', async () => {
    await using local = await start(fn({ reservedConcurrency: 1 }))
    const synchronous = local.act({ act: 'count' })
    for (let n = 0; n < 3; n++)
      await invoke(local, { act: 'say', out: `event ${n}\n` }, { headers })
    await synchronous
    for (let n = 0; n < 3; n++) await local.event('log', ({ line }) => line === `event ${n}`)
  })
})

const stream = async (local: Started, event: unknown, headers = {}) => {
  const url = `${local.url}/2021-11-15/functions/f/response-streaming-invocations`
  const reply = await send(url, { body: JSON.stringify(event), headers })
  return { reply, frames: decodeFrames(reply.body) }
}

describe('InvokeWithResponseStream', () => {
  it('sends what the function writes in frames, and how it ended in the last', async () => {
    await using local = await start(fn({ executable: bootstrap('streams') }))
    const { reply, frames } = await stream(local, { pieces: ['one ', 'two'] })
    expect(reply.status).toBe(200)
    expect(reply.headers['content-type']).toBe('application/vnd.amazon.eventstream')
    const types = frames.map(({ headers }) => headers[':event-type'])
    // What is written in two pieces may arrive in one.
    expect([...new Set(types)]).toEqual(['PayloadChunk', 'InvokeComplete'])
    expect(types.filter((type) => type === 'InvokeComplete')).toHaveLength(1)
    expect(frames.map(({ payload }) => payload.toString()).join('')).toBe('one two{}')
  })

  it('frames a buffered answer too', async () => {
    await using local = await start()
    const { frames } = await stream(local, { a: 1 }, { 'X-Amz-Log-Type': 'Tail' })
    expect(frames[0]!.payload.toString()).toBe('{"a":1}')
    const { LogResult } = JSON.parse(frames[1]!.payload.toString())
    expect(Buffer.from(LogResult, 'base64').toString()).toMatch(/^START .*\nREPORT .*\n$/s)
  })

  it.each([
    [
      { pieces: ['half'], trailer: { errorType: 'Function.Late', errorMessage: 'no' } },
      'Function.Late',
    ],
    [{ pieces: ['half'], exit: 5 }, 'Runtime.ExitError'],
    [{ pieces: ['half'], hang: true }, 'Sandbox.Timedout'],
  ])('tells of a failure in the middle: %o', async (event, code) => {
    await using local = await start(fn({ executable: bootstrap('streams'), timeout: 1 }))
    const { frames } = await stream(local, event)
    expect(frames[0]!.payload.toString()).toBe('half')
    const { ErrorCode, ErrorDetails } = JSON.parse(frames.at(-1)!.payload.toString())
    expect(ErrorCode).toBe(code)
    expect(JSON.parse(ErrorDetails).errorType).toBe(code)
  })
})
