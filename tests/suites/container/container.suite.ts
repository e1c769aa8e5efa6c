import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readElf } from '../../../src/build/lambda/elf/read.ts'
import { pruneImages } from '../../../src/build/index.ts'
import { oche, program, workspace, type Workspace } from '../../support/cli.ts'
import { until } from '../../support/until.ts'

/** Imported by `.ci/suites/container`. */
const BASE = 'localhost/oche-base:1'

const podman = (...args: string[]) => execFileSync('podman', args, { encoding: 'utf8' }).trim()

/** What is left of containers: those that were created, and those that only the storage knows. */
const containers = () => podman('ps', '--all', '--external', '--quiet')

let folder: Workspace
beforeEach(() => (folder = workspace()))
afterEach(() => folder.remove())
afterAll(() => pruneImages())

const containerfile = (command: string, platform = 'linux/amd64') => `
FROM --platform=${platform} ${BASE} AS build
COPY main.sh /src/
RUN mkdir /out && ${command}
FROM scratch
COPY --from=build /out/ /
`

/** A step that takes a while, and that no other process on the machine looks like. */
const slowly = (seconds: number) => {
  const unique = `${seconds}.${String(Math.random()).slice(2, 12)}`
  return { command: `sleep ${unique} && cp /src/main.sh /out/bootstrap`, unique }
}

describe('a Containerfile of the project', () => {
  beforeEach(() => {
    folder.write('oche.yaml', 'name: contained\n')
    folder.write('main.sh', '#!/bin/sh\necho contained\n')
  })

  it('makes a package for both architectures, and no container', async () => {
    const command = 'cp /src/main.sh /out/bootstrap && mkdir /out/lib && echo data > /out/lib/data'
    folder.write('Containerfile', containerfile(command))
    const { status, stdout, stderr } = await build('--arch', 'both')
    expect(stderr).toContain('contained for arm64: in a container by podman: the project has a')
    expect(status).toBe(0)
    const built = JSON.parse(stdout) as { executable: string; zip: string }[]
    for (const { executable, zip } of built) {
      expect(readFileSync(executable, 'utf8')).toBe('#!/bin/sh\necho contained\n')
      expect(execFileSync('unzip', ['-Z1', zip], { encoding: 'utf8' })).toBe(
        'bootstrap\nlib/data\n',
      )
    }
    expect(containers()).toBe('')
    expect(JSON.parse((await build('--arch', 'both')).stdout)).toEqual(
      built.map((one) => ({ ...one, cached: true })),
    )
  })

  it('shows what went wrong in it, and leaves no container', async () => {
    folder.write('Containerfile', containerfile('echo broken source >&2 && exit 7 # bootstrap'))
    const { status, stdout } = await build()
    expect(status).toBe(1)
    expect(error(stdout)).toMatchObject({ code: 'CONTAINER_BUILD_FAILED' })
    expect(containers()).toBe('')
  })

  it('says that its last stage has no bootstrap', async () => {
    folder.write('Containerfile', containerfile('cp /src/main.sh /out/bootstrap.sh'))
    expect(error((await build()).stdout)).toMatchObject({
      code: 'BUILD_OUTPUT_MISSING',
      message: 'the last stage of Containerfile has no file /bootstrap',
    })
  })

  it('says that an emulator is missing where it runs programs for the other machine', async () => {
    const foreign = `FROM ${BASE} AS build\nRUN mkdir /out && printf '\\177ELF' > /out/bootstrap && chmod +x /out/bootstrap && /out/bootstrap\nFROM scratch\nCOPY --from=build /out /\n`
    folder.write('Containerfile', foreign)
    const told = error((await build('--arch', 'x86_64')).stdout)
    expect(told).toMatchObject({ code: 'EMULATOR_MISSING' })
    expect(told['remedy']).toContain('qemu-user-static')
  })

  it('leaves no container, no process and no image in use after Ctrl-C', async () => {
    const { command, unique } = slowly(600)
    folder.write('Containerfile', containerfile(command))
    const child = start()
    await until('the container that builds', () => running(unique))
    child.kill('SIGINT')
    const [status] = (await once(child, 'close')) as [number]
    expect(status).toBe(130)
    expect(running(unique)).toBe(false)
    expect(containers()).toBe('')
  })

  it('leaves no container after a kill, once the engine has come to its end', async () => {
    const { command, unique } = slowly(4)
    folder.write('Containerfile', containerfile(command))
    const child = start()
    await until('the container that builds', () => running(unique))
    child.kill('SIGKILL')
    await once(child, 'close')
    expect(podman('ps', '--all', '--quiet')).toBe('')
    await until('the end of the container', () => !running(folder.path))
    expect(containers()).toBe('')
  })
})

describe('Dart without an SDK', () => {
  it('is compiled by the official image for both architectures, the cache of packages kept', async () => {
    folder.write('pubspec.yaml', 'name: api\n')
    folder.write('bin/api.dart', 'void main() {}\n')
    const { status, stdout, stderr } = await build('--arch', 'both')
    expect(stderr).toContain('in a container by podman: there is no Dart SDK on PATH')
    expect(status).toBe(0)
    const built = JSON.parse(stdout) as { arch: string; executable: string }[]
    for (const { arch, executable } of built) expect(readElf(executable)?.arch).toBe(arch)
    folder.write('bin/api.dart', 'void main() { print(1); }\n')
    expect((await build()).status).toBe(0)
    expect(containers()).toBe('')
  })
})

describe('pruneImages', () => {
  it('removes what builds have left, and nothing else', async () => {
    folder.write('oche.yaml', 'name: pruned\n')
    folder.write('main.sh', '#!/bin/sh\n')
    folder.write('Containerfile', containerfile('cp /src/main.sh /out/bootstrap'))
    await build()
    const own = () => podman('images', '--quiet', '--filter', 'label=dev.oche.build')
    expect(own()).not.toBe('')
    const [pruned] = await pruneImages()
    expect(pruned?.images).toBeGreaterThan(0)
    expect(own()).toBe('')
    expect(podman('images', '--quiet', BASE)).not.toBe('')
  })
})

function build(...args: string[]) {
  return oche(['build', '--json', ...args], { cwd: folder.path })
}

function start() {
  return spawn(process.execPath, [program, 'build', '--arch', 'x86_64'], {
    cwd: folder.path,
    stdio: 'ignore',
  })
}

function error(stdout: string): Record<string, string> {
  return (JSON.parse(stdout) as { error: Record<string, string> }).error
}

/** True while the command line of a process has this in it. */
function running(text: string): boolean {
  return execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .some((line) => line.includes(text))
}
