import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { quickjsEngine } from '../../../src/build/compilers/typescript/quickjs/engine.ts'
import { which } from '../../../src/build/process/which.ts'
import type { Architecture } from '../../../src/core/config/schema.ts'
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

const linesOf = (output: string) => output.split('\n').filter((line) => line !== '')

/** What stands before the answer. */
const nameOf = (line: string) => line.slice(0, Math.max(0, line.indexOf(': ')))

const nameFor = (file: string, arch: Architecture) =>
  join(folder, `${file.replace(/\W/g, '-')}-${arch}`)

/** Compiles a case for one of Lambda's machines. */
async function compiled(file: string, arch: Architecture): Promise<string> {
  const output = nameFor(file, arch)
  const scratch = `${output}-scratch`
  mkdirSync(scratch)
  const entry = join(cases, file)
  const request = { root: dirname(cases), entry, external: [], packed: [], scratch, output, arch }
  await quickjsEngine.compile({ ...request, signal: undefined })
  return output
}

async function answers(command: string, args: string[]): Promise<string[]> {
  const { stdout, stderr } = await run(command, args, { env: environment, timeout: 60_000 })
  expect(stderr).toBe('')
  return linesOf(stdout)
}

const files = readdirSync(cases).filter((file) => file.endsWith('.mjs') && file !== 'check.mjs')

const TIMED = ['http.mjs', 'tls.mjs']

const emulator = which('qemu-aarch64-static')
if (emulator === undefined) console.log('arm64: needs qemu-aarch64-static, which is not installed')

describe.each(files)('what Node answers, QuickJS answers or refuses: %s', (file) => {
  it('in every check', async () => {
    const theirs = await answers(process.execPath, [join(cases, file)])
    const ours = await answers(await compiled(file, 'x86_64'), [])
    const different = theirs.flatMap((line, index) => {
      const own = ours[index] ?? 'nothing'
      const isRefused = /ERR_FEATURE_UNAVAILABLE_ON_PLATFORM/.test(own)
      const isRight = own === line || isRefused || nameOf(line) in accepted
      return isRight ? [] : [{ node: line, quickjs: own }]
    })
    expect(different).toEqual([])
    expect(ours.length).toBe(theirs.length)
  })

  // Slow, an emulator lets what waits for milliseconds come in another order.
  it.skipIf(emulator === undefined || TIMED.includes(file))(
    'alike on arm64, emulated',
    async () => {
      const own = await answers(emulator!, [await compiled(file, 'arm64')])
      expect(own).toEqual(await answers(nameFor(file, 'x86_64'), []))
    },
  )
})
