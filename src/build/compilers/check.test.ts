import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadProject } from '../../core/project.ts'
import { checkToolchains } from './check.ts'

let folder: string
const path = process.env['PATH']
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oche-doctor-'))
  mkdirSync(join(folder, 'bin'))
  process.env['PATH'] = join(folder, 'bin')
})
afterEach(() => {
  process.env['PATH'] = path
  rmSync(folder, { recursive: true, force: true })
})

function put(file: string, text = ''): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
}

/** A program that says this and ends with this status. */
function program(name: string, says: string, status = 0): void {
  put(`bin/${name}`, `#!/bin/sh\necho '${says}'\nexit ${status}\n`)
  chmodSync(join(folder, 'bin', name), 0o755)
}

async function checks() {
  const all = await checkToolchains(loadProject({ cwd: folder }))
  return Object.fromEntries(all.map(({ check, ...rest }) => [check, rest]))
}

describe.skipIf(process.platform === 'win32')('checkToolchains', () => {
  it('asks for Bun where TypeScript is compiled by it, and for nothing else', async () => {
    put('index.ts')
    const found = await checks()
    expect(found['Bun']).toMatchObject({ ok: false, required: true })
    expect(found['Bun']?.remedy).toContain('npm install --save-dev bun')
    expect(found).not.toHaveProperty('Dart')
    expect(found['Container engine']).toMatchObject({ ok: false, required: false })
  })

  it('tells of every language where there is no function yet, and asks for none', async () => {
    const found = await checks()
    expect(found['Bun']).toMatchObject({ ok: false, required: false })
    expect(found['Dart']).toMatchObject({ ok: false, required: false })
  })

  it('tells of Dart alone where all is Dart', async () => {
    put('bin/api.dart')
    put('pubspec.yaml', 'name: api\n')
    const found = await checks()
    expect(found).not.toHaveProperty('Bun')
    expect(found['Dart']).toMatchObject({ ok: false, required: true })
  })

  it('asks for esbuild and npm where TypeScript is compiled by Node', async () => {
    put('index.ts')
    put('oche.yaml', 'engine: node\n')
    const found = await checks()
    expect(found).not.toHaveProperty('Bun')
    expect(found['esbuild']).toMatchObject({ ok: false, required: true })
  })

  it('tells where the project has another version of a Dart package than the tool', async () => {
    put('bin/api.dart')
    put(
      'pubspec.yaml',
      'name: api\ndependencies:\n  oche: { path: packages/oche }\n  http: ^1.0.0\n',
    )
    put('packages/oche/pubspec.yaml', 'name: oche\nversion: 0.0.1\n')
    const before = await checks()
    expect(before['package:oche']).toMatchObject({
      ok: false,
      required: false,
      found: expect.stringMatching(
        /^0\.0\.1 \(packages.oche\); this version of oche comes with \d+\.\d+\.\d+$/,
      ),
      remedy: expect.stringContaining('dart pub get'),
    })
    expect(before).not.toHaveProperty('package:oche_shelf')
    // What `dart pub get` has found counts, wherever it is.
    const packages = ['oche', 'oche_shelf'].map((name) => ({
      name,
      rootUri: new URL(`../../../dart/${name}`, import.meta.url).href,
    }))
    put('.dart_tool/package_config.json', JSON.stringify({ packages }))
    const after = await checks()
    expect(after['package:oche']).toMatchObject({ ok: true })
    expect(after['package:oche_shelf']).toMatchObject({ ok: true })
    put('.dart_tool/package_config.json', '{')
    expect((await checks())['package:oche']).toMatchObject({ ok: false })
    put('oche.yaml', 'source: index.ts\n')
    put('index.ts')
    expect(await checks()).not.toHaveProperty('package:oche')
  })

  it('asks for Dart or for a container engine, whichever there is', async () => {
    put('pubspec.yaml', 'name: api\n')
    put('bin/api.dart')
    expect((await checks())['Dart']).toMatchObject({ ok: false, required: true })
    program('podman', 'amd64')
    const withEngine = await checks()
    expect(withEngine['Dart']).toMatchObject({ ok: false, required: false })
    expect(withEngine['Container engine']).toMatchObject({ ok: true, required: true })
    program('dart', 'Dart SDK version: 3.9.0 (stable)')
    const withBoth = await checks()
    expect(withBoth['Dart']).toMatchObject({ ok: true, found: expect.stringContaining('3.9.0') })
    expect(withBoth['Container engine']?.required).toBe(false)
  })

  it('tells an old Dart, and an engine that is not running', async () => {
    put('pubspec.yaml', 'name: api\n')
    put('bin/api.dart')
    program('dart', 'Dart SDK version: 3.5.4 (stable)')
    program('docker', 'Cannot connect to the Docker daemon', 1)
    const found = await checks()
    expect(found['Dart']?.remedy).toContain('3.8.2')
    expect(found['Container engine']).toMatchObject({
      ok: false,
      required: true,
      found: 'docker, not running',
    })
  })

  it('looks for the program of each "build:" once', async () => {
    put('oche.yaml', 'build: no-such-compiler x\nfunctions: { a: {}, b: {} }\n')
    expect((await checks())['build: no-such-compiler x']).toEqual({
      ok: false,
      required: true,
      remedy: 'Install no-such-compiler, or correct "build:"',
    })
  })
})
