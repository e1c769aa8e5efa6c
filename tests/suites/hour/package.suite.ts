import { execFile, execFileSync, spawn, type ExecFileOptions } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { request, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { text as bodyOf } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unpackZip } from '../../../src/core/unzip.ts'
import { root, workspace, type Workspace } from '../../support/cli.ts'
import { leftovers } from '../deploy/scenario.ts'
import { awsEnvironment, startMinistack } from '../deploy/servers.ts'

const isWindows = process.platform === 'win32'
const npm = (args: string[], cwd: string) =>
  execFileSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    encoding: 'utf8',
    shell: isWindows,
    stdio: ['ignore', 'pipe', 'pipe'],
  })

/** The tarball that `npm publish` would send, installed globally below a folder of its own. */
describe('the package', () => {
  let folder: Workspace
  let oche: string
  beforeAll(() => {
    folder = workspace({}, false)
    const [packed] = JSON.parse(
      npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder.path], root),
    )
    npm(
      ['install', '--global', '--prefix', 'global', join(folder.path, packed.filename)],
      folder.path,
    )
    const prefix = join(folder.path, 'global')
    oche = join(prefix, isWindows ? 'node_modules' : 'lib/node_modules', 'oche', 'dist/cli/main.js')
  })
  afterAll(() => folder.remove())

  const run = (args: string[], cwd: string) =>
    execFileSync(process.execPath, [oche, ...args], { cwd, encoding: 'utf8', stdio: 'pipe' })

  it('holds what users need and nothing else', () => {
    const inside = readdirSync(join(oche, '../../..')).sort()
    expect(inside).toEqual([
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'LICENSE',
      'README.md',
      'SECURITY.md',
      'bench',
      'dart',
      'dist',
      'docs',
      'examples',
      'node_modules',
      'package.json',
      'templates',
    ])
    const installed = readdirSync(join(oche, '../../../node_modules'))
    expect(installed.filter((name) => !name.startsWith('.'))).toEqual(['commander', 'postject'])
    const tests = readdirSync(join(oche, '../..'), { recursive: true, encoding: 'utf8' })
    expect(tests.filter((file) => /\.test\./.test(file))).toEqual([])
    expect(existsSync(join(oche, '../../schema.json'))).toBe(true)
  })

  it('makes a project in an empty folder, serves it, rebuilds it, and builds it', async () => {
    expect(run(['--version'], folder.path)).toContain(versionOf(root))
    run(['new', 'hello', '--template', 'hono'], folder.path)
    const cwd = join(folder.path, 'hello')
    execFileSync('npm', ['test'], { cwd, shell: isWindows, stdio: 'pipe' })
    const dev = spawn(process.execPath, [oche, 'dev', '--port', '0'], { cwd, stdio: 'pipe' })
    let log = ''
    dev.stderr.setEncoding('utf8').on('data', (text: string) => (log += text))
    try {
      const [url] = (await once(dev.stdout.setEncoding('utf8'), 'data')) as [string]
      const answer = async () => (await fetch(`${url.trim()}/?name=Ada`)).json()
      expect(await answer()).toEqual({ message: 'Hello, Ada!', path: '/' })
      const source = join(cwd, 'src', 'index.ts')
      writeFileSync(source, readFileSync(source, 'utf8').replace('Hello', 'Moin'))
      while (!log.includes('rebuilt in')) await once(dev.stderr, 'data')
      expect(await answer()).toEqual({ message: 'Moin, Ada!', path: '/' })
    } finally {
      const closed = once(dev, 'close')
      dev.kill('SIGINT')
      await closed
    }
    expect(runningBelow(folder.path)).toEqual([])
    const [artifact] = JSON.parse(run(['build', '--json', '--arch', 'x86_64'], cwd))
    expect(artifact).toMatchObject({ function: 'hello', arch: 'x86_64' })
    const unpacked = join(folder.path, 'unpacked')
    await unpackZip(artifact.zip, unpacked)
    const packed = readFileSync(join(unpacked, 'bootstrap'))
    expect(packed.equals(readFileSync(artifact.executable))).toBe(true)
  })

  it.runIf(process.env['OCHE_DEPLOY_VENV'])(
    'deploys the project, changes it, rolls it back and takes it away, and leaves nothing',
    async () => {
      const cwd = join(folder.path, 'hello')
      const [yaml, source] = [join(cwd, 'oche.yaml'), join(cwd, 'src/index.ts')]
      // The server runs what is deployed on this machine.
      edit(yaml, 'arch: arm64', `arch: ${process.arch === 'arm64' ? 'arm64' : 'x86_64'}`)
      edit(yaml, 'http:', 'environment: { KEY: very-secret }\nhttp:')
      const server = await startMinistack()
      try {
        const env = { ...process.env, NO_COLOR: '1', ...awsEnvironment(server.url) }
        const type = (...args: string[]) => text([oche, ...args], { cwd, env })
        const { url } = JSON.parse(await type('deploy', '--json')).functions[0]
        const answer = async () => JSON.parse(await ask(server.url, `${url}?name=Ada`)).message
        expect(await answer()).toBe('Moin, Ada!')

        edit(source, 'Moin', 'Servus')
        edit(yaml, 'memory: 128', 'memory: 256')
        const plan = await type('deploy', '--dry-run', '--format', 'markdown')
        expect(plan).toMatch(/^<!-- oche deploy: hello  eu-west-1 -->\n/)
        expect(plan).toContain('- `~` function `memory` `128` → `256`\n')
        expect(plan).toMatch(/- `~` function `code` /)
        expect(plan).not.toContain('very-secret')
        await type('deploy')
        expect(await answer()).toBe('Servus, Ada!')
        expect(await type('deploy', '--dry-run', '--format', 'markdown')).toContain(
          'Nothing to change.',
        )
        expect(await type('status')).toMatch(/version +2/)
        await type('rollback', 'previous')
        expect(await answer()).toBe('Moin, Ada!')
        expect(await type('logs')).toContain('REPORT')
        await type('destroy', '--yes', '--logs')
        Object.assign(process.env, awsEnvironment(server.url))
        expect(await leftovers(server.url, 'hello')).toEqual([])
      } finally {
        await server.stop()
      }
      expect(runningBelow(folder.path)).toEqual([])
    },
  )
})

function edit(file: string, from: string, to: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to))
}

function versionOf(path: string): string {
  return JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')).version
}

/** Standard output of what has to succeed. */
async function text(args: string[], options: ExecFileOptions): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, args, options)
  return String(stdout)
}

/** The server tells functions apart by the Host header. */
async function ask(server: string, url: string): Promise<string> {
  const { hostname, pathname, search } = new URL(url)
  const { hostname: host, port } = new URL(server)
  const options = { host, port, path: pathname + search, headers: { host: hostname } }
  const [response] = (await once(request(options).end(), 'response')) as [IncomingMessage]
  return bodyOf(response)
}

/** Processes whose program or folder lies below a folder; on Linux alone. */
function runningBelow(folder: string): string[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .filter((pid) =>
      ['exe', 'cwd'].some((link) => target(`/proc/${pid}/${link}`).startsWith(folder)),
    )
}

/** Of a link; of one that is gone, or somebody else's, nothing. */
function target(link: string): string {
  try {
    return readlinkSync(link)
  } catch {
    return ''
  }
}
