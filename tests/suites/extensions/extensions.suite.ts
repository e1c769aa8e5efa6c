import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync, chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fn, start, type Started } from '../../local/support.ts'
import { ocheDev, workspace } from '../../support/cli.ts'
import { freePort, stop, untilUp } from '../../support/server-process.ts'

/** Written by `.ci/suites/extensions`: paths of what it has built. */
const built = JSON.parse(process.env['OCHE_EXTENSIONS'] ?? '{}') as {
  go: string
  rust: string
  /** The extension on AWS's Rust client. */
  observer: string
  /** The Lambda Web Adapter. */
  adapter: string
  /** Folder of the web applications, with what they need. */
  web: string
  /** The extension of @serverless/aws-lambda-otel-extension-dist, which sends OpenTelemetry's records. */
  otel: string
  /** AWS's own emulator. */
  emulator: string
}

/** Of functions that hang. */
const TIMEOUT_SECONDS = 2

let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'oche-extensions-'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A layer folder with one extension. */
function layerOf(extension: string, name: string): string {
  const layer = mkdtempSync(join(folder, 'layer-'))
  mkdirSync(join(layer, 'extensions'))
  symlinkSync(extension, join(layer, 'extensions', name))
  return layer
}

function linesOf({ events }: Started, extension?: string): string[] {
  return events.flatMap((event) =>
    event.type === 'log' && event.extension === extension ? [event.line] : [],
  )
}

describe.each([
  ['lambda_runtime with graceful-shutdown', built.rust],
  ['aws-lambda-go WithEnableSIGTERM', built.go],
])('%s', (_, executable) => {
  it('answers, and is asked to end when it was idle, after a rebuild and at the end', async () => {
    const local = await start(fn({ executable }), { idleMs: 0 })
    expect((await local.act({ a: 1 })).value).toEqual({ a: 1 })
    const ends = () => linesOf(local).filter((line) => line === 'asked to end').length
    const ended = (times: number) => local.event('log', () => ends() >= times)
    await ended(1)
    expect((await local.act({ a: 2 })).coldStart).toBe(true)
    local.lambda.replace('f', { executable })
    await ended(2)
    await local.act({ a: 3 })
    await local.lambda.close()
    expect(ends()).toBe(3)
  })
})

describe('an extension on lambda-extension', () => {
  it('is told of invocations and of the end, and gets telemetry', async () => {
    const layers = [layerOf(built.observer, 'observer')]
    const environment = { OBSERVER_PORT: String(await freePort()) }
    const local = await start(fn({ executable: built.rust, layers, environment }))
    const { requestId } = await local.act({ a: 1 })
    await local.event('log', ({ line }) => line === `report ${requestId}`)
    await local.lambda.close()
    const lines = linesOf(local, 'observer')
    const told = (line: string) => expect(lines, line).toContain(line)
    told(`INVOKE ${requestId}`)
    told('SHUTDOWN spindown')
    told('function at work')
    expect(lines.filter((line) => /^(init|start|runtimeDone|report)/.test(line))).toEqual([
      'initStart',
      'initRuntimeDone',
      'initReport',
      `start ${requestId}`,
      `runtimeDone ${requestId}`,
      `report ${requestId}`,
    ])
    // The runtime has its moment before extensions are told.
    expect(linesOf(local)).toContain('asked to end')
  })
})

