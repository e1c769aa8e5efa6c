import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, it } from 'vitest'
import { readElf } from '../../../src/build/lambda/elf/read.ts'
import { build } from '../../../src/build/index.ts'
import { loadProject } from '../../../src/core/project.ts'
import { silentReporter } from '../../../src/core/reporter.ts'
import type { Artifact } from '../../../src/core/artifact.ts'
import type { Architecture } from '../../../src/core/config/schema.ts'
import { buildFunction, run } from '../../support/built-function.ts'

const repository = fileURLToPath(new URL('../../..', import.meta.url))
const modules = join(repository, 'node_modules')
const folders: string[] = []
afterEach(() => folders.splice(0).forEach((one) => rmSync(one, { recursive: true, force: true })))

function projectOf(source: string, more = ''): string {
  const root = mkdtempSync(join(tmpdir(), 'oche-quickjs-'))
  folders.push(root)
  mkdirSync(join(root, 'src'))
  writeFileSync(join(root, 'src', 'index.ts'), source)
  writeFileSync(join(root, 'oche.yaml'), `name: fn\nengine: quickjs\n${more}`)
  symlinkSync(modules, join(root, 'node_modules'), 'junction')
  return root
}

async function built(root: string, arch: Architecture): Promise<Artifact> {
  const project = loadProject({ cwd: root })
  const fn = project.functions[0]!
  return (await build({ project, fn, arch, reporter: silentReporter, force: true })) as Artifact
}

const HONO = `
import { Hono } from 'hono'
const app = new Hono()
app.get('/', (c) => c.text('hi'))
export default app
`

it('builds a small static executable for either architecture, the same bytes from two folders', async () => {
  for (const arch of ['arm64', 'x86_64'] as const) {
    const [one, other] = [projectOf(HONO), projectOf(HONO)]
    const [mine, theirs] = [await built(one, arch), await built(other, arch)]
    expect(readElf(mine.executable)).toMatchObject({ arch, interpreter: undefined })
    expect(mine.sha256).toBe(theirs.sha256)
    expect(statSync(mine.executable).size).toBeLessThan(6 * 1024 * 1024)
    expect(mine.zipBytes).toBeLessThan(3 * 1024 * 1024)
  }
})

it('an engine has no path of the machine that compiled it, as another folder is to give the same bytes', () => {
  const out = join(repository, 'engine', 'out')
  const engines = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.includes('oche-engine'),
  )
  expect(engines).not.toHaveLength(0)
  const hidden = ['.cargo', '.rustup', '.cache'].map((name) => join(homedir(), name))
  const { CARGO_HOME, RUSTUP_HOME } = process.env
  const places = [repository, CARGO_HOME, RUSTUP_HOME, ...hidden].filter((place) => place)
  for (const path of engines) {
    const bytes = readFileSync(join(out, path))
    const found = places.filter((place) => bytes.includes(place!))
    expect(found, path).toEqual([])
  }
})

it('runs what it has built', async () => {
  const root = projectOf(HONO)
  const { executable, taskRoot } = await buildFunction(root, 'zip')
  await using fn = await run({ executable, taskRoot }, { settings: { name: 'f', http: 'url' } })
  expect(await (await fetch(fn.url)).text()).toBe('hi')
})

