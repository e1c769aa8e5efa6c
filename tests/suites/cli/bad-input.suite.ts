import { request } from 'node:http'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { oche, ocheDev, workspace, type Workspace } from '../../support/cli.ts'

const folders: Workspace[] = []
afterEach(() => folders.splice(0).forEach((folder) => folder.remove()))

function project(files: Record<string, string>, inRepository = true): Workspace {
  const folder = workspace(files, inRepository)
  folders.push(folder)
  return folder
}

const run = (folder: Workspace, ...args: string[]) => oche(args, { cwd: folder.path })

describe('a mistake is told in one line with its remedy', () => {
  it.each([
    ['no source', {}, /^error: there is no source for \S+ in .*\n→ Name one by "source:"/m],
    [
      'a source that is not there',
      { 'oche.yaml': 'source: api.ts' },
      /^error: the source of \S+, api\.ts, does not exist\n→ Correct "source:"/m,
    ],
    [
      'a source that is a folder',
      { 'src/api.ts': '', 'oche.yaml': 'source: src' },
      /^error: the source of \S+, src, is a folder\n→ Correct "source:"/m,
    ],
    [
      'a source in a language that nobody compiles',
      { 'api.py': '', 'oche.yaml': 'source: api.py' },
      /^error: the source of \S+, api\.py, is neither TypeScript nor Dart\n→ .* build: /m,
    ],
    [
      'a source that exports nothing usable',
      { 'index.ts': 'export const helper = 1' },
      /^error: index\.ts has no handler: it exports helper\n→ Export one: /m,
    ],
    [
      'malformed YAML',
      { 'index.ts': '', 'oche.yaml': 'name: x\nhttp: [url\n' },
      /^error: oche\.yaml:\d+:\d+: .*\n→ Correct line \d+ of oche\.yaml/m,
    ],
    [
      'an unknown key',
      { 'index.ts': '', 'oche.yaml': 'memroy: 128' },
      /^error: oche\.yaml:1:1: unknown key "memroy"\n→ Did you mean "memory"\?/m,
    ],
    [
      'a variable that is not set',
      { 'index.ts': '', 'oche.yaml': 'environment: { KEY: "${env:NOT_SET_ANYWHERE}" }' },
      /^error: environment\.KEY of \S+ needs NOT_SET_ANYWHERE, which is not set here\n→ Set NOT_SET/m,
    ],
  ])('%s', async (_, files, told) => {
    const { status, stdout, stderr } = await run(
      project(files as never),
      'dev',
      '--no-watch',
      '--port',
      '0',
    )
    expect(stderr).toMatch(told)
    expect(stderr).not.toMatch(/^ +at .*\.js:/m)
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  })

  it.each([['build'], ['dev', '--no-watch', '--port', '0'], ['deploy', '--dry-run']])(
    'before %s does anything, where AWS would refuse it later',
    async (...command) => {
      const folder = project({
        'index.ts': 'export const handler = async () => 1',
        'oche.yaml': 'memory: 256\nhttp: { kind: url, routes: ["GET /x"] }\n',
        'src/deep/note.txt': '',
      })
      for (const [cwd, file] of [
        [folder.path, 'oche.yaml'],
        [join(folder.path, 'src', 'deep'), join('..', '..', 'oche.yaml')],
      ] as const) {
        const { status, stdout, stderr } = await oche(command, { cwd })
        expect(stderr).toContain(
          `error: ${file}:2:20: http.routes: a Function URL has no routes: every path would reach it\n`,
        )
        expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
      }
    },
  )

  it('with file, line, column and the code frame where the source does not compile', async () => {
    const folder = project({ 'index.ts': 'const a = 1\nexport const handler = async () => a +\n' })
    const { status, stderr } = await run(folder, 'build', '--arch', 'x86_64')
    expect(status).toBe(1)
    expect(stderr).toMatch(/^error: .*index\.ts:\d+:\d+: /m)
    expect(stderr).toMatch(/2 \| export const handler = async \(\) => a \+/)
  })

  it('as JSON with --json', async () => {
    const { status, stdout } = await run(project({}), 'build', '--json')
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'SOURCE_NOT_FOUND', message: expect.any(String), remedy: expect.any(String) },
    })
  })

  it('and exit status 2 where the command line is wrong', async () => {
    const { status, stderr } = await run(project({}), 'dev', '--prot', '1')
    expect(status).toBe(2)
    expect(stderr).toBe('error: there is no flag --prot of oche dev\n→ Did you mean "--port"?\n')
  })

  it('naming the one command of a fresh clone that is not installed yet', async () => {
    const folder = project(
      {
        'index.ts': 'export const handler = async () => 1',
        'package.json': '{"devDependencies": {"bun": "^1.4.0"}}',
        'pnpm-lock.yaml': '',
      },
      false,
    )
    const { stderr } = await oche(['build'], { cwd: folder.path, env: { PATH: '' } })
    expect(stderr).toMatch(/Bun, which compiles TypeScript, was not found\n→ Type: pnpm install\n/)
  })

  it('naming the command that installs Bun where there is none', async () => {
    const folder = project({ 'index.ts': 'export const handler = async () => 1' }, false)
    const { status, stderr } = await oche(['build'], { cwd: folder.path, env: { PATH: '' } })
    expect(status).toBe(1)
    expect(stderr).toMatch(
      /Bun, which compiles TypeScript, was not found\n→ Type: npm install --save-dev bun/,
    )
  })
})

describe('a request beyond the limits', () => {
  const handler = `export const handler = async (event) => ({ statusCode: 200, body: 'x' })\n`

  it('gets 413 for a body over Lambda’s 6 MB', async () => {
    const folder = project({ 'index.ts': handler })
    const running = await ocheDev(['--no-watch'], { cwd: folder.path })
    try {
      const body = Buffer.alloc(6 * 1024 * 1024 + 1, 'x')
      expect(await post(running.url, body)).toBe(413)
      expect(await post(running.url, Buffer.from('small'))).toBe(200)
    } finally {
      await running.stop()
    }
  })

  it('gets 431 for headers over the HTTP API’s 10,240 bytes', async () => {
    const folder = project({ 'index.ts': handler })
    const running = await ocheDev(['--no-watch', '--as', 'http-api'], { cwd: folder.path })
    try {
      expect(await post(running.url, Buffer.from(''), { 'x-long': 'y'.repeat(10_240) })).toBe(431)
      expect(await post(running.url, Buffer.from(''), { 'x-long': 'y'.repeat(8000) })).toBe(200)
    } finally {
      await running.stop()
    }
  })
})

/** The status; an answer that comes before the whole body is sent counts. */
function post(url: string, body: Buffer, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
