import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unpackZip } from '../../../src/core/unzip.ts'
import { root, workspace, type Workspace } from '../../support/cli.ts'

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
      'LICENSE',
      'README.md',
      'dart',
      'dist',
      'examples',
      'node_modules',
      'package.json',
      'templates',
    ])
    const tests = readdirSync(join(oche, '../..'), { recursive: true, encoding: 'utf8' })
    expect(tests.filter((file) => /\.test\./.test(file))).toEqual([])
    expect(existsSync(join(oche, '../../schema.json'))).toBe(true)
  })

  it('makes a project in an empty folder, serves it, rebuilds it, and builds it', async () => {
    run(['new', 'hello'], folder.path)
    const cwd = join(folder.path, 'hello')
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
    const [artifact] = JSON.parse(run(['build', '--json', '--arch', 'x86_64'], cwd))
    expect(artifact).toMatchObject({ function: 'hello', arch: 'x86_64' })
    const unpacked = join(folder.path, 'unpacked')
    await unpackZip(artifact.zip, unpacked)
    const packed = readFileSync(join(unpacked, 'bootstrap'))
    expect(packed.equals(readFileSync(artifact.executable))).toBe(true)
  })
})