describe.each(['bun', 'node'])('a function of Oche’s own runtime, on %s', (engine) => {
  it('puts away what it has before its extension is told of the end', async () => {
    const source = `
      import { onShutdown } from 'oche/runtime'
      onShutdown(() => console.log('put away'))
      export const handler = async () => 'done'\n`
    const layer = fileURLToPath(new URL('../../local/layers/watched', import.meta.url))
    const configuration = `name: f\nengine: ${engine}\nhttp: none\nlayers: ["${layer}"]\n`
    using project = workspace({ 'index.ts': source, 'oche.yaml': configuration })
    const running = await ocheDev([], { cwd: project.path })
    const url = `${running.url}/2015-03-31/functions/f/invocations`
    expect(await (await fetch(url, { method: 'POST' })).json()).toBe('done')
    await running.stop()
    const lines = running.events.flatMap(({ type, line }) => (type === 'log' ? [String(line)] : []))
    const end = lines.findIndex((line) => line.includes('"SHUTDOWN"'))
    expect(lines.findIndex((line) => line.includes('put away'))).toBeGreaterThan(0)
    expect(lines.findIndex((line) => line.includes('put away'))).toBeLessThan(end)
  })
})

describe('the OpenTelemetry extension of the Serverless Framework', () => {
  it('gets the reports of invocations by the Logs API', async () => {
    const layers = [layerOf(built.otel, 'otel-extension')]
    // It listens by Lambda's name of this machine unless it is told that it runs elsewhere.
    const environment = { AWS_SAM_LOCAL: 'true', DO_NOT_WAIT: '1', DEBUG_SLS_OTEL_LAYER: '1' }
    await using local = await start(fn({ layers, environment }))
    const { requestId } = await local.act({ act: 'count' })
    const { line } = await local.event('log', (event) => {
      return event.line.startsWith('LOGS: ') && event.line.includes(requestId)
    })
    // It keeps those of earlier runs in /tmp.
    const reports = JSON.parse(line.slice('LOGS: '.length)).flat()
    const { record } = reports.find((one: any) => one.record.requestId === requestId)
    expect(record.metrics).toMatchObject({ memorySizeMB: 512, durationMs: expect.any(Number) })
  })
})

describe.each([
  ['Python', 'exec python3 "$APPS/server.py"'],
  ['Express', 'exec node "$APPS/server.mjs"'],
])('the Lambda Web Adapter in front of %s', (name, command) => {
  let local: Started

  beforeAll(async () => {
    const executable = join(folder, `${name}.sh`)
    writeFileSync(executable, `#!/bin/sh\n${command}\n`)
    chmodSync(executable, 0o755)
    const port = String(await freePort())
    const environment = {
      APPS: built.web,
      PORT: port,
      AWS_LWA_PORT: port,
      AWS_LWA_READINESS_CHECK_PATH: '/ready',
      AWS_LWA_INVOKE_MODE: 'response_stream',
    }
    const layers = [layerOf(built.adapter, 'lambda-adapter')]
    const http = { kind: 'url', access: 'public', streaming: true } as const
    local = await start(fn({ executable, layers, environment, http }), { concurrency: 1 })
  })
  afterAll(() => local?.lambda.close())

  it('serves GET with cookies', async () => {
    const response = await fetch(`${local.url}/items?a=1`, { headers: { Cookie: 'who=me; x=y' } })
    expect(await response.json()).toEqual({ path: '/items?a=1', cookies: { who: 'me', x: 'y' } })
    expect(response.headers.getSetCookie()).toEqual(['one=1; HttpOnly', 'two=2; Secure'])
  })

  it('serves POST', async () => {
    const response = await fetch(`${local.url}/items`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"name":"λ"}',
    })
    expect(await response.json()).toEqual({ posted: { name: 'λ' } })
  })

  it('streams events', async () => {
    const response = await fetch(`${local.url}/events`)
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    expect(await response.text()).toBe('data: 0\n\ndata: 1\n\ndata: 2\n\n')
  })
})

