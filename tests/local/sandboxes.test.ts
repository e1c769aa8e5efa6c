import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLocalLambda, type InvokeOptions, type LocalEvent } from '../../src/local/index.ts'
import { bootstrap, fn, isAlive, start } from './support.ts'

let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'oche-test-'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.concurrent('an execution environment', () => {
  it('is reused warm, one invocation after the other', async () => {
    await using local = await start()
    const first = await local.act({ act: 'count' })
    const second = await local.act({ act: 'count' })
    expect([first.value.count, second.value.count]).toEqual([1, 2])
    expect(second.value.pid).toBe(first.value.pid)
    expect([first.coldStart, second.coldStart]).toEqual([true, false])
  })

  it('takes one invocation at a time: two at once need two', async () => {
    await using local = await start()
    const go = join(folder, 'two')
    const both = [1, 2].map(() => local.act({ act: 'wait for file', path: go }))
    await local.event(
      'platform',
      ({ line }) =>
        line.startsWith('START') &&
        local.events.filter((e) => e.type === 'platform' && e.line.startsWith('START')).length ===
          2,
    )
    writeFileSync(go, '')
    const pids = (await Promise.all(both)).map(({ value }) => value.pid)
    expect(new Set(pids).size).toBe(2)
  })

  it('is shared by more invocations than the limit allows at once', async () => {
    await using local = await start(fn(), { concurrency: 2 })
    const results = await Promise.all(Array.from({ length: 20 }, () => local.act({ act: 'count' })))
    expect(new Set(results.map(({ value }) => value.pid)).size).toBeLessThanOrEqual(2)
  })

  it('is ended after a time without work', async () => {
    await using local = await start(fn(), { idleMs: 0 })
    const { value } = await local.act({ act: 'count' })
    while (isAlive(value.pid)) await new Promise((resolve) => setTimeout(resolve, 20))
    expect((await local.act({ act: 'count' })).coldStart).toBe(true)
  })

  it('gets the variables of provided.al2023 and nothing of the host', async () => {
    process.env['OCHE_TEST_SECRET'] = 'of the host'
    await using local = await start(fn({ environment: { TABLE: 'items' }, handler: 'hello.run' }))
    delete process.env['OCHE_TEST_SECRET']
    const { value } = await local.act({ act: 'environment' })
    expect(Object.keys(value).sort()).toEqual(
      [
        'AWS_ACCESS_KEY_ID AWS_DEFAULT_REGION AWS_ENDPOINT_URL_LAMBDA',
        'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
        'AWS_LAMBDA_FUNCTION_NAME AWS_LAMBDA_FUNCTION_VERSION AWS_LAMBDA_INITIALIZATION_TYPE',
        'AWS_LAMBDA_LOG_GROUP_NAME AWS_LAMBDA_LOG_STREAM_NAME AWS_LAMBDA_RUNTIME_API AWS_REGION',
        'AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_XRAY_CONTEXT_MISSING AWS_XRAY_DAEMON_ADDRESS',
        'LAMBDA_RUNTIME_DIR LAMBDA_TASK_ROOT LANG LD_LIBRARY_PATH PATH TABLE TMPDIR TZ',
        '_AWS_XRAY_DAEMON_ADDRESS _AWS_XRAY_DAEMON_PORT _HANDLER',
      ]
        .join(' ')
        .split(' ')
        .sort(),
    )
    expect(value).toMatchObject({
      TABLE: 'items',
      _HANDLER: 'hello.run',
      AWS_LAMBDA_FUNCTION_NAME: 'f',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/f',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      TZ: ':UTC',
    })
  })

  it('keeps its own /tmp over a crash', async () => {
    await using local = await start()
    await local.act({ act: 'write', name: 'note', text: 'still here' })
    await local.act({ act: 'exit', status: 1 })
    expect((await local.act({ act: 'read', name: 'note' })).value).toBe('still here')
    expect((await local.act({ act: 'count' })).value.count).toBe(2)
  })
})

