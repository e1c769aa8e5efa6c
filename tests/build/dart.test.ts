import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkDart } from '../../src/build/compilers/dart/check.ts'
import { build, buildForHost, type BuildOptions } from '../../src/build/index.ts'
import type { Artifact } from '../../src/core/artifact.ts'
import { readElf } from '../../src/build/lambda/elf/read.ts'
import { which } from '../../src/build/process/which.ts'
import { loadProject } from '../../src/core/project.ts'
import { silentReporter } from '../../src/core/reporter.ts'
import { workspace, type Workspace } from '../support/cli.ts'
import { elfBytes } from '../support/elf.ts'

const SOURCE = "void main() => print('hello from Dart');\n"
const PUBSPEC = 'name: api\nenvironment:\n  sdk: ^3.8.0\n'

/** Writes down what it is asked for, and an executable where `dart` would. */
const STAND_IN = `#!${process.execPath}
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
const args = process.argv.slice(2)
const elf = (machine) => { const b = Buffer.from(process.env.ELF_SAMPLE, 'hex'); b.writeUInt16LE(machine, 18); return b }
const machine = args.includes('--target-arch=arm64') ? 0xb7 : 0x3e
if (args[0] === '--version') {
  console.log('Dart SDK version: ' + process.env.DART_VERSION + ' (stable) (a date) on "linux_x64"')
} else {
  appendFileSync(join(process.env.DART_LOG), JSON.stringify(args) + '\\n')
  const output = args.at(-1)
  if (args[0] === 'pub' && process.env.DART_OFFLINE && !args.includes('--offline')) {
    console.error('Got socket error trying to find package x at https://pub.dev.')
    process.exitCode = 69
  } else if (args[0] === 'pub') {
    mkdirSync('.dart_tool', { recursive: true })
    writeFileSync('.dart_tool/package_config.json', process.env.DART_PACKAGES)
  } else if (process.env.DART_FAILS) {
    console.error('bin/api.dart:1:1: Error: Expected an identifier.')
    process.exitCode = 254
  } else if (args[0] === 'compile') {
    writeFileSync(output, elf(machine))
    const symbols = args.find((word) => word.startsWith('--save-debugging-info='))
    if (symbols) writeFileSync(symbols.split('=')[1], 'names')
  }
  else {
    mkdirSync(join(output, 'bundle', 'bin'), { recursive: true })
    mkdirSync(join(output, 'bundle', 'lib'), { recursive: true })
    writeFileSync(join(output, 'bundle', 'bin', 'api'), elf(machine))
    writeFileSync(join(output, 'bundle', 'lib', 'libx.so'), elf(machine))
  }
}
`

function options(folder: Workspace, choices: Partial<BuildOptions> = {}): BuildOptions {
  const project = loadProject({ cwd: folder.path })
  const reporter = { ...silentReporter, info: (message: string) => void told.push(message) }
  return { project, fn: project.functions[0]!, arch: 'arm64', reporter, ...choices }
}

let folder: Workspace
let told: string[]
const before = { ...process.env }
beforeEach(() => {
  told = []
  folder = workspace({ 'pubspec.yaml': PUBSPEC, 'bin/api.dart': SOURCE })
})
afterEach(() => {
  folder.remove()
  for (const name of Object.keys(process.env)) delete process.env[name]
  Object.assign(process.env, before)
})

/** What the stand-in was asked for, without where to write. */
function asked(): string[] {
  return readFileSync(join(folder.path, '.oche/dart.log'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as string[]).slice(0, -1).join(' '))
}

