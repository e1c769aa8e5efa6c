import { readFileSync, renameSync } from 'node:fs'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { oche, ocheDev, root, workspace } from './support/cli.ts'
import type { RunningDev, Workspace } from './support/cli.ts'
import { isAlive } from './local/support.ts'
import { StandInSdk } from './support/dart-sdk.ts'
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

  it.each(['url', 'rest'])('answers as it is where a %s streams', async (kind) => {
    await using dev = await serve('dart/oche/test/bootstraps/cases.dart', {
      'oche.yaml': `name: api\nhandler: httpReply\nhttp: { kind: ${kind}, streaming: true }\n`,
    })
    const response = await fetch(dev.url)
    expect(response.status).toBe(201)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(await response.json()).toEqual({ a: 'ü' })
  })
})

describe.skipIf(process.platform === 'win32')('a Dart source under oche dev', () => {
  const files = {
    'pubspec.yaml': 'name: api\nenvironment:\n  sdk: ^3.10.0\n',
    'oche.yaml': 'name: api\nsource: bin/api.dart\n',
    'bin/api.dart': "import '../lib/text.dart';\n",
    'lib/text.dart': "const answer = 'one';\n",
  }

  it('answers with the new code whoever asks after a save, and leaves no compiler behind', async () => {
    using sdk = new StandInSdk()
    await using dev = await serving(files, [], sdk.env)
    // Whole, as editors do: what is read between a file's end and its new beginning is built as well.
    using beside = workspace({}, false)
    const save = (text: string) => {
      beside.write('text.dart', text)
      renameSync(join(beside.path, 'text.dart'), join(dev.project.path, 'lib/text.dart'))
    }
    expect(await json(dev.url)).toMatchObject({ answer: 'one' })
    for (const text of ['two', 'three']) {
      save(`const answer = '${text}';\n`)
      expect(await json(dev.url)).toMatchObject({ answer: text })
    }
    save('a mistake\n')
    expect(await json(dev.url)).toMatchObject({ answer: 'three' })
    save("const answer = 'four';\n")
    expect(await json(dev.url)).toMatchObject({
      answer: 'four',
      args: ['--old_gen_heap_size=81', '--enable-asserts'],
    })
    // Once at first, and once after the mistake.
    expect(sdk.asked().filter(([what]) => what === 'compile')).toHaveLength(2)
    expect(sdk.asked().filter(([what]) => what === 'recompile')).toHaveLength(3)
    expect(await dev.stop()).toBe(130)
    await expect.poll(() => isAlive(processOf(sdk)), { timeout: 10_000 }).toBe(false)
  })

  it('leaves no compiler behind where oche is killed', async () => {
    using sdk = new StandInSdk()
    await using dev = await serving(files, [], sdk.env)
    expect(isAlive(processOf(sdk))).toBe(true)
    await dev.stop('SIGKILL')
    await expect.poll(() => isAlive(processOf(sdk)), { timeout: 10_000 }).toBe(false)
  })
})

