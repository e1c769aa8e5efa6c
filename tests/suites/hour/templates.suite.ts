import { execFileSync } from 'node:child_process'
import { chmodSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { templates } from '../../../src/cli/commands/new/templates.ts'
import { loadProject, selectFunctions } from '../../../src/core/project.ts'
import { sampleEvents, startLocalLambda } from '../../../src/local/index.ts'
import { localFunction } from '../../../src/local/project/function.ts'
import { oche, program, root, workspace, type Workspace } from '../../support/cli.ts'

const names = templates.filter(({ langs }) => langs.includes('ts')).map(({ name }) => name)

/** Of the shop one function; its own test builds what it needs. */
const BUILT: Record<string, string> = { shop: 'items' }

/** What a new project answers, by its template. */
const ANSWERS: Record<string, (local: Local) => Promise<unknown>> = {
  http: async ({ get }) => expect(await get('/?name=Ada')).toContain('Hello, Ada!'),
  hono: async ({ get }) => expect(await get('/?name=Ada')).toContain('Hello, Ada!'),
  rest: async ({ get }) => expect(JSON.parse(await get('/items/2'))).toMatchObject({ id: '2' }),
  stream: async ({ get }) => expect(await get('/?to=2')).toBe('data: 1\n\ndata: 2\n\n'),
  sqs: async ({ invoke }) => expect(await invoke('sqs')).toEqual({ batchItemFailures: [] }),
  cron: async ({ invoke }) => expect(await invoke('schedule')).toHaveProperty('due'),
  shop: async ({ get }) => expect(JSON.parse(await get('/items'))).toHaveLength(3),
}

interface Local {
  get(path: string): Promise<string>
  invoke(sample: string): Promise<unknown>
}

const npm = (args: string[], cwd: string) =>
  execFileSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
  })

describe('a new project of the template', () => {
  /** Every project lies below it, and has its packages. */
  let folder: Workspace
  beforeAll(async () => {
    folder = workspace({}, false)
    const all: object[] = []
    for (const template of names) {
      const args = ['new', template, '--template', template, '--no-install']
      const { status, stderr } = await oche(args, { cwd: folder.path })
      expect(status, stderr).toBe(0)
      const { dependencies, devDependencies } = manifestOf(join(folder.path, template))
      all.push({ ...dependencies, ...devDependencies })
    }
    folder.write('package.json', JSON.stringify({ dependencies: Object.assign({}, ...all) }))
    npm(['install'], folder.path)
    // What stands for an installed Oche.
    folder.write('bin/oche', `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`)
    chmodSync(join(folder.path, 'bin/oche'), 0o755)
  })
  afterAll(() => folder.remove())

  it.each(names)('%s has types that fit, is built, passes its test and answers', async (name) => {
    const cwd = join(folder.path, name)
    const fn = BUILT[name] ?? name
    const args = ['build', fn, '--arch', 'x86_64', '--format', 'binary', '--json']
    const { status, stdout, stderr } = await oche(args, { cwd })
    expect(status, stderr).toBe(0)
    const [{ executable }] = JSON.parse(stdout)
    const bin = (file: string) => join(folder.path, 'node_modules', file)
    execFileSync(process.execPath, [bin('typescript/bin/tsc'), '-p', cwd], { stdio: 'pipe' })
    const env = { ...process.env, PATH: `${join(folder.path, 'bin')}:${process.env['PATH']}` }
    execFileSync(bin('bun/bin/bun.exe'), ['test'], { cwd, env, stdio: 'pipe' })
    const project = loadProject({ cwd })
    const [found] = selectFunctions(project, [fn])
    const own = localFunction(found!, project, {})
    await using lambda = await startLocalLambda({ functions: [{ ...own, code: { executable } }] })
    await ANSWERS[name]!({
      get: async (path) => (await fetch(lambda.url + path)).text(),
      invoke: async (sample) => {
        const event = JSON.stringify(sampleEvents[sample]!.event)
        return JSON.parse((await lambda.invoke(name, event)).payload.toString())
      },
    })
  })
})

function manifestOf(folder: string): Record<string, object> {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}

const read = (file: string) => readFileSync(join(root, file), 'utf8')

it('documentation shows the entry point of dart_frog as the template has it', () => {
  expect(read('docs/dart/dart-frog.md')).toContain(read('templates/dart_frog/dart/main.dart'))
})
