import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { ocheDev, program, root, workspace, type Workspace } from '../../support/cli.ts'

const folders: Workspace[] = []
afterEach(() => folders.splice(0).forEach((folder) => folder.remove()))

const preload = (script: string) => `data:text/javascript,${encodeURIComponent(script)}`

/** Runs it by a Node.js that says to be another one. */
const asIf = (version: string, args: readonly string[]) => {
  const script = `Object.defineProperty(process.versions, 'node', { value: '${version}' })`
  try {
    const all = ['--import', preload(script), program, ...args]
    return {
      status: 0,
      stdout: execFileSync(process.execPath, all, { encoding: 'utf8', stdio: 'pipe' }),
    }
  } catch (thrown) {
    return thrown as { status: number; stdout: string; stderr: string }
  }
}

describe('a Node.js that is too old', () => {
  it.each(['16.20.2', '18.20.8', '20.10.0', '20.18.3', '21.7.3', '22.1.0'])(
    '%s is told in a line, with the one that is needed',
    (version) => {
      expect(asIf(version, ['build'])).toMatchObject({
        status: 1,
        stdout: '',
        stderr: `error: Oche needs Node.js 20.19, 22.2 or newer; this is ${version}\n→ Install a newer one: https://nodejs.org\n`,
      })
      const { stdout } = asIf(version, ['build', '--json'])
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'NODE_UNSUPPORTED' } })
    },
  )

  it.each(['20.19.0', '22.2.0', '24.0.0', '26.1.0'])('is not %s', (version) => {
    expect(asIf(version, ['--version']).status).toBe(0)
  })

  it('is told before anything is imported that it does not know', () => {
    const source = readFileSync(join(root, 'src/cli/main.ts'), 'utf8')
    expect(source).not.toMatch(/^import|^export|\?\.|\?\?|`|\bawait\b/m)
  })
})

const HANDLER = `
import { readFileSync } from 'node:fs'
export const handler = async () => ({ statusCode: 200, body: String(process.pid) })
`

describe.skipIf(process.platform === 'win32')('what nobody has caught', () => {
  it.each([
    ['an exception', 'throw new Error("as if by chance")'],
    ['a rejection', 'Promise.reject(new Error("as if by chance"))'],
  ])('%s ends everything with status 70 and says what to report', async (_, fault) => {
    const folder = workspace({ 'oche.yaml': 'name: hello\n', 'index.ts': HANDLER })
    folders.push(folder)
    const script = `process.on('SIGUSR2', () => { ${fault} })`
    const env = { NODE_OPTIONS: `--import ${preload(script)}` }
    const running = await ocheDev(['--no-watch'], { cwd: folder.path, env })
    const pid = Number(await (await fetch(running.url)).text())
    expect(isAlive(pid)).toBe(true)
    expect(await running.stop('SIGUSR2')).toBe(70)
    expect(running.stderr()).toMatch(
      /Error: as if by chance\n +at [^]*This is a bug of Oche’s.*npm bugs oche/,
    )
    expect(running.events.at(-1)).toMatchObject({
      error: { code: 'BUG', message: 'as if by chance' },
    })
    expect(isAlive(pid)).toBe(false)
  })

  it('of what the machine refuses is told as that', async () => {
    const folder = workspace({ 'oche.yaml': 'name: hello\n', 'index.ts': HANDLER })
    folders.push(folder)
    const fault = 'Object.assign(new Error("x"), { code: "ENOSPC", path: "/full" })'
    const script = `process.on('SIGUSR2', () => { throw ${fault} })`
    const env = { NODE_OPTIONS: `--import ${preload(script)}` }
    const running = await ocheDev(['--no-watch'], { cwd: folder.path, env })
    expect(await running.stop('SIGUSR2')).toBe(1)
    expect(running.events.at(-1)).toMatchObject({
      error: { code: 'ENOSPC', message: '/full: no space is left on the disk' },
    })
  })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
