import { request as httpRequest } from 'node:http'
import { describe, expect, it } from 'vitest'
import type { LocalFunction } from '../../src/local/index.ts'
import { send, sendRaw, type Reply, type Sent } from './http.ts'
import { bootstrap, fn, isAlive, start, type Started } from './support.ts'

const MIB = 1024 * 1024

/** A started function whose process leaves the Runtime API to the test. */
async function puppet(parts: Parameters<typeof fn>[0] = {}) {
  const local = await start(fn({ executable: bootstrap('puppet.sh'), ...parts }) as LocalFunction)
  const puppeteer = (result: ReturnType<Started['act']>) => ({ result, ...api(local) })
  return { ...local, invoke: (event: unknown = {}) => puppeteer(local.act(event)) }
}

/** The Runtime API of the execution environment started last. */
function api(local: Started) {
  const latest = async () => {
    await local.event('log', ({ line }) => line.startsWith('api '))
    const lines = local.events.filter((e) => e.type === 'log').map((e) => e.line)
    return lines.findLast((line) => line.startsWith('api '))!.split(' ')
  }
  const call = async (path: string, sent?: Sent): Promise<Reply> =>
    send(`http://${(await latest())[1]}/2018-06-01/runtime/${path}`, sent)
  return {
    address: async () => `http://${(await latest())[1]}`,
    pid: async () => Number((await latest())[2]),
    next: () => call('invocation/next'),
    call,
    respond: (id: unknown, body: string | Uint8Array, headers = {}) =>
      call(`invocation/${id}/response`, { body, headers }),
    fail: (id: unknown, error: unknown, headers = {}) =>
      call(`invocation/${id}/error`, { body: JSON.stringify(error), headers }),
    initError: (error: unknown, headers = {}) =>
      call('init/error', { body: JSON.stringify(error), headers }),
  }
}

const idOf = (reply: Reply) => reply.headers['lambda-runtime-aws-request-id'] as string
const invalidRequestId = { errorMessage: 'Invalid request ID', errorType: 'InvalidRequestID' }
const transition = (from: string, to: string) => ({
  errorMessage: `State transition from ${from} to ${to} failed for runtime. Error: State transition is not allowed`,
  errorType: 'InvalidStateTransition',
})

describe.concurrent('next', () => {
  it('hands out the event with every header that has a value', async () => {
    await using local = await puppet({ name: 'named' })
    const before = Date.now()
    const result = local.lambda.invoke('named', '{"a":"ä"}', {
      clientContext: '{"client":"ü"}',
      cognitoIdentity: '{"cognitoIdentityId":"i","cognitoIdentityPoolId":"p"}',
      tenantId: 'blue',
      qualifier: 'live',
      traceId: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
    })
    const runtime = api(local)
    const reply = await runtime.next()
    expect(reply.status).toBe(200)
    expect(reply.text).toBe('{"a":"ä"}')
    expect(reply.headers).toMatchObject({
      'content-type': 'application/json',
      'lambda-runtime-invoked-function-arn':
        'arn:aws:lambda:us-east-1:123456789012:function:named:live',
      'lambda-runtime-trace-id':
        'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
      'lambda-runtime-aws-tenant-id': 'blue',
      'lambda-runtime-cognito-identity': '{"cognitoIdentityId":"i","cognitoIdentityPoolId":"p"}',
    })
    const clientContext = reply.headers['lambda-runtime-client-context'] as string
    expect(Buffer.from(clientContext, 'latin1').toString()).toBe('{"client":"ü"}')
    const deadline = Number(reply.headers['lambda-runtime-deadline-ms'])
    expect(deadline).toBeGreaterThanOrEqual(before + 20_000)
    expect(reply.rawHeaders).toContain('Lambda-Runtime-Aws-Request-Id')
    await runtime.respond(idOf(reply), '1')
    void runtime.next().catch(() => {})
    expect((await result).requestId).toBe(idOf(reply))
  })

  it('leaves out headers that have no value', async () => {
    await using local = await puppet()
    const { next } = local.invoke()
    const { headers } = await next()
    expect(
      Object.keys(headers)
        .filter((name) => name.startsWith('lambda-'))
        .sort(),
    ).toEqual([
      'lambda-runtime-aws-request-id',
      'lambda-runtime-deadline-ms',
      'lambda-runtime-invocation-id',
      'lambda-runtime-invoked-function-arn',
      'lambda-runtime-trace-id',
    ])
  })

  it('while an invocation is under way gives the same event again', async () => {
    await using local = await puppet()
    const { next, respond, result } = local.invoke({ n: 1 })
    const first = await next()
    const second = await next()
    expect([idOf(second), second.text]).toEqual([idOf(first), first.text])
    expect((await respond(idOf(first), '"ok"')).status).toBe(202)
    void next().catch(() => {})
    expect((await result).value).toBe('ok')
  })

  it('that lost its connection leaves the event to the one after it', async () => {
    await using local = await puppet()
    const first = local.invoke()
    await first.respond(idOf(await first.next()), '1')
    await abandonedNext(await first.address())
    await first.result
    const second = local.act({ n: 2 })
    const reply = await first.next()
    expect(reply.json).toEqual({ n: 2 })
    await first.respond(idOf(reply), '2')
    void first.next().catch(() => {})
    expect((await second).value).toBe(2)
  })
})