describe.concurrent('an invocation', () => {
  it('that runs out of time is answered, its process ended, and the next caller served', async () => {
    await using local = await start(fn({ timeout: 1 }))
    const before = await local.act({ act: 'count' })
    const { value, functionError, requestId } = await local.act({ act: 'hang' })
    expect(functionError).toBe('Unhandled')
    expect(value).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${requestId} Error: Task timed out after 1.00 seconds`,
    })
    const after = await local.act({ act: 'count' })
    expect(after.value.count).toBe(1)
    expect(isAlive(before.value.pid)).toBe(false)
    expect((await local.event('fault')).message).toBe(
      'f timed out after 1 s; its process was ended',
    )
  })

  it.each([
    [{ act: 'exit', status: 0 }, 'Runtime exited without providing a reason'],
    [{ act: 'exit', status: 7 }, 'Runtime exited with error: exit status 7'],
    [{ act: 'signal', signal: 'SIGSEGV' }, 'Runtime exited with error: signal: segmentation fault'],
  ])('whose process ends by %o says so', async (event, reason) => {
    await using local = await start()
    const { value, requestId } = await local.act(event)
    expect(value).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: ${requestId} Error: ${reason}`,
    })
  })

  it('carries a deadline by the clock', async () => {
    await using local = await start(fn({ timeout: 20 }))
    const before = Date.now()
    const { value } = await local.act({ act: 'headers' })
    const deadline = Number(value['lambda-runtime-deadline-ms'])
    expect(deadline).toBeGreaterThanOrEqual(before + 20_000)
    expect(deadline).toBeLessThanOrEqual(Date.now() + 20_000)
  })
})

/** What a function may do with an invocation, and what its invoker must get then. */
const ACTS: [event: { act: string; [key: string]: unknown }, answer: unknown][] = [
  [{ act: 'count' }, { count: expect.any(Number) }],
  [{ act: 'exit', status: 0 }, { errorType: 'Runtime.ExitError' }],
  [{ act: 'exit', status: 7 }, { errorType: 'Runtime.ExitError' }],
  [{ act: 'signal', signal: 'SIGSEGV' }, { errorType: 'Runtime.ExitError' }],
  [
    { act: 'fail', type: 'Mine', message: 'no' },
    { errorType: 'Mine', errorMessage: 'no' },
  ],
  [{ act: 'answer and exit' }, 'done'],
  [{ act: 'hang' }, { errorType: 'Sandbox.Timedout' }],
]

describe('whatever functions do', () => {
  it('every invocation gets its own answer, START, END and REPORT once, and nothing stays', async () => {
    const invocation = fc.tuple(
      fc.constantFrom(...ACTS),
      fc.constantFrom<InvokeOptions>({}, {}, { tenantId: 'blue' }, { qualifier: 'live' }),
    )
    const invocations = fc.array(invocation, { minLength: 6, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(invocations, fc.integer({ min: 1, max: 3 }), async (acts, concurrency) => {
        const pids: number[] = []
        // Others may have to start a process within their timeout.
        const functions = [fn(), fn({ name: 'hangs', timeout: 1 })]
        const local = await start(functions, { concurrency })
        const results = await Promise.all(
          acts.map(async ([[event], options]) => {
            const name = event.act === 'hang' ? 'hangs' : 'f'
            const result = await local.lambda.invoke(name, JSON.stringify(event), options)
            return { ...result, value: JSON.parse(result.payload.toString()) }
          }),
        )
        for (const [index, { value, requestId }] of results.entries()) {
          const answer = acts[index]![0][1]
          expect(value).toEqual(
            typeof answer === 'object' ? expect.objectContaining(answer as object) : answer,
          )
          if (typeof value.pid === 'number') pids.push(value.pid)
          const lines = local.events.flatMap((event) =>
            event.type === 'platform' && event.requestId === requestId ? [event.line] : [],
          )
          expect(lines.map((line) => line.split(' ')[0])).toEqual(['START', 'END', 'REPORT'])
        }
        await local.lambda.close()
        expect(pids.filter(isAlive)).toEqual([])
      }),
      { numRuns: 2 },
    )
  })
})

/** Process ids of whatever runs a file below a folder; the system has to tell. */
function running(below: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(below)
    } catch {
      return false
    }
  })
}

