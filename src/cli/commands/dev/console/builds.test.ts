import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
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
      taskRoot: folder,
      inputs: { files: [] },
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
    builds.begin(
      ['vm'],
      undefined,
    )({
      build: { ...build, executable: process.execPath, parts: [] },
    })
    expect(builds.of('vm')?.files.map(({ path }) => path)).toEqual([
      basename(process.execPath),
      'bootstrap',
      'bundle.js',
    ])
    builds.begin(
      ['alone'],
      undefined,
    )({
      build: { ...build, inputs: { files: [build.executable] } } as unknown as HostBuild,
    })
    expect(builds.of('alone')).toMatchObject({ bytes: 5, files: [{ path: 'bootstrap' }] })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