/** Asks for an invocation and goes away. */
async function abandonedNext(address: string): Promise<void> {
  await sendRaw(address, 'GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n')
}

describe.concurrent('response', () => {
  it('is accepted in chunks, without a content type, in any case of header names', async () => {
    await using local = await puppet()
    const { next, call, result } = local.invoke()
    const id = idOf(await next())
    const accepted = await call(`invocation/${id}/response`, {
      body: '{"a":1}',
      headers: { 'TRANSFER-ENCODING': 'chunked' },
    })
    expect([accepted.status, accepted.text]).toEqual([202, '{"status":"OK"}\n'])
    void next().catch(() => {})
    expect((await result).value).toEqual({ a: 1 })
  })

  it.each([
    ['for another id', 'not-the-id'],
    ['for an id that is no path segment', 'a%2Fb'],
  ])('%s is a 400', async (_, id) => {
    await using local = await puppet()
    const { next, respond, fail } = local.invoke()
    await next()
    const refused = await respond(id, '1')
    expect([refused.status, refused.json]).toEqual([400, invalidRequestId])
    expect((await fail(id, {})).json).toEqual(invalidRequestId)
  })

  it('given twice is a 400 the second time, and the first counts', async () => {
    await using local = await puppet()
    const { next, respond, fail, result } = local.invoke()
    const id = idOf(await next())
    expect((await respond(id, '"first"')).status).toBe(202)
    expect((await respond(id, '"second"')).json).toEqual(invalidRequestId)
    expect((await fail(id, {})).json).toEqual(invalidRequestId)
    void next().catch(() => {})
    expect((await result).value).toBe('first')
  })

  it('before any invocation was handed out is a 400', async () => {
    await using local = await puppet()
    const { respond } = local.invoke()
    expect((await respond('some-id', '1')).json).toEqual(invalidRequestId)
  })

  it('while another response is on its way is a 403', async () => {
    await using local = await puppet()
    const { next, respond, address, result } = local.invoke()
    const id = idOf(await next())
    const url = new URL(`${await address()}/2018-06-01/runtime/invocation/${id}/response`)
    const slow = httpRequest({
      hostname: url.hostname,
      port: url.port,
      path: url.pathname,
      method: 'POST',
      headers: { Expect: '100-continue' },
    })
    await new Promise((resolve) => slow.on('continue', resolve))
    slow.write('"slow')
    const refused = await respond(id, '"quick"')
    expect([refused.status, refused.json]).toEqual([
      403,
      transition('InvocationResponse', 'InvocationResponse'),
    ])
    expect((await next()).json).toEqual(transition('InvocationResponse', 'Ready'))
    slow.end('"')
    await new Promise((resolve) => slow.on('response', (r) => resolve(r.resume())))
    void next().catch(() => {})
    expect((await result).value).toBe('slow')
  })

  it('in an unknown mode is a 400, and the right one still counts', async () => {
    await using local = await puppet()
    const { next, respond, result } = local.invoke()
    const id = idOf(await next())
    const refused = await respond(id, '1', { 'Lambda-Runtime-Function-Response-Mode': 'turbo' })
    expect([refused.status, refused.json]).toEqual([
      400,
      { errorMessage: 'Invalid function response mode', errorType: 'InvalidFunctionResponseMode' },
    ])
    await respond(id, '2')
    void next().catch(() => {})
    expect((await result).value).toBe(2)
  })

  it('cut off in the middle is a 400 and does not count', async () => {
    await using local = await puppet()
    const { next, respond, address, result } = local.invoke()
    const id = idOf(await next())
    const answer = await sendRaw(
      await address(),
      `POST /2018-06-01/runtime/invocation/${id}/response HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n"cut`,
    )
    expect(answer).toContain('HTTP/1.1 400')
    expect(answer).toContain(
      '{"errorMessage":"HTTP request detected as truncated","errorType":"TruncatedHTTPRequest"}',
    )
    expect((await respond(id, '"whole"')).status).toBe(202)
    void next().catch(() => {})
    expect((await result).value).toBe('whole')
  })

  it('of exactly the limit is passed on, of a byte more a 413', async () => {
    await using local = await puppet()
    const most = 6 * MIB + 100
    const first = local.invoke()
    const id = idOf(await first.next())
    expect((await first.respond(id, `"${'x'.repeat(most - 2)}"`)).status).toBe(202)
    const polled = first.next()
    expect((await first.result).payload).toHaveLength(most)
    const second = local.invoke()
    const reply = await polled
    const refused = await first.respond(idOf(reply), `"${'x'.repeat(most - 1)}"`)
    expect([refused.status, refused.json]).toEqual([
      413,
      {
        errorMessage: 'Exceeded maximum allowed payload size (6291556 bytes).',
        errorType: 'RequestEntityTooLarge',
      },
    ])
    void first.next().catch(() => {})
    expect((await second.result).value).toEqual({
      errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
      errorType: 'Function.ResponseSizeTooLarge',
    })
  })

  it('with the id of another attempt is a 410', async () => {
    await using local = await puppet()
    const { next, respond, fail, result } = local.invoke()
    const reply = await next()
    const own = reply.headers['lambda-runtime-invocation-id'] as string
    const gone = await respond(idOf(reply), '1', { 'Lambda-Runtime-Invocation-Id': 'stale' })
    expect([gone.status, gone.json]).toEqual([
      410,
      { errorMessage: 'Invoke timeout', errorType: 'InvokeTimeout' },
    ])
    expect((await fail(idOf(reply), {}, { 'Lambda-Runtime-Invocation-Id': 'stale' })).status).toBe(
      410,
    )
    await respond(idOf(reply), '3', { 'Lambda-Runtime-Invocation-Id': own })
    void next().catch(() => {})
    expect((await result).value).toBe(3)
  })
})

