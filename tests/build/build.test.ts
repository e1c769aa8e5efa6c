import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  build,
  buildForHost,
  type BinaryArtifact,
  type BuildOptions,
} from '../../src/build/index.ts'
import { ancestors, isInstalled } from '../../src/build/inputs/folders.ts'
import { which } from '../../src/build/process/which.ts'
import type { Artifact } from '../../src/core/artifact.ts'
import { hostArchitecture } from '../../src/core/host.ts'
import { loadProject } from '../../src/core/project.ts'
import { silentReporter } from '../../src/core/reporter.ts'
import { workspace, type Workspace } from '../support/cli.ts'
import { elfBytes } from '../support/elf.ts'

type Choices = Partial<Pick<BuildOptions, 'arch' | 'force' | 'signal' | 'format'>>

/** Everything that a build told. */
let told: string[]
beforeEach(() => (told = []))

const tell = (message: string) => void told.push(message)

function options(folder: Workspace, choices: Choices = {}): BuildOptions {
  const project = loadProject({ cwd: folder.path })
  const fn = project.functions[0]!
  const reporter = { ...silentReporter, info: tell, warn: tell }
  return { project, fn, arch: 'arm64', reporter, ...choices }
}

async function built(folder: Workspace, choices: Choices = {}): Promise<Artifact> {
  return (await build(options(folder, choices))) as Artifact
}

async function failure(promise: Promise<unknown>) {
  return promise.then(
    () => undefined,
    (thrown: unknown) => thrown as { code?: string; message: string; detail?: string },
  )
}

/** A compiler that needs nothing but Node: copies an executable with this on its mind. */
const COMPILER = `
import { appendFileSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs'
const { OCHE_OUT, OCHE_TARGET_ARCH, OCHE_TARGET_OS, GOARCH } = process.env
appendFileSync('.oche/calls', [OCHE_TARGET_ARCH, OCHE_TARGET_OS, GOARCH, ''].join(' '))
writeFileSync(OCHE_OUT, Buffer.concat([readFileSync(OCHE_TARGET_ARCH), readFileSync('main.txt')]))
`

const TWO = `build: node compile.mjs
functions: { a: { include: [{ from: data }] }, b: { memory: 256 } }
`

