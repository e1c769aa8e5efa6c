import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { oche, ocheDev, root, workspace } from './support/cli.ts'
import type { RunningDev, Workspace } from './support/cli.ts'
import { dart, DartPrograms } from './support/dart.ts'

const runsArtifacts = dart !== undefined && process.platform === 'linux'

describe.runIf(runsArtifacts)('a Dart bootstrap under oche dev (skipped where none runs)', () => {
  const programs = dart && new DartPrograms(dart)
  afterAll(() => programs?.[Symbol.dispose]())

  const serve = (script: string, files: Record<string, string>) =>
    serving(files, ['--artifact', programs!.bootstrap(script)])

  it('answers as both named handlers of the hello example', async () => {
    const example = 'examples/dart-hello'
    await using dev = await serve(`${example}/bin/hello.dart`, filesOf(example, ['oche.yaml']))
    expect(await json(`${dev.url}/hello/Ada`)).toMatchObject({
      message: 'Hello, Ada!',
      method: 'GET',
    })
    expect(await json(`${dev.url}/variable`)).toEqual({ message: 'Good morning from variable' })
  })

  const streaming = ['{ kind: url, streaming: true }', '{ kind: rest, streaming: true }']
  it.each(['url', 'http-api', 'http-api-v1', 'rest', 'alb', ...streaming])(
    'answers as a shelf application behind %s',
    async (http) => {
      await using dev = await serve('examples/dart-shelf/bin/api.dart', {
        'oche.yaml': `name: api\nhttp: ${http}\n`,
      })
      const visits = await fetch(`${dev.url}/visits`, { headers: { cookie: 'visits=2' } })
      expect(await visits.json()).toEqual({ visits: 3 })
      expect(visits.headers.getSetCookie()).toEqual(['visits=3; Path=/; HttpOnly', 'seen=yes'])
      const upper = await fetch(`${dev.url}/upper`, { method: 'POST', body: 'grün' })
      expect(await upper.text()).toBe('GRÜN')
      expect((await fetch(`${dev.url}/nothing`)).status).toBe(404)
    },
  )

  it('streams through a Function URL', async () => {
    await using dev = await serve('dart/oche/test/bootstraps/cases.dart', {
      'oche.yaml': 'name: api\nhandler: httpStream\nhttp: { kind: url, streaming: true }\n',
    })
    const response = await fetch(dev.url)
    expect(response.status).toBe(201)
    expect(response.headers.get('content-type')).toBe('text/plain')
    expect(response.headers.getSetCookie()).toEqual(['a=1; HttpOnly', 'b=2; HttpOnly'])
    expect(await response.text()).toBe('123')
  })
})

describe.runIf(dart?.compiles)('a Dart project (skipped where there is no Dart SDK)', () => {
  const example = 'examples/dart-hello'
  const files = () => {
    const read = filesOf(example, ['oche.yaml', 'bin/hello.dart', 'pubspec.yaml'])
    // Only what this repository has: nothing is asked of pub.dev.
    const pubspec = read['pubspec.yaml']!.replace(/\ndev_dependencies:[^]*/, '\n')
    return { ...read, 'pubspec.yaml': pubspec.replace('../../dart/oche', join(root, 'dart/oche')) }
  }

  it('is compiled and served by oche dev', async () => {
    await using dev = await serving(files(), [])
    expect(await json(`${dev.url}/hello/Ada`)).toMatchObject({ message: 'Hello, Ada!' })
  })

  it('is compiled for both architectures by oche build', async () => {
    const project = workspace(files(), false)
    for (const arch of ['arm64', 'x86_64']) {
      const { status, stdout, stderr } = await oche(['build', '--arch', arch, '--json'], {
        cwd: project.path,
      })
      expect(status, stderr).toBe(0)
      expect(JSON.parse(stdout)).toHaveLength(2)
    }
    project.remove()
  })
})

async function serving(
  files: Record<string, string>,
  args: string[],
): Promise<RunningDev & AsyncDisposable> {
  const project: Workspace = workspace(files, false)
  const dev = await ocheDev(args, { cwd: project.path })
  return {
    ...dev,
    async [Symbol.asyncDispose]() {
      await dev.stop()
      project.remove()
    },
  }
}

function filesOf(folder: string, files: string[]): Record<string, string> {
  return Object.fromEntries(
    files.map((file) => [file, readFileSync(join(root, folder, file), 'utf8')]),
  )
}

async function json(url: string): Promise<unknown> {
  const response = await fetch(url)
  expect(response.status).toBe(200)
  return response.json()
}
