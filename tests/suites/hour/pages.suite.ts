import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { program, workspace, type Workspace } from '../../support/cli.ts'
import { blocks } from '../../support/docs.ts'
import { freePort } from '../../support/server-process.ts'
import { jsonExamples, lacking } from '../../support/json-page.ts'
import { until } from '../../support/until.ts'
import { bootstrapText } from '../deploy/scenario.ts'
import { awsEnvironment, startMinistack, type AwsServer } from '../deploy/servers.ts'
import { BEFORE, LEFT, LEFT_PAGES, PAGES } from './page-lines.ts'

/** A line of a page as it is typed. */
interface Typed {
  page: string
  line: string
}

const pageOf = (at: string) => at.replace(/:\d+$/, '')
/** Those in docs/dart are the suite dart's; docs/reference is made of what commands say of themselves. */
const shell = blocks.filter(({ language, at }) => language === 'sh' && /^docs\/[^/]+:/.test(at))
const all: Typed[] = shell.flatMap(({ at, text: lines }) =>
  lines
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map((line) => line.replace(/ +# .*$/, '').trim())
    .filter((line) => line !== '')
    .map((line) => ({ page: pageOf(at), line })),
)
/** Once each: a line that two pages have does the same. */
const typed = PAGES.flatMap((page) => all.filter((one) => one.page === page)).filter(
  ({ line }, index, lines) =>
    !LEFT.has(line) && lines.findIndex((other) => other.line === line) === index,
)

describe('what the pages of the documentation say to type', () => {
  let server: AwsServer
  let folder: Workspace
  let env: NodeJS.ProcessEnv
  beforeAll(async () => {
    server = await startMinistack('sqs')
    folder = workspace({}, false)
    // What stands for an installed Oche.
    folder.write('bin/oche', `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`)
    chmodSync(join(folder.path, 'bin/oche'), 0o755)
    const path = `${join(folder.path, 'bin')}:${process.env['PATH']}`
    env = { ...process.env, ...awsEnvironment(server.url), NO_COLOR: '1', PATH: path }
    writeProject(join(folder.path, 'hello'), 'http: { kind: url, access: public }\n')
    writeProject(join(folder.path, 'shop'), SEVERAL)
  })
  afterAll(async () => {
    await server.stop()
    folder.remove()
  })

  const type = async (line: string, cwd: string) => {
    const child = spawn('bash', ['-euo', 'pipefail', '-c', line], { cwd, env, stdio: 'pipe' })
    child.stdin.end()
    const closed = once(child, 'close')
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
    const [status] = (await closed) as [number | null]
    return { status, stdout, stderr }
  }

  it('is either run here or says why not', () => {
    const unknown = all.filter(({ page, line }) => {
      const isRun = PAGES.includes(page) && typed.some((one) => one.line === line)
      return !isRun && !LEFT.has(line) && !LEFT_PAGES.has(page)
    })
    expect(unknown).toEqual([])
    // Nothing is excused that no page says.
    const lines = new Set(all.map(({ line }) => line))
    expect([...LEFT.keys()].filter((line) => !lines.has(line))).toEqual([])
    const pages = new Set(all.map(({ page }) => page))
    expect([...LEFT_PAGES.keys(), ...PAGES].filter((page) => !pages.has(page))).toEqual([])
  })

  it('works line by line, from the first deploy to the last destroy', async () => {
    for (const { page, line } of typed) {
      const name = /\b(items|jobs|worker)\b/.test(line) ? 'shop' : 'hello'
      const cwd = join(folder.path, name)
      if (line.startsWith('oche deploy ')) edit(cwd)
      for (const deploy of BEFORE.get(line) ?? []) {
        edit(cwd)
        await type(deploy, cwd)
      }
      const { status, stdout, stderr } = await type(line, cwd)
      const fits = line.includes('--fail-on-changes') ? [0, 5] : [0]
      expect(fits, `${page}: ${line}\n${stdout}${stderr}`).toContain(status)
    }
  })

  it('starts a project in TypeScript as its page shows: new, dev, an answer, a change, its test', async () => {
    const page = blocks.filter(({ at }) => at.startsWith('docs/start-typescript.md'))
    const of = (language: string) => page.filter((block) => block.language === language)
    const [start, ask, test] = of('sh').map(({ text: lines }) => lines)
    const port = await freePort()
    const elsewhere = (lines: string) =>
      lines.replaceAll('3000', String(port)).replace('oche dev', `exec oche dev --port ${port}`)
    const cwd = join(folder.path, 'start')
    mkdirSync(cwd)
    const dev = spawn('bash', ['-euc', elsewhere(start!)], { cwd, env, stdio: 'pipe' })
    const closed = once(dev, 'close')
    let told = ''
    for (const stream of [dev.stdout, dev.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => (told += chunk))
    }
    try {
      const has = (part: string) => () => told.includes(part) || dev.exitCode !== null
      await until('oche dev is ready', has(`http://127.0.0.1:${port}`), { limit: 120_000 })
      const answer = async () => JSON.parse((await type(elsewhere(ask!), cwd)).stdout)
      expect(await answer(), told).toEqual(JSON.parse(of('json')[0]!.text))
      const project = join(cwd, 'hello')
      expect((await type(test!, project)).status).toBe(0)
      writeFileSync(join(project, 'src/index.ts'), of('ts')[0]!.text)
      await until('the change is there', has('rebuilt in'), { limit: 120_000 })
      expect(await answer()).toEqual({ message: 'Good day, Ada!' })
      // As the page says: the test tells that the greeting is another.
      expect((await type(test!, project)).status).not.toBe(0)
    } finally {
      dev.kill('SIGINT')
      await closed
    }
  })

  it('prints JSON with the members that its page shows', async () => {
    const cwd = join(folder.path, 'shop')
    const examples = jsonExamples()
    const wrong: unknown[] = []
    for (const [command, line, which = 0] of [
      ['build', 'oche build items --json'],
      ['deploy', 'oche deploy items --json'],
      ['status', 'oche status items --json'],
      ['rollback', 'oche rollback --function items --json'],
      ['deploy', 'oche deploy items --json'],
      ['rollback', 'oche rollback previous --function items --json', 2],
      ['status', 'oche status --json'],
      ['doctor', 'oche doctor --json || true'],
      ['destroy', 'oche destroy items --yes --json'],
    ] as const) {
      edit(cwd)
      const { stdout, stderr } = await type(line, cwd)
      const printed: unknown = JSON.parse(stdout || stderr)
      const lacks = lacking(printed, examples.get(command)![which])
      if (lacks.length > 0) wrong.push({ line, lacks })
    }
    expect(wrong).toEqual([])
  })
})

const ARCH = process.arch === 'arm64' ? 'arm64' : 'x86_64'

const SEVERAL = `functions:
  items: { http: { kind: url, access: public } }
  jobs: { http: none }
  worker:
    http: none
    events:
      - sqs: arn:aws:sqs:eu-west-1:000000000000:one
      - sqs: arn:aws:sqs:eu-west-1:000000000000:two
`

/** A project whose build takes no time: its bootstrap is a script of the shell's. */
function writeProject(cwd: string, rest: string): void {
  mkdirSync(join(cwd, 'build'), { recursive: true })
  mkdirSync(join(cwd, 'events/items'), { recursive: true })
  const write = (file: string, contents: string) => writeFileSync(join(cwd, file), contents)
  const name = rest.startsWith('functions') ? 'shop' : 'hello'
  write(
    'oche.yaml',
    `name: ${name}\naccount: "000000000000"\narch: ${ARCH}\nbuild: node build.mjs\n${rest}`,
  )
  write('package.json', `{"name":"${name}","scripts":{"test":"node -e 0"}}`)
  write('bootstrap.sh', bootstrapText('hello'))
  write('build/bootstrap', bootstrapText('finished'))
  chmodSync(join(cwd, 'build/bootstrap'), 0o755)
  write(
    'build.mjs',
    `import { chmodSync, copyFileSync } from 'node:fs'
copyFileSync('bootstrap.sh', process.env.OCHE_OUT)
chmodSync(process.env.OCHE_OUT, 0o755)
`,
  )
  if (name === 'hello') write('event.json', '{"a":1}')
  write('events/items/order.json', '{"order":1}')
}

let edits = 0

/** As somebody does between two deploys. */
function edit(cwd: string): void {
  edits += 1
  writeFileSync(join(cwd, 'bootstrap.sh'), `${bootstrapText('hello')}# ${edits}\n`)
}
