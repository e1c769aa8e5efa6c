import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { silentReporter } from '../../../../core/reporter.ts'
import { buildMissing } from './build-engine.ts'
import { engineFor, findEngine } from './find-engine.ts'

const root = mkdtempSync(join(tmpdir(), 'oche-find-engine-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** No machine has this name. */
const nowhere = 'aix-s390x'

describe('the engine of "engine: quickjs"', () => {
  it('is found in its package, beside Oche', () => {
    const folder = join(root, 'node_modules', '@oche', `engine-${nowhere}`)
    mkdirSync(folder, { recursive: true })
    mkdirSync(join(root, 'node_modules', 'oche'))
    const file = join(folder, 'oche-engine')
    writeFileSync(file, '')
    expect(engineFor(root, nowhere)).toBe(file)
  })

  it('that is not there is told with what to type: ENGINE_NOT_FOUND', () => {
    expect(() => findEngine(tmpdir(), 'aix-ppc64')).toThrow(
      expect.objectContaining({
        code: 'ENGINE_NOT_FOUND',
        remedy: expect.stringMatching(/npm --prefix \S.* run engine/),
      }),
    )
  })

  it.skipIf(process.platform === 'win32')(
    'that cannot be built is told with what its build says: ENGINE_NOT_BUILT',
    async () => {
      const bin = join(root, 'bin')
      mkdirSync(bin)
      writeFileSync(join(bin, 'cargo'), '#!/bin/sh\nexit 1\n')
      chmodSync(join(bin, 'cargo'), 0o755)
      const { PATH } = process.env
      process.env['PATH'] = `${bin}:${PATH}`
      const script = join(root, 'fails.mjs')
      writeFileSync(script, 'console.error("no compiler"); process.exit(1)')
      try {
        const building = buildMissing(
          { project: { root }, arch: 'arm64', reporter: silentReporter } as never,
          { script, found: () => undefined },
        )
        await expect(building).rejects.toMatchObject({
          code: 'ENGINE_NOT_BUILT',
          detail: 'no compiler',
        })
      } finally {
        process.env['PATH'] = PATH
      }
    },
  )
})