const refused: [name: string, source: string, what: RegExp][] = [
  ['a global', 'export const handler = () => new WebSocket("ws://a")', /src\/index\.ts.*WebSocket/],
  [
    'a global by way of globalThis',
    'export const handler = () => new globalThis.WebSocket("ws://a")',
    /src\/index\.ts.*WebSocket/,
  ],
  [
    'a module',
    'import { connect } from "node:http2"\nimport v8 from "node:v8"\nexport const handler = () => [connect, v8.getHeapStatistics()]',
    /module node:v8/,
  ],
  [
    'a module that is required',
    'const v8 = require("node:v8")\nexport const handler = () => v8.getHeapStatistics()',
    /src\/index\.ts.*module node:v8/,
  ],
  [
    'a function of a module',
    'import { generatePrime } from "node:crypto"\nexport const handler = () => generatePrime()',
    /generatePrime in node:crypto/,
  ],
  [
    'a server',
    'import { createServer } from "node:http"\nexport default createServer((_, response) => response.end())',
    /src\/index\.ts.*no createServer in node:http/,
  ],
  [
    'a worker',
    'import { Worker } from "node:worker_threads"\nexport const handler = () => new Worker("./work.js")',
    /src\/index\.ts.*no Worker in node:worker_threads/,
  ],
  [
    'a process that is started by way of promisify',
    'import { exec } from "node:child_process"\nimport { promisify } from "node:util"\nconst run = promisify(exec)\nexport const handler = () => run("ls")',
    /src\/index\.ts.*no exec in node:child_process/,
  ],
  [
    'what is exported on from a module',
    'export { spawn } from "node:child_process"\nexport const handler = () => 1',
    /src\/index\.ts.*no spawn in node:child_process/,
  ],
  [
    'what a module is asked for while the function runs',
    'export const handler = async () => {\n  const { fork } = await import("node:child_process")\n  return fork("a.js")\n}',
    /src\/index\.ts.*no fork in node:child_process/,
  ],
  [
    'a member of a global',
    'export const handler = () => process.kill(process.pid)',
    /src\/index\.ts.*no process\.kill/,
  ],
  [
    'a constructor of Intl',
    'export const handler = () => [...new Intl.Segmenter("de").segment("a")]',
    /src\/index\.ts.*no Intl\.Segmenter/,
  ],
  [
    'what is undefined where Node.js has a value',
    'export const handler = (event: string) => /a(.)/.test(event) && RegExp.$1',
    /src\/index\.ts.*no RegExp\.\$1/,
  ],
  [
    'what waits at the top beside AsyncLocalStorage',
    'import { AsyncLocalStorage } from "node:async_hooks"\nawait null\nexport const handler = () => new AsyncLocalStorage()',
    /no top-level await/,
  ],
]

it.each(refused)('refuses %s when it is built, and says where', async (_, source, what) => {
  const root = projectOf(source)
  await expect(built(root, 'x86_64')).rejects.toMatchObject({
    code: 'ENGINE_LACKS',
    message: expect.stringMatching(what),
    remedy: expect.stringContaining('engine: bun'),
  })
})

const taken: [name: string, source: string][] = [
  [
    'a guarded global',
    'export const handler = () => typeof WebSocket === "undefined" ? "none" : new WebSocket("ws://a")',
  ],
  [
    'what nobody uses',
    'const unused = () => new WebSocket("ws://a")\nexport const handler = () => 1',
  ],
  [
    'a member of a global that is asked for first',
    'export const handler = () => process.report ? process.report.getReport() : process.resourceUsage?.()',
  ],
  [
    'a member of a global behind typeof or in',
    'export const handler = () => typeof process.report === "object" ? process.report.directory : "chdir" in process && process.chdir("/")',
  ],
  [
    'what is called like a member of a global',
    'export const handler = (process: { kill(): void }) => process.kill()',
  ],
  [
    'a class of servers that is only asked after',
    'import { Server } from "node:http"\nexport const handler = (event: unknown) => event instanceof Server',
  ],
  [
    'what a package can do without',
    'let v8\ntry { v8 = require("v8") } catch {}\nexport const handler = () => String(v8)',
  ],
]

it.each(taken)('takes %s', async (_, source) => {
  await expect(built(projectOf(source), 'x86_64')).resolves.toMatchObject({})
})

it('has an input that is at its end', async () => {
  const root = projectOf(`
export const handler = async () => {
  const read: unknown[] = []
  for await (const chunk of process.stdin) read.push(chunk)
  return [read, process.stdin.fd]
}
`)
  await using fn = await run(await buildFunction(root, 'zip'))
  expect(await fn.invoke()).toEqual([[], 0])
})

it.each(['zip', 'dev'] as const)('names the user’s file in a stack trace: %s', async (way) => {
  const root = projectOf(
    'function find(): never {\n  throw new TypeError("no such item")\n}\nexport const handler = async () => find()\n',
  )
  const built = await buildFunction(root, way)
  await using fn = await run(built)
  const { stackTrace } = (await fn.invoke()) as { stackTrace: string[] }
  // Where it runs in place, a debugger and an editor find the file.
  const folder = way === 'dev' ? root : built.taskRoot
  expect(stackTrace[1]).toMatch(/^ {4}at find \(.*src\/index\.ts:2:\d+\)$/)
  expect(stackTrace[1]).toContain(`${folder}/src/index.ts`)
  const text = stackTrace.join('\n')
  expect(text).toMatch(/src\/index\.ts:4:/)
  expect(text).not.toMatch(/oche::/)
})
