import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { quickjsEngine } from '../../../src/build/compilers/typescript/quickjs/engine.ts'
import { accepted } from './accepted.ts'
import { startServers } from './servers.ts'

const cases = fileURLToPath(new URL('cases', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'oche-engine-'))
const servers = await startServers()
afterAll(() => {
  servers.close()
  rmSync(folder, { recursive: true, force: true })
})

const environment = {
  PATH: process.env['PATH'],
  TZ: 'UTC',
  NODE_NO_WARNINGS: '1',
  ...servers.environment,
}

const run = promisify(execFile)

/** Lines by the check that printed them. */
function told(output: string): Map<string, string> {
  const lines = output.split('\n').filter((line) => line !== '')
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(': ')), line]))
}

async function onQuickJs(file: string): Promise<Map<string, string>> {
  const output = join(folder, file.replace(/\W/g, '-'))
  const scratch = `${output}-scratch`
  mkdirSync(scratch)
  const entry = join(cases, file)
  await quickjsEngine.compileForHost({
    root: dirname(cases),
    entry,
    external: [],
    packed: [],
    scratch,
    output,
    signal: undefined,
  })
  return answers(output, [])
}

async function answers(command: string, args: string[]): Promise<Map<string, string>> {
  const { stdout, stderr } = await run(command, args, { env: environment, timeout: 60_000 })
  expect(stderr).toBe('')
  return told(stdout)
}

const files = readdirSync(cases).filter((file) => file.endsWith('.mjs') && file !== 'check.mjs')

describe.each(files)('what Node answers, QuickJS answers or refuses: %s', (file) => {
  it('in every check', async () => {
    const theirs = await answers(process.execPath, [join(cases, file)])
    const ours = await onQuickJs(file)
    const different = [...theirs].flatMap(([name, line]) => {
      const own = ours.get(name) ?? `${name}: nothing`
      const isRefused = /ERR_FEATURE_UNAVAILABLE_ON_PLATFORM/.test(own)
      return own === line || isRefused || name in accepted ? [] : [{ node: line, quickjs: own }]
    })
    expect(different).toEqual([])
    expect(ours.size).toBe(theirs.size)
  })
})