describe('"build:" of oche.yaml', () => {
  let folder: Workspace
  beforeEach(() => {
    folder = workspace({
      'oche.yaml': 'name: own\nbuild: node compile.mjs\ninclude: [{ from: data, to: assets }]\n',
      'compile.mjs': COMPILER,
      'main.txt': 'one',
      'data/a.txt': 'a',
      '.oche/calls': '',
    })
    writeFileSync(join(folder.path, 'arm64'), elfBytes({ machine: 0xb7 }))
    writeFileSync(join(folder.path, 'x86_64'), elfBytes({ machine: 0x3e }))
  })
  afterEach(() => folder.remove())

  const calls = () => readFileSync(join(folder.path, '.oche', 'calls'), 'utf8').trim()

  it('gets the path to write and the architecture, for both of them at once', async () => {
    const [arm64, x86_64] = await Promise.all([built(folder), built(folder, { arch: 'x86_64' })])
    expect(
      calls()
        .match(/\S+ \S+ \S+/g)
        ?.toSorted(),
    ).toEqual(['arm64 linux arm64', 'x86_64 linux amd64'])
    expect(arm64.executable).toBe(join(folder.path, '.oche', 'own', 'arm64', 'bootstrap'))
    expect(x86_64.zip).toBe(join(folder.path, '.oche', 'own', 'x86_64', 'own.zip'))
    expect(arm64.zipBytes).toBe(statSync(arm64.zip).size)
    if (process.platform !== 'win32') expect(statSync(arm64.executable).mode & 0o777).toBe(0o755)
  })

  it('answers from the last build while nothing changes, and says so', async () => {
    const first = await built(folder)
    expect(first.cached).toBe(false)
    expect(await built(folder)).toEqual({ ...first, cached: true })
    expect(told).toEqual([expect.stringContaining('nothing changed')])
    utimesSync(join(folder.path, 'main.txt'), 1, 1)
    expect((await built(folder)).cached).toBe(true)
    expect(calls()).toBe('arm64 linux arm64')
  })

  it.each([
    ['a source changes, though neither its size nor its time', 'main.txt', 'two'],
    ['an included file changes', 'data/a.txt', 'b'],
    ['a file is added', 'more.txt', 'x'],
    ['a file is added to an included folder', 'data/b.txt', 'x'],
    ['the configuration changes', 'oche.yaml', 'name: own\nbuild: node ./compile.mjs\n'],
    ['the executable was changed', '.oche/own/arm64/bootstrap', 'x'],
    ['the zip was changed', '.oche/own/arm64/own.zip', 'x'],
    ['the record is damaged', '.oche/own/arm64/build.json', '{"identity":'],
    ['the record is another version’s', '.oche/own/arm64/build.json', '{}'],
  ])('builds again where %s', async (_, file, text) => {
    await built(folder)
    const path = join(folder.path, file)
    const before = statSync(path, { throwIfNoEntry: false })
    folder.write(file, text)
    if (before !== undefined) utimesSync(path, before.atime, before.mtime)
    expect((await built(folder)).cached).toBe(false)
    expect((await built(folder)).cached).toBe(true)
  })

  it('builds again where a file has gone, and when it is forced to', async () => {
    await built(folder)
    expect((await built(folder, { force: true })).cached).toBe(false)
    folder.write('data/b.txt', 'x')
    await built(folder)
    rmSync(join(folder.path, 'data/b.txt'))
    expect((await built(folder)).cached).toBe(false)
  })

  it('makes no zip for the format binary, and one when asked again', async () => {
    const binary = await build(options(folder, { format: 'binary' }))
    expect(Object.keys(binary)).not.toContain('zip')
    expect((await build(options(folder, { format: 'binary' }))).cached).toBe(true)
    const zipped = await built(folder)
    expect(zipped).toMatchObject({ cached: false, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
  })

  it('keeps the last build where the next one fails', async () => {
    const { executable, zip } = await built(folder)
    const before = [readFileSync(executable), readFileSync(zip)]
    folder.write('arm64', 'not an executable')
    expect((await failure(build(options(folder))))?.code).toBe('NOT_EXECUTABLE')
    expect([readFileSync(executable), readFileSync(zip)]).toEqual(before)
  })

  it('shows what the command wrote, and how it ended', async () => {
    folder.write('compile.mjs', 'console.error("main.c:3:1: error: no"); process.exitCode = 3')
    expect(await failure(build(options(folder)))).toMatchObject({
      code: 'BUILD_COMMAND_FAILED',
      message: '"build: node compile.mjs" failed: status 3',
      detail: 'main.c:3:1: error: no',
    })
  })

  it('says that the command wrote nothing, or that there is no such program', async () => {
    folder.write('compile.mjs', '')
    expect((await failure(build(options(folder))))?.code).toBe('BUILD_OUTPUT_MISSING')
    folder.write('oche.yaml', 'name: own\nbuild: no-such-program-anywhere $OCHE_OUT\n')
    expect(await failure(build(options(folder)))).toMatchObject({
      code: 'BUILD_COMMAND_NOT_FOUND',
      message: expect.stringContaining('no program no-such-program-anywhere'),
    })
  })

  it('ends the command and everything it has started when the build is cancelled', async () => {
    folder.write(
      'compile.mjs',
      `import { spawn } from 'node:child_process'
       import { writeFileSync } from 'node:fs'
       const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
       writeFileSync('.oche/pid', String(child.pid))
       setInterval(() => {}, 1000)`,
    )
    const cancel = new AbortController()
    const building = failure(build(options(folder, { signal: cancel.signal })))
    const pid = await eventually(() => Number(readFileSync(join(folder.path, '.oche/pid'), 'utf8')))
    cancel.abort()
    expect(await building).toMatchObject({ name: 'AbortError' })
    await eventually(() => !isAlive(pid))
  })

  it.skipIf(which('git') === undefined)('watches no file that git ignores', async () => {
    folder.write('.gitignore', '*.log\n')
    folder.write('noise.log', '')
    execFileSync('git', ['init', '--quiet'], { cwd: folder.path })
    const { inputs } = await buildForHost(options(folder))
    expect(inputs.files).toContain(join(folder.path, 'main.txt'))
    expect(inputs.files).not.toContain(join(folder.path, 'noise.log'))
  })

  it('watches no file that the command itself writes', async () => {
    folder.write('compile.mjs', `${COMPILER}\nwriteFileSync('made.txt', String(Math.random()))`)
    await buildForHost(options(folder))
    const { inputs } = await buildForHost(options(folder))
    expect(inputs.files).toContain(join(folder.path, 'main.txt'))
    expect(inputs.files).not.toContain(join(folder.path, 'made.txt'))
  })

  it('compiles once for functions that differ in their settings alone, and packs for each', async () => {
    folder.write('oche.yaml', TWO)
    const { project } = options(folder)
    const built = await Promise.all(
      project.functions.map((fn) => build({ ...options(folder), project, fn })),
    )
    expect(calls().split(' ')).toHaveLength(3)
    const [a, b] = built as [Artifact, Artifact]
    expect(readFileSync(a.executable).equals(readFileSync(b.executable))).toBe(true)
    expect(a.sha256).not.toBe(b.sha256)
    folder.write('data/a.txt', 'changed')
    expect((await build({ ...options(folder), project, fn: project.functions[1]! })).cached).toBe(
      false,
    )
    expect(calls().split(' ')).toHaveLength(6)
  })

  it('deletes nothing of what it made for this machine before it is told to', async () => {
    const builds = []
    for (let n = 0; n < 6; n++) builds.push(await buildForHost(options(folder)))
    for (const { executable } of builds) expect(statSync(executable).isFile()).toBe(true)
    for (const one of builds) one.remove()
    for (const { taskRoot } of builds) expect(existsSync(taskRoot)).toBe(false)
  })

  it('runs where no node_modules can be reached', async () => {
    const { taskRoot, remove } = await buildForHost(options(folder))
    const reached = ancestors(taskRoot).filter((one) => existsSync(join(one, 'node_modules')))
    expect(reached).toEqual([])
    remove()
  })

  it('makes an executable for this machine, with the included files beside it', async () => {
    const { executable, taskRoot, inputs } = await buildForHost(options(folder))
    expect(calls().startsWith(hostArchitecture()!)).toBe(true)
    expect(readFileSync(executable).length).toBeGreaterThan(0)
    expect(readFileSync(join(taskRoot, 'assets', 'a.txt'), 'utf8')).toBe('a')
    const watched = inputs.files.map((file) => file.slice(folder.path.length + 1))
    expect(watched).toContain('main.txt')
    expect(watched).toContain(join('data', 'a.txt'))
    expect(watched.filter((file) => file.startsWith('.oche'))).toEqual([])
  })
})

/** Without a zip, which would take most of the time. */
const BINARY = { arch: 'x86_64', format: 'binary' } as const

describe('TypeScript by Bun', () => {
  let folder: Workspace
  let artifact: BinaryArtifact
  beforeAll(async () => {
    folder = workspace({
      'src/index.ts': 'import { x } from "./x"\nexport const handler = async () => x\n',
      'src/x/index.ts': 'export const x = 1\n',
    })
    told = []
    artifact = await build(options(folder, BINARY))
  })
  afterAll(() => folder.remove())

  it('compiles for Lambda and remembers the modules that went in', async () => {
    expect(artifact).toMatchObject({ arch: 'x86_64', cached: false })
    expect((await build(options(folder, BINARY))).cached).toBe(true)
  })

  it('builds for this machine and tells which files to watch', async () => {
    const { inputs } = await buildForHost(options(folder))
    const own = inputs.files.filter((file) => file.startsWith(folder.path) && !isInstalled(file))
    expect(own.map((file) => file.slice(folder.path.length + 1)).toSorted()).toEqual([
      join('src', 'index.ts'),
      join('src', 'x', 'index.ts'),
    ])
  })

  it('shows file, line, column and code frame, and leaves the last build alone', async () => {
    folder.write('src/x.ts', 'export const x = \n  @nonsense\n')
    const error = await failure(build(options(folder, BINARY)))
    expect(error?.code).toBe('COMPILE_FAILED')
    expect(error?.message).toMatch(/src[\\/]x\.ts:\d+:\d+/)
    expect(error?.detail).toContain('@nonsense')
    expect(statSync(artifact.executable).size).toBe(artifact.bytes)
    rmSync(join(folder.path, 'src/x.ts'))
    expect((await build(options(folder, BINARY))).cached).toBe(true)
  })

  it('gives functions that differ in their handler the same bytes, and refuses one that is not there', async () => {
    folder.write(
      'oche.yaml',
      'functions: { f: { handler: a.f }, g: { handler: a.g }, h: { handler: a.h } }\n',
    )
    folder.write('src/index.ts', 'export const f = async () => 1\nexport const g = async () => 2\n')
    const { project } = options(folder)
    const [f, g, h] = project.functions.map((fn) => ({ ...options(folder, BINARY), project, fn }))
    const { executable } = await build(f!)
    const other = await build(g!)
    expect(readFileSync(other.executable).equals(readFileSync(executable))).toBe(true)
    expect((await build(g!)).cached).toBe(true)
    expect((await failure(build(h!)))?.code).toBe('NO_HANDLER')
    const renamed = { ...g!, fn: { ...g!.fn, handler: 'a.nothing' } }
    expect((await failure(build(renamed)))?.code).toBe('NO_HANDLER')
  })

  it('says which import does not resolve', async () => {
    folder.write('src/index.ts', 'import "not-there"\nexport const handler = () => 1\n')
    expect((await failure(build(options(folder))))?.message).toMatch(/index\.ts:1:\d+: .*not-there/)
  })
})

async function eventually<T>(look: () => T): Promise<T> {
  for (;;) {
    try {
      const found = look()
      if (found) return found
    } catch {
      // Not yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