describe.skipIf(process.platform !== 'linux')('closing at any moment', () => {
  it('settles every invocation and leaves no process and no folder', async () => {
    const own = mkdtempSync(join(folder, 'own-'))
    for (const name of ['acts', 'lib']) cpSync(bootstrap(name), join(own, `${name}.mjs`))
    const acts = fc.array(fc.constantFrom(...ACTS), { minLength: 3, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(acts, fc.integer({ min: 1, max: 25 }), async (chosen, moment) => {
        let told = 0
        let tmp: string | undefined
        const lambda = await startLocalLambda({
          functions: [fn({ code: { executable: join(own, 'acts.mjs') } })],
          concurrency: 3,
          onEvent: () => {
            if (++told === moment) void lambda.close()
          },
        })
        const seen = lambda.invoke('f', '{"act":"environment"}').then(({ payload }) => {
          tmp = JSON.parse(payload.toString()).TMPDIR
        })
        const invocations = chosen.map(([event]) => lambda.invoke('f', JSON.stringify(event)))
        const settled = Promise.allSettled([seen, ...invocations])
        // What hangs would do so for the function's whole timeout.
        await Promise.race([settled, lambda.invoke('f', '{"act":"count"}').catch(() => {})])
        await lambda.close()
        await settled
        expect(running(own)).toEqual([])
        if (tmp !== undefined) expect(existsSync(tmp)).toBe(false)
      }),
      { numRuns: 5 },
    )
  })
})

describe.concurrent('new code', () => {
  it('serves the next invocation while the old finishes what is under way', async () => {
    const go = join(folder, 'swap')
    await using local = await start()
    const old = local.act({ act: 'wait for file', path: go })
    await local.event('platform', ({ line }) => line.startsWith('START'))
    let isGone = false
    const gone = local.lambda.replace('f', { executable: bootstrap('second') })
    void gone.then(() => (isGone = true))
    expect((await local.act({})).value).toBe('second')
    expect(isGone).toBe(false)
    writeFileSync(go, '')
    expect((await old).value.count).toBe(1)
    await gone
  })

  it('waits for no process of the old, however few are allowed', async () => {
    await using local = await start(fn(), { concurrency: 1 })
    const old = local.act({ act: 'hang' })
    await local.event('platform', ({ line }) => line.startsWith('START'))
    local.lambda.replace('f', { executable: bootstrap('second') })
    expect((await local.act({})).value).toBe('second')
    await local.lambda.close()
    await old
  })

  it('that could not be built is a 502 that says why, until there is some', async () => {
    await using local = await start()
    local.lambda.replace('f', { failure: 'index.ts:1:1 syntax error' })
    const response = await fetch(local.url)
    expect([response.status, await response.text()]).toEqual([502, 'index.ts:1:1 syntax error'])
    expect((await local.act({})).value).toEqual({
      errorType: 'Oche.BuildFailed',
      errorMessage: 'index.ts:1:1 syntax error',
    })
    local.lambda.replace('f', { executable: bootstrap('second') })
    expect(await (await fetch(local.url)).text()).toBe('second')
  })

  it('is waited for where what there is is out of date', async () => {
    let built!: () => void
    const building = new Promise<undefined>((resolve) => (built = () => resolve(undefined)))
    await using local = await start(fn(), { upToDate: () => building })
    const waiting = [fetch(local.url).then((response) => response.text()), local.act({})]
    local.lambda.replace('f', { executable: bootstrap('second') })
    built()
    expect(await Promise.all(waiting)).toMatchObject(['second', { value: 'second' }])
  })

  it('that does not come in time is a 502 that says so', async () => {
    const failure = 'still being built'
    await using local = await start(fn(), { upToDate: async () => ({ failure }) })
    const response = await fetch(local.url)
    expect([response.status, await response.text()]).toEqual([502, failure])
    expect(await local.event('request')).toMatchObject({
      refused: { cause: 'no-code', reason: 'f is still being built: send the request again' },
    })
    expect((await local.act({})).value).toMatchObject({ errorMessage: failure })
  })

  it('is waited for', async () => {
    await using local = await start(fn({ code: undefined }))
    const waiting = fetch(local.url)
    local.lambda.replace('f', { executable: bootstrap('second') })
    expect(await (await waiting).text()).toBe('second')
  })
})

const isStart = (event: LocalEvent) => event.type === 'platform' && event.line.startsWith('START')

describe.concurrent('a restart', () => {
  it('ends what is idle at once and what is at work once it has answered; the next is cold', async () => {
    const go = join(folder, 'restart')
    await using local = await start()
    const idle = await local.act({ act: 'count' })
    const under = local.act({ act: 'wait for file', path: go })
    await local.event('platform', () => local.events.filter(isStart).length === 2)
    const other = await local.act({ act: 'count' })
    expect(local.lambda.restart()).toEqual({ ended: 1, finishing: 1 })
    const next = await local.act({ act: 'count' })
    expect([next.value.count, next.coldStart]).toEqual([1, true])
    expect([idle, other].map(({ value }) => value.pid)).not.toContain(next.value.pid)
    writeFileSync(go, '')
    expect((await under).value.count).toBe(2)
    const last = await local.act({ act: 'count' })
    expect([last.value.pid, last.value.count]).toEqual([next.value.pid, 2])
  })

  it('of what does not run ends nothing', async () => {
    await using local = await start()
    expect(local.lambda.restart()).toEqual({ ended: 0, finishing: 0 })
    expect((await local.act({ act: 'count' })).coldStart).toBe(true)
  })
})

describe.concurrent('closing', () => {
  it('leaves no process, no grandchild, no folder and no port', async () => {
    const pids = join(folder, 'pids')
    const local = await start()
    const { value } = await local.act({ act: 'count' })
    const { value: tmp } = await local.act({ act: 'environment' })
    await local.act({ act: 'grandchild', path: pids })
    const grandchild = Number(readFileSync(pids, 'utf8'))
    expect(isAlive(grandchild)).toBe(true)
    await local.lambda.close()
    await local.lambda.close()
    expect(isAlive(value.pid)).toBe(false)
    while (isAlive(grandchild)) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(() => readFileSync(tmp.TMPDIR)).toThrow(/ENOENT/)
    await expect(fetch(local.url)).rejects.toThrow()
  })

  it('answers what is under way', async () => {
    const local = await start()
    const hanging = local.act({ act: 'hang' })
    await local.event('platform', ({ line }) => line.startsWith('START'))
    await local.lambda.close()
    expect((await hanging).value.errorMessage).toMatch(/signal: killed/)
  })
})

describe.concurrent('a local Lambda that is killed', () => {
  it.skipIf(process.platform === 'win32')(
    'takes a busy function and its folder with it',
    async () => {
      const host = spawn(process.execPath, ['--input-type=module', '--eval', HOST], {
        cwd: fileURLToPath(new URL('../..', import.meta.url)),
        env: { ...process.env, BOOTSTRAP: bootstrap('stubborn') },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const [line] = (await once(host.stdout, 'data')) as [Buffer]
      const [pid, tmp] = [
        Number(line.toString().split(' ')[0]),
        line.toString().split(' ')[1]!.trim(),
      ]
      expect(isAlive(pid)).toBe(true)
      expect(existsSync(tmp)).toBe(true)
      host.kill('SIGKILL')
      while (isAlive(pid) || existsSync(tmp)) await new Promise((resolve) => setTimeout(resolve, 5))
    },
  )
})

/** A program of its own, on the compiled library: prints the process id and the folder of a function that hangs. */
const HOST = `
  import { startLocalLambda } from './dist/local/index.js'
  const lambda = await startLocalLambda({
    functions: [{
      settings: {
        name: 'f', memory: 128, timeout: 60, ephemeralStorage: 512, retries: 0, logFormat: 'text',
        layers: [], http: { kind: 'none' },
      },
      environment: {},
      code: { executable: process.env.BOOTSTRAP },
    }],
    onEvent: ({ line }) => line?.startsWith('busy ') && console.log(line.slice(5)),
  })
  await lambda.invoke('f', '{}')
`

describe.concurrent('a port in use', () => {
  it('is said with the flag that changes it', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    await expect(start(fn(), { port })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message: `port ${port} is in use`,
      remedy: expect.stringContaining('--port'),
    })
    other.close()
  })
})