describe.concurrent('error', () => {
  it('reaches the invoker as it was posted, and the process goes on', async () => {
    await using local = await puppet()
    const { next, call, pid, result } = local.invoke()
    const body = '{"errorMessage" : "no", "errorType":"Mine", "stackTrace":["a"], "more": 1}'
    const accepted = await call(`invocation/${idOf(await next())}/error`, {
      body,
      headers: { 'Lambda-Runtime-Function-XRay-Error-Cause': `{"x":"${'y'.repeat(60_000)}"}` },
    })
    expect([accepted.status, accepted.text]).toEqual([202, '{"status":"OK"}\n'])
    void next().catch(() => {})
    const { payload, functionError } = await result
    expect([payload.toString(), functionError]).toEqual([body, 'Unhandled'])
    expect(isAlive(await pid())).toBe(true)
  })

  it.each([
    ['Runtime.Special', 'Runtime.Special'],
    ['Function.broken-1', 'Function.Unknown'],
    ['whatever', 'Runtime.Unknown'],
  ])('without a body and of type %s is %s', async (header, errorType) => {
    await using local = await puppet()
    const { next, call, result } = local.invoke()
    await call(`invocation/${idOf(await next())}/error`, {
      method: 'POST',
      headers: { 'Lambda-Runtime-Function-Error-Type': header },
    })
    void next().catch(() => {})
    expect((await result).value.errorType).toBe(errorType)
  })
})

describe.concurrent('init/error', () => {
  it('is repeated in the first invocation, whose error it becomes', async () => {
    await using local = await puppet()
    const { initError, pid, result } = local.invoke()
    const error = { errorType: 'Function.NoDatabase', errorMessage: 'down', stackTrace: [] }
    const first = await pid()
    expect((await initError(error)).status).toBe(202)
    await local.event('log', ({ line }) => line.startsWith('api ') && !line.endsWith(` ${first}`))
    expect(await pid()).not.toBe(first)
    await initError(error)
    expect((await result).value).toEqual(error)
    const reports = local.events.filter((e) => e.type === 'platform').map(({ line }) => line)
    expect(reports.filter((line) => line.startsWith('INIT_REPORT')).map(phase)).toEqual([
      'init',
      'invoke',
    ])
  })

  it('after the first next is a 403', async () => {
    await using local = await puppet()
    const { next, initError } = local.invoke()
    await next()
    const refused = await initError({})
    expect([refused.status, refused.json]).toEqual([403, transition('Running', 'InitError')])
  })
})

const phase = (line: string) => /Phase: (\w+)/.exec(line)?.[1]