describe.runIf(dart && !dart.compiles && runsArtifacts)(
  'a Dart project in the virtual machine (skipped where none runs)',
  () => {
    it('has breakpoints, asserts and what define says', async () => {
      using sdk = new StandInSdk({
        vm: dart!.command,
        packages: {
          configVersion: 2,
          packages: [
            { name: 'app', rootUri: '../', packageUri: 'lib/', languageVersion: dart!.version },
            {
              name: 'oche',
              rootUri: pathToFileURL(join(root, 'dart/oche')).href,
              packageUri: 'lib/',
              languageVersion: dart!.version,
            },
          ],
        },
      })
      const port = await freePort()
      const files = {
        'pubspec.yaml': 'name: app\nenvironment:\n  sdk: ^3.7.0\n',
        'oche.yaml': 'name: app\nsource: bin/app.dart\ndart: { define: { FLAVOR: dev } }\n',
        'bin/app.dart': answering('one'),
      }
      await using dev = await serving(files, [`--inspect=${port}`], sdk.env)
      await dev.stderrHas(`http://127.0.0.1:${port}/ (VS Code`)
      const answer = { text: 'one', flavor: 'dev', asserts: true }
      const service = async (method: string, parameters: Record<string, string> = {}) => {
        const query = new URLSearchParams(parameters)
        const found = await json(`http://127.0.0.1:${port}/${method}?${query}`)
        return (found as { result: any }).result
      }
      // Its server starts beside the program.
      const listens = () =>
        expect
          .poll(() => service('getVersion').catch(() => undefined), { timeout: 30_000 })
          .toMatchObject({ type: 'Version' })
      expect(await json(dev.url)).toEqual(answer)
      await listens()
      const [{ id: isolateId }] = (await service('getVM')).isolates
      const scriptUri = pathToFileURL(join(dev.project.path, 'bin/app.dart')).href
      await service('addBreakpointWithScriptUri', { isolateId, scriptUri, line: '4' })
      const held = json(dev.url)
      const state = async () => (await service('getIsolate', { isolateId })).pauseEvent.kind
      await expect.poll(state, { timeout: 60_000 }).toBe('PauseBreakpoint')
      await service('resume', { isolateId })
      expect(await held).toEqual(answer)
      dev.project.write('bin/app.dart', answering('two'))
      expect(await json(dev.url)).toEqual({ ...answer, text: 'two' })
      await listens()
    })
  },
)

describe.runIf(dart?.compiles)('a Dart project (skipped where there is no Dart SDK)', () => {
  const example = 'examples/dart-hello'
  const files = (): Record<string, string> => {
    const read = filesOf(example, ['oche.yaml', 'bin/hello.dart', 'pubspec.yaml'])
    // Only what this repository has: nothing is asked of pub.dev.
    const pubspec = read['pubspec.yaml']!.replace(/\ndev_dependencies:[^]*/, '\n')
    return { ...read, 'pubspec.yaml': pubspec.replace('../../dart/oche', join(root, 'dart/oche')) }
  }

  it('is compiled and served by oche dev, and what is saved is', async () => {
    await using dev = await serving(files(), [])
    expect(await json(`${dev.url}/hello/Ada`)).toMatchObject({ message: 'Hello, Ada!' })
    const source = files()['bin/hello.dart']!
    dev.project.write('bin/hello.dart', source.replace('Hello, ', 'Good day, '))
    expect(await json(`${dev.url}/hello/Ada`)).toMatchObject({ message: 'Good day, Ada!' })
    dev.project.write('bin/hello.dart', 'a mistake')
    expect((await fetch(`${dev.url}/hello/Ada`)).status).toBe(200)
    expect(dev.events).toContainEqual(expect.objectContaining({ type: 'build-failed' }))
    dev.project.write('bin/hello.dart', source)
    expect(await json(`${dev.url}/hello/Ada`)).toMatchObject({ message: 'Hello, Ada!' })
  })

  it('is compiled ahead of time by oche dev --release', async () => {
    await using dev = await serving(files(), ['--release'])
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

function answering(text: string): string {
  return `import 'package:oche/oche.dart';
Future<void> main() => serve(onHttp((event, context) {
  var asserts = false;
  assert(asserts = true);
  return HttpReply.json({'text': '${text}', 'flavor': const String.fromEnvironment('FLAVOR'), 'asserts': asserts});
}));
`
}

/** The number of the incremental compiler's process. */
function processOf(sdk: StandInSdk): number {
  return Number(
    sdk
      .asked()
      .find(([what]) => what === 'frontend_server')!
      .at(-1),
  )
}

async function serving(
  files: Record<string, string>,
  args: string[],
  env: Record<string, string> = {},
): Promise<RunningDev & AsyncDisposable & { project: Workspace }> {
  const project: Workspace = workspace(files, false)
  const dev = await ocheDev(args, { cwd: project.path, env })
  return {
    ...dev,
    project,
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
