import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { OcheError } from '../../../../core/errors.ts'
import type { HostBuild } from '../../../../build/index.ts'
import { Builds } from './builds.ts'

it('of a build is told why it began, how it ended, and what is in it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'oche-builds-'))
  try {
    writeFileSync(join(folder, 'bootstrap'), '12345')
    writeFileSync(join(folder, 'bundle.js'), '123')
    const build = {
      executable: join(folder, 'bootstrap'),
      parts: [{ path: 'a.ts', bytes: 3 }],
    } as unknown as HostBuild
    const builds = new Builds()
    const states: (string | undefined)[] = []
    builds.watch(() => states.push(builds.of('a')?.state))
    builds.begin(['a', 'b'], undefined)({ build })
    expect(builds.of('b')).toMatchObject({
      bytes: 8,
      parts: [{ path: 'a.ts' }],
      trigger: undefined,
    })
    const error = new OcheError('COMPILE_FAILED', 'no semicolon', { remedy: 'Add it.' })
    builds.begin(['a'], 'a.ts')({ error })
    expect(builds.of('a')).toMatchObject({
      trigger: 'a.ts',
      error: 'no semicolon\n\nAdd it.',
      bytes: 8,
      parts: [{ path: 'a.ts' }],
    })
    expect(states).toEqual(['building', 'built', 'building', 'failed'])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
