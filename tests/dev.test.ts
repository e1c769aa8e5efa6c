import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { delimiter, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { oche, ocheDev, root, workspace, type RunningDev, type Workspace } from './support/cli.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

function project(files: Record<string, string>): Workspace {
  const made = workspace(files)
  cleanups.push(() => made.remove())
  return made
}

async function dev(folder: Workspace, ...args: string[]): Promise<RunningDev> {
  const running = await ocheDev(args, { cwd: folder.path })
  cleanups.push(() => running.stop())
  return running
}

const answering = (text: string) =>
  `export const handler = async () => ({ statusCode: 200, body: ${JSON.stringify(text)} })\n`

/** Answers with a text and two variables. */
const reading = (text: string) =>
  `export const handler = async () => ({ statusCode: 200, body: \`${text} \${process.env.WHO} \${process.env.KEY}\` })\n`

/** Holds a request to /slow until the address in `until` answers 200. */
const slow = (text: string) =>
  `export const handler = async (event) => {
    if (event.rawPath === '/slow') {
      console.log('slow is in')
      while (!(await fetch(event.queryStringParameters.until)).ok);
    }
    return { statusCode: 200, body: ${JSON.stringify(text)} }
  }\n`

/** Answers one and all, without Oche's runtime. */
const BOOTSTRAP = `#!/usr/bin/env node
const base = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/invocation/'
for (;;) {
  const next = await fetch(base + 'next')
  const id = next.headers.get('lambda-runtime-aws-request-id')
  const body = JSON.stringify({ statusCode: 200, body: 'built' })
  await fetch(base + id + '/response', { method: 'POST', body })
}
`

const get = async (url: string) => {
  const response = await fetch(url)
  return { status: response.status, body: await response.text() }
}

async function alive(pid: unknown): Promise<boolean> {
  try {
    process.kill(Number(pid), 0)
    return true
  } catch {
    return false
  }
}

describe('oche dev', () => {
  it('begins with what does not build yet, and goes on without what nothing here can build', async () => {
    const folder = project({
      'oche.yaml':
        'name: two\nfunctions:\n' +
        '  one: { build: "node build.mjs", http: { kind: http-api, routes: ["GET /one"] } }\n' +
        '  other: { build: no-such-program-at-all, http: { kind: http-api, routes: ["GET /other"] } }\n',
      'build.mjs': 'process.exit(3)\n',
    })
    const running = await dev(folder)
    expect(await get(`${running.url}/one`)).toMatchObject({
      status: 502,
      body: expect.stringContaining('failed: status 3'),
    })
    expect(await get(`${running.url}/other`)).toMatchObject({
      status: 502,
      body: expect.stringContaining('no-such-program-at-all'),
    })
    folder.write(
      'build.mjs',
      `import { writeFileSync } from 'node:fs'
writeFileSync(process.env.OCHE_OUT, \`${BOOTSTRAP}\`, { mode: 0o755 })
`,
    )
    await expect
      .poll(() => get(`${running.url}/one`), { timeout: 20_000 })
      .toMatchObject({ status: 200, body: 'built' })
  })

  it('answers with the new code whoever asks after a file was saved', async () => {
    const folder = project({ 'index.ts': answering('one') })
    const running = await dev(folder)
    expect(await get(running.url)).toEqual({ status: 200, body: 'one' })
    for (const text of ['two', 'three', 'four']) {
      folder.write('index.ts', answering(text))
      const answers = await Promise.all([get(running.url), get(running.url)])
      expect(answers.map(({ body }) => body)).toEqual([text, text])
    }
    expect(running.events).toContainEqual(
      expect.objectContaining({ type: 'rebuilt', trigger: 'index.ts' }),
    )
  })

  it('builds a project once whose packages were only just installed', async () => {
    const folder = workspace(
      {
        'package.json': '{"name":"fresh","dependencies":{"dep":"1"}}',
        'node_modules/dep/package.json': '{"name":"dep"}',
        'node_modules/dep/index.js': 'module.exports = "dep"\n',
        'index.ts': `import dep from 'dep'\nexport const handler = async () => ({ statusCode: 200, body: dep })\n`,
      },
      false,
    )
    cleanups.push(() => folder.remove())
    const PATH = [join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter)
    const running = await ocheDev([], { cwd: folder.path, env: { PATH } })
    cleanups.push(() => running.stop())
    expect((await get(running.url)).body).toBe('dep')
    folder.write('index.ts', answering('saved'))
    expect((await get(running.url)).body).toBe('saved')
    const rebuilt = running.events.filter(({ type }) => type === 'rebuilt')
    expect(rebuilt.map(({ trigger }) => trigger)).toEqual(['index.ts'])
  })

  it('rebuilds for a file that is imported, and not for one that is not', async () => {
    const folder = project({
      'index.ts': `import { text } from './text'\nexport const handler = async () => ({ statusCode: 200, body: text })\n`,
      'text.ts': `export const text = 'one'\n`,
    })
    const running = await dev(folder)
    folder.write('notes.md', 'not part of the function')
    folder.write('text.ts', `export const text = 'two'\n`)
    const rebuilt = await running.event(({ type }) => type === 'rebuilt')
    expect(rebuilt['trigger']).toBe('text.ts')
    expect((await get(running.url)).body).toBe('two')
  })

  it('lets a request in flight finish on the old code', async () => {
    const folder = project({ 'index.ts': slow('old') })
    const running = await dev(folder)
    const held = await holdRequest(running)
    folder.write('index.ts', slow('new'))
    await running.event(({ type }) => type === 'rebuilt')
    expect((await get(running.url)).body).toBe('new')
    held.release()
    expect((await held.answer).body).toBe('old')
  })

  it('keeps the last good build serving while the source does not compile', async () => {
    const folder = project({ 'index.ts': answering('good') })
    const running = await dev(folder)
    folder.write('index.ts', 'export const handler = async () => {{{\n')
    const failed = await running.event(({ type }) => type === 'build-failed')
    expect(failed).toMatchObject({ serves: true, error: { code: 'COMPILE_FAILED' } })
    expect((failed['error'] as { message: string }).message).toMatch(/index\.ts:\d+:\d+/)
    expect((await get(running.url)).body).toBe('good')
    folder.write('index.ts', answering('fixed'))
    await running.event(({ type }) => type === 'rebuilt')
    expect((await get(running.url)).body).toBe('fixed')
  })

  it('answers with the reason until a source compiles for the first time', async () => {
    const folder = project({
      'index.ts': `import { x } from './missing'\nexport const handler = x\n`,
    })
    const running = await dev(folder)
    const { status, body } = await get(running.url)
    expect(status).toBe(502)
    expect(body).toMatch(/index\.ts:1:\d+: Could not resolve: "\.\/missing"/)
    folder.write(
      'missing.ts',
      `export const x = async () => ({ statusCode: 200, body: 'there' })\n`,
    )
    await running.event(({ type }) => type === 'rebuilt')
    expect((await get(running.url)).body).toBe('there')
  })

  it('starts anew on the same port when the configuration changes, and tells what is wrong in it', async () => {
    const folder = project({
      'index.ts': `export const handler = async () => ({ statusCode: 200, body: process.env.WHO })\n`,
      'oche.yaml': 'environment: { WHO: one }\n',
    })
    const running = await dev(folder)
    expect((await get(running.url)).body).toBe('one')
    folder.write('oche.yaml', 'enviroment: { WHO: two }\n')
    await running.stderrHas('unknown key "enviroment"')
    expect((await get(running.url)).body).toBe('one')
    folder.write('oche.yaml', 'environment: { WHO: two }\n')
    await running.event(({ type }, index) => type === 'ready' && index > 0)
    expect((await get(running.url)).body).toBe('two')
  })

  it('answers what is under way when the configuration changes, and goes on where it cannot be served', async () => {
    const folder = project({ 'index.ts': slow('one'), 'oche.yaml': 'timeout: 60\n' })
    const running = await dev(folder)
    const held = await holdRequest(running)
    folder.write('oche.yaml', 'timeout: 60\nlayers: [nofolder]\n')
    await running.stderrHas('there is no folder')
    folder.write('index.ts', answering('two'))
    await running.event(({ type }) => type === 'rebuilt')
    folder.write('oche.yaml', 'timeout: 59\n')
    await running.event(({ type }, index) => type === 'ready' && index > 0)
    expect(await get(running.url)).toEqual({ status: 200, body: 'two' })
    held.release()
    expect(await held.answer).toEqual({ status: 200, body: 'one' })
  })

  it('takes over neither a configuration nor .env before the source builds, and then both', async () => {
    const folder = project({
      'index.ts': reading('one'),
      'oche.yaml': 'environment: { WHO: a }\n',
      '.env': 'KEY=x\n',
    })
    const running = await dev(folder)
    expect((await get(running.url)).body).toBe('one a x')
    folder.write('index.ts', 'export const handler = (')
    await running.event(({ type }) => type === 'build-failed')
    for (const [file, text] of [
      ['.env', 'KEY=y\n'],
      ['oche.yaml', 'environment: { WHO: b }\n'],
    ] as const) {
      const told = running.stderr().split('A save tries').length
      folder.write(file, text)
      while (running.stderr().split('A save tries').length === told) {
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      expect(await get(running.url)).toEqual({ status: 200, body: 'one a x' })
    }
    folder.write('index.ts', reading('two'))
    await running.event(({ type }, index) => type === 'ready' && index > 0)
    expect(await get(running.url)).toEqual({ status: 200, body: 'two b y' })
    expect(running.events.filter(({ serves }) => serves === false)).toEqual([])
  })

  it('builds once for one bad save, whatever else is written in the folder', async () => {
    const folder = project({ 'index.ts': answering('one'), 'dev.log': 'begin' })
    const running = await dev(folder)
    folder.write('index.ts', 'export const handler = (')
    await running.event(({ type }) => type === 'build-failed')
    for (const line of ['a', 'ab', 'abc']) folder.write('dev.log', `begin${line}`)
    folder.write('index.ts', answering('two'))
    await running.event(({ type }) => type === 'rebuilt')
    const failures = running.events.filter(({ type }) => type === 'build-failed')
    expect(failures.map(({ serves }) => serves)).toEqual([true])
  })

  it('goes on after a crash, a timeout and a failed initialisation', async () => {
    const folder = project({
      'index.ts': `
        if (process.env.AWS_LAMBDA_FUNCTION_NAME === 'broken') throw new Error('no start')
        export const handler = async (event) => {
          if (event.rawPath === '/crash') process.exit(3)
          if (event.rawPath === '/hang') await new Promise(() => setInterval(() => {}, 1000))
          return { statusCode: 200, body: 'fine' }
        }\n`,
      'oche.yaml': `timeout: 1
functions:
  works: { http: { kind: http-api, routes: ['ANY /{proxy+}'] } }
  broken: { http: { kind: http-api, routes: ['GET /broken'] } }\n`,
    })
    const running = await dev(folder)
    const fault = (text: RegExp) =>
      running.event(({ type, message }) => type === 'fault' && text.test(String(message)))
    expect(await get(`${running.url}/crash`)).toMatchObject({ status: 500 })
    await fault(/exit status 3/)
    expect(await get(`${running.url}/hang`)).toMatchObject({ status: 500 })
    await fault(/timed out after 1 s; its process was ended/)
    expect(await get(`${running.url}/broken`)).toMatchObject({ status: 500 })
    await fault(/no start/)
    expect(await get(`${running.url}/fine`)).toEqual({ status: 200, body: 'fine' })
  })

  it('tells of each request: method, path, status, duration, cold or warm', async () => {
    const folder = project({ 'index.ts': answering('x') })
    const running = await dev(folder)
    await get(`${running.url}/a?b=c`)
    await get(`${running.url}/second`)
    const request = (path: string) =>
      running.event(
        (event) => event['type'] === 'request' && String(event['path']).startsWith(path),
      )
    expect(await request('/a')).toMatchObject({ method: 'GET', status: 200, coldStart: true })
    expect(await request('/second')).toMatchObject({ coldStart: false })
  })

  it('gives a request and its log lines the same id behind every endpoint', async () => {
    const folder = project({
      'index.ts': `export const handler = async () => { console.log('a line'); return 'x' }\n`,
    })
    const running = await dev(folder, '--as', 'http-api')
    await get(running.url)
    const { requestId } = await running.event(({ type }) => type === 'request')
    expect(await running.event(({ type }) => type === 'log')).toMatchObject({ requestId })
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('leaves no process and no port behind on %s', async (signal, status) => {
    const folder = project({
      'index.ts': `export const handler = async () => ({ statusCode: 200, body: String(process.pid) })\n`,
    })
    const running = await dev(folder)
    const pid = (await get(running.url)).body
    expect(await alive(pid)).toBe(true)
    expect(await running.stop(signal)).toBe(status)
    expect(await alive(pid)).toBe(false)
    await expect(fetch(running.url)).rejects.toThrow()
  })

  it('says by what flag to change a port that is in use', async () => {
    const folder = project({ 'index.ts': answering('x') })
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    cleanups.push(() => server.close())
    const { port } = server.address() as AddressInfo
    const { status, stderr } = await oche(['dev', '--port', String(port)], { cwd: folder.path })
    expect(status).toBe(1)
    expect(stderr).toMatch(/port \d+ .*in use/)
    expect(stderr).toMatch(/→ .*--port/)
  })
})

/** A request to `slow` that is in the handler until it is released. */
async function holdRequest({ url, event }: RunningDev) {
  let isOpen = false
  const gate = createHttp((respond) => respond(isOpen ? 200 : 503))
  const answer = get(`${url}/slow?until=${encodeURIComponent(await gate.url)}`)
  await event(({ type, line }) => type === 'log' && String(line).endsWith('slow is in'))
  return { answer, release: () => void (isOpen = true) }
}

function createHttp(answer: (respond: (status: number) => void) => void) {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () =>
      answer((status) =>
        socket.end(`HTTP/1.1 ${status} x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`),
      ),
    )
  })
  cleanups.push(() => server.close())
  return {
    url: once(server.listen(0, '127.0.0.1'), 'listening').then(
      () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    ),
  }
}