describe('AWS’s own emulator', () => {
  it('answers an internal extension as the local Lambda does', async () => {
    const probe = fileURLToPath(new URL('probe.mjs', import.meta.url))
    await using local = await start(fn({ name: 'test_function', executable: probe }))
    await using emulator = await emulated(probe)
    for (let round = 0; round < 2; round++) {
      const [ours, theirs] = [(await local.act({})).value, await emulator.invoke()]
      expect(sorted(ours)).toEqual(sorted(theirs))
    }
  })

  it.skipIf(!canMount())('tells an external extension what the local Lambda tells', async () => {
    const layer = fileURLToPath(new URL('../../local/layers/watched', import.meta.url))
    const acts = fileURLToPath(new URL('../../local/bootstraps/acts.mjs', import.meta.url))
    const events = [{}, { act: 'hang' }]
    const local = await start(fn({ executable: acts, layers: [layer], timeout: TIMEOUT_SECONDS }))
    for (const event of events) await local.act(event)
    await local.lambda.close()
    await using emulator = await emulated(acts, layer)
    for (const event of events) await emulator.invokeText(event)
    expect(shapes(linesOf(local, 'watcher'))).toEqual(shapes(emulator.lines()))
  })
})

/** What differs in how soon it comes is put in order. */
function sorted(answers: readonly unknown[]): string[] {
  return answers.map((one) => reasonless(JSON.stringify(one))).toSorted()
}

/** The message of a JSON parser is its own, and the emulator knows of no handler. */
function reasonless(answer: string): string {
  if (answer.includes('InvalidRequestFormat')) return 'InvalidRequestFormat'
  return ordered(answer).replace(/(\\"handler\\":\\")\w*/, '$1')
}

/** Fields of an error may come in any order. */
function ordered(answer: string): string {
  return answer.replace(
    /\{\\"errorType\\":(.*?),\\"errorMessage\\":(.*?)\}/,
    '{\\"errorMessage\\":$2,\\"errorType\\":$1}',
  )
}

function shapes(lines: readonly string[]): unknown[] {
  return lines.filter((line) => line.startsWith('{"eventType"')).map(shapeOf)
}

/** Names and types of what an event has. */
function shapeOf(line: string): unknown {
  const event = JSON.parse(line) as Record<string, unknown>
  const eventType = event['eventType']
  // In lower case in the documentation, and for the emulator `Timeout`.
  const shutdownReason = String(event['shutdownReason']).toLowerCase()
  const fields = Object.entries(event).map(([name, value]) => `${name}: ${typeof value}`)
  return { eventType, shutdownReason, fields: fields.toSorted() }
}

/** Whether this user may put a folder in the place of `/opt`, for the emulator's eyes only. */
function canMount(): boolean {
  return spawnSync('unshare', ['--mount', 'true'], { stdio: 'ignore' }).status === 0
}

/** @param layer that is to be its /opt */
async function emulated(executable: string, layer?: string) {
  const [invokePort, runtimePort] = [await freePort(), await freePort()]
  const run = [
    built.emulator,
    `--runtime-interface-emulator-address=127.0.0.1:${invokePort}`,
    `--runtime-api-address=127.0.0.1:${runtimePort}`,
    '--log-level=error',
    executable,
    'bootstrap',
  ]
  const mounted = ['unshare', '--mount', 'sh', '-c', 'mount --bind "$0" /opt && exec "$@"', layer!]
  const [command, ...args] = layer === undefined ? run : [...mounted, ...run]
  const child = spawn(command!, args, {
    env: { PATH: process.env['PATH'], AWS_LAMBDA_FUNCTION_TIMEOUT: String(TIMEOUT_SECONDS) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let written = ''
  child.stdout.on('data', (chunk: Buffer) => (written += chunk.toString()))
  const base = `http://127.0.0.1:${invokePort}/`
  await untilUp(child, base, () => true)
  const invokeText = async (event: unknown) => {
    const response = await fetch(`${base}2015-03-31/functions/function/invocations`, {
      method: 'POST',
      headers: { 'X-Amzn-Trace-Id': 'Root=1-5f35ae12-0c0fec141ab77a00bc047aa2;Sampled=1' },
      body: JSON.stringify(event),
    })
    return response.text()
  }
  return {
    invoke: async () => JSON.parse(await invokeText({})) as unknown[],
    invokeText,
    lines: () => written.split('\n'),
    [Symbol.asyncDispose]: () => stop(child),
  }
}
