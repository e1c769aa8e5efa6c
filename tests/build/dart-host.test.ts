import { existsSync, readFileSync, rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildForHost, Residents, type HostBuild } from '../../src/build/index.ts'
import { loadProject } from '../../src/core/project.ts'
import { silentReporter } from '../../src/core/reporter.ts'
import { workspace, type Workspace } from '../support/cli.ts'
import { isAlive } from '../local/support.ts'
import { StandInSdk } from '../support/dart-sdk.ts'

const FILES = {
  'pubspec.yaml': 'name: api\nenvironment:\n  sdk: ^3.10.0\n',
  'bin/api.dart': "import '../lib/text.dart';\n",
  'lib/text.dart': "const answer = 'one';\n",
}

const using = (sdk: StandInSdk) => Object.assign(process.env, sdk.env)

function answerOf({ args }: HostBuild): string {
  const kernel = args!({ variables: {} }).at(-1)!
  return (JSON.parse(readFileSync(kernel, 'utf8')) as { answer: string }).answer
}

/** What the incremental compiler was asked for. */
function asked(sdk: StandInSdk): string[][] {
  return sdk.asked().filter(([what]) => what === 'compile' || what === 'recompile')
}

describe.skipIf(process.platform === 'win32')('Dart for oche dev', () => {
  let folder: Workspace
  let residents: Residents
  const before = process.env['PATH']
  beforeEach(() => {
    folder = workspace(FILES)
    residents = new Residents()
  })
  afterEach(() => {
    residents[Symbol.dispose]()
    folder.remove()
    process.env['PATH'] = before
  })

  const build = (more: Partial<Parameters<typeof buildForHost>[0]> = {}) => {
    const project = loadProject({ cwd: folder.path })
    const fn = project.functions[0]!
    return buildForHost({ project, fn, reporter: silentReporter, residents, ...more })
  }
  const uriOf = (file: string) => `file://${join(folder.path, file)}`
  it('is compiled by a compiler that stays, which is told what has changed', async () => {
    using sdk = new StandInSdk()
    using(sdk)
    const first = await build()
    expect(answerOf(first)).toBe('one')
    folder.write('lib/text.dart', "const answer = 'two';\n")
    const second = await build()
    expect(answerOf(second)).toBe('two')
    const went = [...Object.keys(FILES), 'pubspec_overrides.yaml']
    const found = [...went, 'pubspec.lock', '.dart_tool/package_config.json']
    for (const [build, files] of [
      [first, went],
      [second, found],
    ] as const) {
      const paths = files.map((file) => join(folder.path, file))
      expect(build.inputs.files.toSorted()).toEqual(paths.toSorted())
    }
    folder.write('bin/api.dart', "import '../lib/other.dart';\n")
    folder.write('lib/other.dart', "const answer = 'three';\n")
    expect(answerOf(await build())).toBe('three')
    folder.write('lib/other.dart', "const answer = 'four';\n")
    // What has not changed since is not compiled once more.
    for (let times = 0; times < 2; times++) expect(answerOf(await build())).toBe('four')
    expect(asked(sdk)).toEqual([
      ['compile'],
      ['recompile', uriOf('lib/text.dart')],
      ['recompile', uriOf('bin/api.dart')],
      ['recompile', uriOf('lib/other.dart')],
    ])
  })

  it('has what is older than the last build, and what was deleted', async () => {
    using sdk = new StandInSdk()
    using(sdk)
    await build()
    folder.write('lib/text.dart', "const answer = 'older';\n")
    utimesSync(join(folder.path, 'lib/text.dart'), 1_000_000, 1_000_000)
    expect(answerOf(await build())).toBe('older')
    rmSync(join(folder.path, 'lib/text.dart'))
    await expect(build()).rejects.toMatchObject({ code: 'COMPILE_FAILED' })
    folder.write('lib/text.dart', "const answer = 'there';\n")
    expect(answerOf(await build())).toBe('there')
  })

  it('tells the mistakes of a source, and goes on after them', async () => {
    using sdk = new StandInSdk()
    using(sdk)
    folder.write('lib/text.dart', 'a mistake\n')
    await expect(build()).rejects.toMatchObject({
      code: 'COMPILE_FAILED',
      message: 'bin/api.dart does not compile',
      detail: expect.stringContaining('lib/text.dart:1:1: Error: Expected an identifier.'),
    })
    folder.write('lib/text.dart', "const answer = 'two';\n")
    expect(answerOf(await build())).toBe('two')
  })

  it('is compiled all anew where packages have changed', async () => {
    using sdk = new StandInSdk()
    using(sdk)
    await build()
    const config = join(folder.path, '.dart_tool/package_config.json')
    folder.write('.dart_tool/package_config.json', `${readFileSync(config, 'utf8')}\n`)
    expect(answerOf(await build())).toBe('one')
    expect(sdk.asked().filter(([what]) => what === 'frontend_server')).toHaveLength(2)
    expect(asked(sdk)).toEqual([['compile'], ['compile']])
  })

  it('is compiled by itself where the compiler has ended, and where there is none', async () => {
    using sdk = new StandInSdk()
    using(sdk)
    sdk.crash()
    expect(answerOf(await build())).toBe('one')
    expect(sdk.asked().at(-1)!.slice(0, 4)).toEqual(['dart', 'compile', 'kernel', 'bin/api.dart'])
    using plain = new StandInSdk({ resident: false })
    using(plain)
    expect(answerOf(await build())).toBe('one')
    expect(answerOf(await build({ residents: undefined }))).toBe('one')
    expect(plain.asked().filter((words) => words[2] === 'kernel')).toHaveLength(2)
  })

  it('is run with asserts, a heap and a debugger of its own', async () => {
    using sdk = new StandInSdk()
    using(sdk)
    folder.write('oche.yaml', 'name: api\ndart: { define: { FLAVOR: dev } }\n')
    const { executable, args } = await build()
    expect(executable).toBe(join(sdk.root, 'bin', 'dart'))
    const variables = { DART_VM_OPTIONS: '--old_gen_heap_size=81,--verbose_gc' }
    expect(args!({ variables, debugAt: '127.0.0.1:9229' }).slice(0, -1)).toEqual([
      '--old_gen_heap_size=81',
      '--verbose_gc',
      '--enable-vm-service=9229/127.0.0.1',
      '--disable-service-auth-codes',
      '--enable-asserts',
      '-DFLAVOR=dev',
    ])
    expect(args!({ variables: {} }).slice(0, -1)).toEqual(['--enable-asserts', '-DFLAVOR=dev'])
    expect(sdk.asked().flat()).toContain('-DFLAVOR=dev')
  })

  it('has no debugger where it is compiled ahead of time', async () => {
    using sdk = new StandInSdk()
    using(sdk)
    await expect(build({ release: true, debuggable: true })).rejects.toMatchObject({
      code: 'DART_NOT_DEBUGGABLE',
      message: expect.stringContaining('--release was given'),
      remedy: expect.stringContaining('--release'),
    })
    folder.write('hook/build.dart', '')
    await expect(build({ debuggable: true })).rejects.toMatchObject({
      message: expect.stringContaining('build hooks'),
    })
    process.env['PATH'] = join(sdk.root, 'nowhere')
    await expect(build({ debuggable: true })).rejects.toMatchObject({
      message: expect.stringContaining('there is no Dart SDK on PATH'),
      remedy: expect.stringContaining('Install the Dart SDK'),
    })
  })

  it('keeps nothing of a compiler that was let go', async () => {
    using sdk = new StandInSdk()
    using(sdk)
    await build()
    const [server] = sdk.asked().filter(([what]) => what === 'frontend_server')
    const output = server!.find((word) => word.startsWith('--output-dill='))!.slice(14)
    expect(existsSync(output)).toBe(true)
    residents[Symbol.dispose]()
    expect(existsSync(output)).toBe(false)
    const isThere = () => isAlive(Number(server!.at(-1)))
    await expect.poll(isThere, { timeout: 10_000 }).toBe(false)
  })
})
