import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { projectFunctions } from './built.ts'

const yaml = `
functions:
  items: { handler: items, memory: 256, http: { kind: http-api, routes: ["GET /items"] } }
  jobs: { handler: jobs, http: none, local: { environment: { KEY: here } } }
stages: { prod: { memory: 512 } }
`

describe('the functions of a project', () => {
  let cwd: string
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'oche-built-'))
    for (const name of ['items', 'jobs']) {
      mkdirSync(join(cwd, '.oche', name, 'arm64'), { recursive: true })
      writeFileSync(join(cwd, '.oche', name, 'arm64', `${name}.zip`), '')
    }
    writeFileSync(join(cwd, 'oche.yaml'), yaml)
  })
  afterEach(() => rmSync(cwd, { recursive: true }))

  it('are those of oche.yaml, with their packages and local variables', () => {
    const [items, jobs] = projectFunctions({ cwd, arch: 'arm64', env: {} })
    expect(items).toMatchObject({
      settings: { name: 'items', memory: 256, http: { kind: 'http-api', routes: ['GET /items'] } },
      code: { zip: join(cwd, '.oche/items/arm64/items.zip') },
    })
    expect(jobs!.environment).toEqual({ KEY: 'here' })
  })

  it('are those that are named, in a stage', () => {
    const found = projectFunctions({ cwd, arch: 'arm64', stage: 'prod', functions: ['jobs'] })
    expect(found.map(({ settings: { name, memory } }) => [name, memory])).toEqual([['jobs', 512]])
  })

  it('are refused where one is not built for the machine, with what builds it', () => {
    expect(() => projectFunctions({ cwd, arch: 'x86_64' })).toThrow(
      expect.objectContaining({
        code: 'NOT_BUILT',
        remedy: 'Type: oche build items --arch x86_64',
      }),
    )
  })
})