describe.concurrent('an initialisation', () => {
  it('that takes too long is repeated in the first invocation', async () => {
    await using local = await start(fn({ executable: bootstrap('puppet.sh') }), {
      initTimeoutMs: 300,
    })
    const { next, respond, pid } = api(local)
    const result = local.act({ late: true })
    const first = await pid()
    await local.event('log', ({ line }) => line.startsWith('api ') && !line.endsWith(` ${first}`))
    // It has been killed; the system may take a moment.
    while (isAlive(first)) await new Promise((resolve) => setTimeout(resolve, 5))
    const reply = await next()
    await respond(idOf(reply), reply.text)
    void next().catch(() => {})
    expect((await result).value).toEqual({ late: true })
    const { line } = await local.event('platform', ({ line }) => line.startsWith('INIT_REPORT'))
    expect(line).toMatch(/^INIT_REPORT Init Duration: \d+\.\d\d ms\tPhase: init\tStatus: timeout$/)
  })

  it('that never comes to an end in the invocation either runs into the timeout', async () => {
    const functions = fn({ executable: bootstrap('puppet.sh'), timeout: 1 })
    await using local = await start(functions, { initTimeoutMs: 200 })
    expect((await local.act({})).value.errorType).toBe('Sandbox.Timedout')
    expect((await local.event('fault')).message).toBe(
      'f timed out after 1 s and has not asked for an invocation (GET /2018-06-01/runtime/invocation/next): there is no Lambda runtime in it; its process was ended',
    )
  })

  it('in which nothing is asked for is told of before it is given up', async () => {
    await using local = await puppet()
    const { next, respond, result } = local.invoke()
    expect((await local.event('fault')).message).toBe(
      'f has not asked for an invocation (GET /2018-06-01/runtime/invocation/next) for 2 s: there is no Lambda runtime in it, or it starts slowly',
    )
    await respond(idOf(await next()), '1')
    void next().catch(() => {})
    expect((await result).value).toBe(1)
  })

  it('whose process exits is an exit error', async () => {
    await using local = await start(fn({ executable: bootstrap('exits.sh') }))
    const { value, requestId } = await local.act({})
    expect(value).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: exit status 3`,
    })
    expect((await local.act({})).value.errorType).toBe('Runtime.ExitError')
  })

  it.each([
    ['nowhere', 'no such file or directory'],
    ['plain', 'permission denied'],
    ['garbage.txt', 'exec format error'],
  ])('of a bootstrap that cannot be started (%s) says why', async (name, reason) => {
    const executable = bootstrap(name)
    await using local = await start(fn({ executable }))
    const { value, requestId } = await local.act({})
    expect(value).toEqual({
      errorType: 'Runtime.InvalidEntrypoint',
      errorMessage: `RequestId: ${requestId} Error: fork/exec ${executable}: ${reason}`,
    })
  })
})

describe.concurrent('a request that is none of the API', () => {
  it.each([
    ['GET', 'invocation/nothing', 404],
    ['POST', 'invocation/next', 405],
    ['GET', 'invocation/1/response', 405],
    ['DELETE', 'init/error', 405],
  ])('%s %s is a %i', async (method, path, status) => {
    await using local = await puppet()
    const { call } = local.invoke()
    expect((await call(path, { method })).status).toBe(status)
  })

  it('of bytes that are no HTTP is a 400', async () => {
    await using local = await puppet()
    const { address } = local.invoke()
    expect(await sendRaw(await address(), 'hello\r\n\r\n')).toContain('HTTP/1.1 400')
  })
})

describe.concurrent('several invocations in one process', () => {
  it('have a poller each, and a timeout ends none of the others', async () => {
    await using local = await puppet({ maxConcurrency: 2, timeout: 1, logFormat: 'json' })
    const runtime = api(local)
    const late = local.act({ n: 1 })
    const first = await runtime.next()
    const good = local.act({ n: 2 })
    const second = await runtime.next()
    expect(idOf(second)).not.toBe(idOf(first))
    const [slow, quick] = first.json.n === 1 ? [first, second] : [second, first]
    expect((await runtime.respond(idOf(quick), quick.text)).status).toBe(202)
    expect((await good).value).toEqual({ n: 2 })
    expect((await late).value.errorType).toBe('Sandbox.Timedout')
    expect(isAlive(await runtime.pid())).toBe(true)
    const echoed = slow.headers['lambda-runtime-invocation-id'] as string
    const gone = await runtime.respond(idOf(slow), '1', { 'Lambda-Runtime-Invocation-Id': echoed })
    expect(gone.status).toBe(410)
    expect((await runtime.respond(idOf(slow), '1')).json).toEqual(invalidRequestId)
  })

  it('are told to the process by its variables', async () => {
    await using local = await start(fn({ maxConcurrency: 3, logFormat: 'json' }))
    const { value } = await local.act({ act: 'environment' })
    expect(value).toMatchObject({
      AWS_LAMBDA_MAX_CONCURRENCY: '3',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'lambda-managed-instances',
      AWS_LAMBDA_LOG_FORMAT: 'JSON',
    })
  })
})
