import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { program, root, workspace, type Workspace } from '../../support/cli.ts'

/** From npm: Node.js itself, for Linux. */
const PACKAGE = `node-linux-${process.arch}`

const REFUSED = ['10.24.1', '16.20.2', '18.20.8', '20.10.0', '21.7.3']
const TAKEN = ['20.19.0', '22.2.0', '24.11.0']

let folder: Workspace
beforeAll(() => {
  folder = workspace({}, false)
  const how = ['--no-audit', '--no-fund', '--loglevel=error', '--force', '--no-save']
  // By one call: they are fetched side by side.
  const all = [...REFUSED, ...TAKEN].map((version) => `v${version}@npm:${PACKAGE}@${version}`)
  execFileSync('npm', ['install', '--prefix', folder.path, ...how, ...all], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
})
afterAll(() => folder.remove())

const nodeOf = (version: string) => join(folder.path, 'node_modules', `v${version}`, 'bin', 'node')

const run = (node: string, ...args: string[]) =>
  spawnSync(node, [program, ...args], { cwd: join(root, 'examples/hello'), encoding: 'utf8' })

describe.runIf(process.platform === 'linux')('Node.js', () => {
  it.each(REFUSED)('%s is told what is needed', (version) => {
    const { status, stdout, stderr } = run(nodeOf(version), 'doctor')
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(
      /^error: Oche needs Node\.js 20\.19, 22\.2 or newer; this is .*\n→ .*\n$/,
    )
  })

  it.each(TAKEN)('%s compiles, starts and invokes', (version) => {
    const { status, stdout, stderr } = run(nodeOf(version), 'invoke', 'hello', '--local')
    expect(status, stderr).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ statusCode: 200 })
  })
})
