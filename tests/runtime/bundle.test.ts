import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import * as runtime from '../../src/runtime/index.ts'
import { FakeRuntimeApi } from '../support/runtime-api.ts'
import { engines, Entries } from '../support/runtime-process.ts'

const bun = fileURLToPath(new URL('../../node_modules/bun/bin/bun.exe', import.meta.url))
const src = fileURLToPath(new URL('../../src/', import.meta.url))
const index = join(src, 'runtime', 'index.ts')

const entries = new Entries()
const folder = mkdtempSync(join(tmpdir(), 'oche-copy-'))
afterAll(() => {
  entries[Symbol.dispose]()
  rmSync(folder, { recursive: true, force: true })
})

function bundle(...options: string[]): string {
  return execFileSync(bun, ['build', '--target=bun', ...options, index], { encoding: 'utf8' })
}

describe('the runtime in a bundle', () => {
  it('exports these names', () => {
    expect(Object.keys(runtime).toSorted()).toMatchInlineSnapshot(`
      [
        "HttpResponseStream",
        "currentInvocation",
        "onInit",
        "onShutdown",
        "run",
        "streamifyResponse",
      ]
    `)
  })

  it('takes some 20 KB, and its size is known to the kilobyte', () => {
    const text = bundle('--minify')
    const zipped = gzipSync(text).length
    expect(text.length).toBeLessThan(20.5 * 1024)
    expect({
      minified: Math.round(text.length / 1024),
      zipped: Math.round(zipped / 1024),
    }).toMatchInlineSnapshot(`
      {
        "minified": 20,
        "zipped": 9,
      }
    `)
  })

  it('is without what serves request listeners', () => {
    expect(bundle()).not.toContain('createServer')
  })

  it('loads none of Node’s modules before one is needed', () => {
    expect(bundle().match(/(?:from|import|require)\s*\(?\s*["']node:[^"']+["']/g)).toBeNull()
  })

  it.each(engines)(
    'shares its state with the copy that a user’s import finds, on %s',
    async (engine) => {
      for (const part of ['runtime', 'contract']) {
        cpSync(join(src, part), join(folder, part), { recursive: true })
      }
      const fixture = join(folder, 'user.ts')
      writeFileSync(
        fixture,
        `import { currentInvocation, onInit } from './runtime/index.ts'
       let initialised = false
       onInit(() => (initialised = true))
       export const handler = async () => [initialised, currentInvocation()?.context.awsRequestId]`,
      )
      await using api = await FakeRuntimeApi.start()
      await using _process = entries.start(engine, fixture, { AWS_LAMBDA_RUNTIME_API: api.address })
      expect(JSON.parse((await api.invoke({})).body.toString())).toEqual([true, 'id-1'])
    },
  )
})