describe.skipIf(process.platform === 'win32')('the commands that Dart is given', () => {
  beforeEach(() => {
    folder.write('.oche/bin/dart', STAND_IN)
    chmodSync(join(folder.path, '.oche/bin/dart'), 0o755)
    Object.assign(process.env, {
      PATH: join(folder.path, '.oche/bin') + delimiter + process.env['PATH'],
      DART_VERSION: '3.9.2',
      DART_LOG: join(folder.path, '.oche/dart.log'),
      DART_PACKAGES: JSON.stringify({ packages: [{ name: 'api', rootUri: '../' }] }),
      ELF_SAMPLE: elfBytes({}).toString('hex'),
    })
  })

  it('cross-compile for both architectures after one "pub get", and say which way and why', async () => {
    const [arm64, x86_64] = await Promise.all([
      build(options(folder)),
      build(options(folder, { arch: 'x86_64' })),
    ])
    expect(asked().toSorted()).toEqual([
      'compile exe bin/api.dart --target-os=linux --target-arch=arm64 -o',
      'compile exe bin/api.dart --target-os=linux --target-arch=x64 -o',
      'pub',
    ])
    expect(readElf(arm64.executable)?.arch).toBe('arm64')
    expect(readElf(x86_64.executable)?.arch).toBe('x86_64')
    expect(told).toContain(
      'api for arm64: dart compile exe: Dart 3.9.2 compiles for Linux from any system',
    )
  })

  it('are none where it does not name its version', async () => {
    process.env['DART_VERSION'] = 'of a kind'
    await expect(build(options(folder))).rejects.toMatchObject({
      code: 'DART_BROKEN',
      detail: expect.stringContaining('Dart SDK version: of a kind'),
    })
  })

  it('are none where the SDK is older than the pubspec admits', async () => {
    process.env['DART_VERSION'] = '3.7.3'
    await expect(build(options(folder))).rejects.toMatchObject({
      code: 'DART_TOO_OLD',
      message: expect.stringMatching(
        /^Dart 3\.7\.3 is older than 3\.8\.0, the oldest that pubspec.yaml/,
      ),
    })
    expect(existsSync(process.env['DART_LOG']!)).toBe(false)
    expect(await checkDart(folder.path, { isNeeded: true, hasEngine: true })).toMatchObject({
      ok: false,
      required: true,
      remedy: expect.stringContaining('Dart 3.7.3 is older than 3.8.0'),
    })
    folder.write('pubspec.yaml', PUBSPEC.replace('3.8.0', '3.7.3'))
    await expect(build(options(folder))).rejects.not.toMatchObject({ code: 'DART_TOO_OLD' })
  })

  it('are not repeated while nothing changes; a new pubspec asks for "pub get" again', async () => {
    await build(options(folder))
    expect((await build(options(folder))).cached).toBe(true)
    utimesSync(join(folder.path, 'pubspec.yaml'), new Date(), new Date(Date.now() + 5000))
    utimesSync(join(folder.path, '.dart_tool/package_config.json'), new Date(), new Date(0))
    await build(options(folder))
    expect(asked().filter((line) => line === 'pub')).toHaveLength(2)
  })

  it('take what was fetched before where there is no network', async () => {
    process.env['DART_OFFLINE'] = '1'
    await build(options(folder))
    expect(asked().slice(0, 2)).toEqual(['pub', 'pub get'])
  })

  it.each([
    'define: { FLAVOR: prod }',
    'define: { FLAVOR: dev }',
    'extraGenSnapshotOptions: [--no-code-comments]',
    'obfuscate: true',
    'symbols: true',
  ])('are given again where oche.yaml has dart: { %s }', async (option) => {
    folder.write('oche.yaml', 'name: api\ndart: {}\n')
    await build(options(folder))
    expect((await build(options(folder))).cached).toBe(true)
    folder.write('oche.yaml', `name: api\ndart: { ${option} }\n`)
    // The file is an input itself: its bytes alone would be a reason.
    const { fn } = options(folder)
    folder.write('oche.yaml', 'name: api\ndart: {}\n')
    expect((await build({ ...options(folder), fn })).cached).toBe(false)
    expect((await build({ ...options(folder), fn })).cached).toBe(true)
  })

  it('keep the names of stack traces beside the zip, and none of them in it', async () => {
    folder.write('oche.yaml', 'name: api\ndart: { obfuscate: true }\n')
    const made = (await build(options(folder))) as Artifact
    const symbols = join(dirname(made.zip), 'bootstrap.symbols')
    expect(made).toMatchObject({ symbols, cached: false })
    expect(readFileSync(symbols, 'utf8')).toBe('names')
    expect(readFileSync(made.zip).includes('bootstrap.symbols')).toBe(false)
    expect(await build(options(folder))).toMatchObject({ symbols, cached: true })
    rmSync(symbols)
    expect((await build(options(folder))).cached).toBe(false)
  })

  it('are none where a package with build hooks leaves no room for an option', async () => {
    folder.write('hook/build.dart', 'void main() {}\n')
    folder.write('oche.yaml', 'name: api\ndart: { define: { A: b } }\n')
    process.env['DART_VERSION'] = '3.13.0'
    await expect(build(options(folder))).rejects.toMatchObject({
      code: 'DART_OPTION_UNSUPPORTED',
      message: expect.stringContaining('dart.define'),
    })
  })

  it('begin with "pub get" again where overrides were written', async () => {
    await build(options(folder))
    folder.write('pubspec_overrides.yaml', 'dependency_overrides: {}\n')
    utimesSync(join(folder.path, '.dart_tool/package_config.json'), new Date(), new Date(0))
    utimesSync(join(folder.path, 'pubspec.yaml'), new Date(0), new Date(0))
    await build(options(folder))
    expect(asked().filter((line) => line === 'pub')).toHaveLength(2)
  })

  it('build a bundle where a package has build hooks, with a bootstrap that starts it', async () => {
    folder.write('hook/build.dart', 'void main() {}\n')
    process.env['DART_VERSION'] = '3.13.0'
    const { executable } = await build(options(folder, { arch: 'x86_64' }))
    expect(asked()).toContain(
      'build cli --target=bin/api.dart --target-os=linux --target-arch=x64 -o',
    )
    expect(readFileSync(executable, 'utf8')).toBe('#!/bin/sh\nexec "${0%/*}/bin/api" "$@"\n')
    const names = readdirSync(dirname(executable), { recursive: true })
    expect(names).toEqual(expect.arrayContaining([join('bin', 'api'), join('lib', 'libx.so')]))
  })

  it('show what the compiler said, and what was run', async () => {
    process.env['DART_FAILS'] = '1'
    await expect(build(options(folder))).rejects.toMatchObject({
      code: 'COMPILE_FAILED',
      message: 'dart compile exe failed: status 254',
      detail: 'bin/api.dart:1:1: Error: Expected an identifier.',
      remedy: expect.stringContaining('dart compile exe bin/api.dart --target-os=linux'),
    })
  })

  it('aim at this machine for oche dev, and watch the package', async () => {
    const { inputs } = await buildForHost(options(folder))
    expect(asked()).toContain('compile kernel bin/api.dart -o')
    await buildForHost({ ...options(folder), release: true })
    expect(asked()).toContain('compile exe bin/api.dart -o')
    expect(inputs.files).toContain(join(folder.path, 'bin', 'api.dart'))
    expect(inputs.files).toContain(join(folder.path, 'pubspec.yaml'))
  })

  it('say that a container engine is missing where an old SDK needs one', async () => {
    process.env['DART_VERSION'] = '3.5.0'
    process.env['PATH'] = join(folder.path, '.oche/bin')
    const choices = { arch: 'arm64' as const, container: true }
    await expect(build(options(folder, choices))).rejects.toMatchObject({
      code: 'CONTAINER_ENGINE_MISSING',
    })
  })

  it('say that a container engine is not running', async () => {
    rmSync(join(folder.path, '.oche/bin/dart'))
    folder.write(
      '.oche/bin/docker',
      '#!/bin/sh\necho "Cannot connect to the Docker daemon" >&2\nexit 1\n',
    )
    chmodSync(join(folder.path, '.oche/bin/docker'), 0o755)
    process.env['PATH'] = join(folder.path, '.oche/bin')
    await expect(build(options(folder))).rejects.toMatchObject({
      code: 'CONTAINER_ENGINE_DOWN',
      message: expect.stringContaining('docker is installed but not running'),
      detail: 'Cannot connect to the Docker daemon',
      remedy: expect.stringMatching(/^Install the Dart SDK: \S+\. Or: Start Docker Desktop/),
    })
  })
})

describe.skipIf(which('dart') === undefined)('the real Dart SDK, where it is on PATH', () => {
  it('makes executables for both architectures and for this machine', async () => {
    for (const arch of ['arm64', 'x86_64'] as const) {
      const { executable } = await build(options(folder, { arch }))
      expect(readElf(executable)?.arch).toBe(arch)
    }
    const { executable } = await buildForHost(options(folder))
    expect(execFileSync(executable, { encoding: 'utf8' }).trim()).toBe('hello from Dart')
  })
})
