import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OcheError } from './errors.ts'
import { loadProject, selectFunctions } from './project.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'oche-project-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const put = (file: string, text = '') => {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
}

describe('loadProject', () => {
  it('needs no configuration', () => {
    put('index.ts')
    const { name, functions, configFile } = loadProject({ cwd: folder })
    expect(configFile).toBeUndefined()
    expect(name).toBe(basename(folder))
    expect(functions).toHaveLength(1)
    expect(functions[0]).toMatchObject({
      name,
      source: 'index.ts',
      language: 'typescript',
      arch: 'arm64',
      memory: 128,
      timeout: 10,
      http: { kind: 'url', access: 'iam' },
    })
  })

  it('takes the name from package.json without its scope', () => {
    put('package.json', '{"name": "@games/score.board"}')
    expect(loadProject({ cwd: folder }).name).toBe('score-board')
  })

  it('takes the name and the language from pubspec.yaml', () => {
    put('pubspec.yaml', 'name: darts\n')
    put('bin/darts.dart')
    expect(loadProject({ cwd: folder }).functions[0]).toMatchObject({
      name: 'darts',
      source: 'bin/darts.dart',
      language: 'dart',
    })
  })

  it('prefers src/index.ts to the other default sources', () => {
    put('index.ts')
    put('src/api.ts')
    put('src/index.ts')
    expect(loadProject({ cwd: folder }).functions[0]!.source).toBe('src/index.ts')
  })

  it('lets functions inherit the keys at the top and merges maps key by key', () => {
    put(
      'oche.yaml',
      'memory: 256\nenvironment: { ONE: 1, TWO: 2 }\nfunctions:\n  x: { memory: 512, environment: { TWO: 3 } }\n  y: {}\n',
    )
    const [x, y] = loadProject({ cwd: folder }).functions
    expect(x).toMatchObject({ name: 'x', memory: 512, environment: { ONE: '1', TWO: '3' } })
    expect(y).toMatchObject({ name: 'y', memory: 256, environment: { ONE: '1', TWO: '2' } })
  })

  it('tells the function that its endpoint streams', () => {
    put('oche.yaml', 'http: { kind: url, streaming: true }\nenvironment: { ONE: 1 }\n')
    const [fn] = loadProject({ cwd: folder }).functions
    expect(fn!.environment).toEqual({ ONE: '1', OCHE_RESPONSE_STREAMING: 'true' })
  })

  it('gives a Dart function a heap that its memory has room for, unless the variable is set', () => {
    put(
      'oche.yaml',
      'source: bin/a.dart\nmemory: 1000\nfunctions:\n  heap: {}\n  own: { environment: { DART_VM_OPTIONS: "--verbose_gc" } }\n  ts: { source: a.ts }\n  made: { build: make }\n',
    )
    const { functions } = loadProject({ cwd: folder })
    expect(functions.map(({ environment }) => environment['DART_VM_OPTIONS'])).toEqual([
      '--old_gen_heap_size=640',
      '--verbose_gc',
      undefined,
      undefined,
    ])
  })

  it('lets functions inherit what Dart is told, values of define one by one', () => {
    put(
      'oche.yaml',
      'source: bin/a.dart\ndart: { define: { A: 1, B: 2 } }\nfunctions:\n  x: { dart: { define: { B: 3 }, obfuscate: true } }\n  y: {}\n',
    )
    const [x, y] = loadProject({ cwd: folder }).functions
    expect(x!.dart).toMatchObject({ define: { A: '1', B: '3' }, obfuscate: true, symbols: true })
    expect(y!.dart).toMatchObject({ define: { A: '1', B: '2' }, obfuscate: false, symbols: false })
  })

  it.each([
    ['dart: { define: { LIST: "${env:LIST}" } }', 'dart.define.LIST of x: dart splits a value'],
    ['handler: "${env:LIST}"', 'handler of x: '],
  ])('wants what a build needs by a reference in the form of its key: %s', (line, message) => {
    put('oche.yaml', `name: x\nsource: bin/a.dart\n${line}\n`)
    put('.env', 'LIST=secret one,two\n')
    let failure: unknown
    try {
      loadProject({ cwd: folder })
    } catch (thrown) {
      failure = thrown
    }
    expect(failure).toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(message),
    })
    expect(String(failure)).not.toContain('secret')
  })

  it('says which folder or configuration file is missing', () => {
    put('file', '')
    for (const cwd of ['nowhere', 'file'].map((name) => join(folder, name))) {
      expect(() => loadProject({ cwd })).toThrow(/there is no folder/)
    }
    expect(() => loadProject({ cwd: folder, config: 'mine.yaml' })).toThrow(
      /no configuration file mine.yaml/,
    )
  })
})

describe('selectFunctions', () => {
  it('names the nearest function for a misspelt one', () => {
    put('oche.yaml', 'functions: { items: {}, jobs: {} }')
    const project = loadProject({ cwd: folder })
    expect(selectFunctions(project, []).map((fn) => fn.name)).toEqual(['items', 'jobs'])
    expect(selectFunctions(project, ['jobs'])).toHaveLength(1)
    try {
      selectFunctions(project, ['itmes'])
      expect.unreachable()
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(OcheError)
      expect((thrown as OcheError).remedy).toBe('Did you mean "items"?')
    }
  })
})

it('local variables are inherited one by one', () => {
  put(
    'oche.yaml',
    'local: { environment: { ONE: top, TWO: top } }\nfunctions: { a: { local: { environment: { TWO: own }, maxConcurrency: 2 } }, b: {} }',
  )
  const [a, b] = loadProject({ cwd: folder }).functions
  expect(a!.local).toEqual({ environment: { ONE: 'top', TWO: 'own' }, maxConcurrency: 2 })
  expect(b!.local).toEqual({ environment: { ONE: 'top', TWO: 'top' } })
})

describe('names of an object’s own', () => {
  const names = Object.getOwnPropertyNames(Object.prototype).filter((name) => name !== '__proto__')

  it.each(names)('%s is a function where it is written, and unknown elsewhere', (name) => {
    put('oche.yaml', `functions: { ${name}: { memory: 256 }, other: {} }`)
    const project = loadProject({ cwd: folder })
    expect(selectFunctions(project, [name])).toMatchObject([{ name, memory: 256 }])
    put('oche.yaml', 'functions: { other: {} }')
    expect(() => selectFunctions(loadProject({ cwd: folder }), [name])).toThrow(OcheError)
  })
})

const load = (stage: string | undefined, REGION: string) =>
  loadProject({ cwd: folder, stage, env: { REGION } })

describe('a stage', () => {
  it('is part of the project, with the account and the region it names', () => {
    put(
      'oche.yaml',
      'name: shop\nregion: "${env:REGION}"\nstages: { dev: {}, prod: { account: 123456789012, region: eu-west-1 } }\n',
    )
    expect(load('prod', 'x')).toMatchObject({
      stage: 'prod',
      stages: ['dev', 'prod'],
      account: '123456789012',
      region: 'eu-west-1',
    })
    expect(load(undefined, 'us-east-1')).toMatchObject({
      stage: undefined,
      account: undefined,
      region: 'us-east-1',
    })
    const refused = () => load('dev', 'somewhere else')
    expect(refused).toThrow('region: a region is called as AWS calls it; ${env:REGION} stands for')
    expect(refused).not.toThrow('somewhere')
  })

  it('needs a configuration', () => {
    expect(() => loadProject({ cwd: folder, stage: 'prod' })).toThrow(
      expect.objectContaining({ code: 'STAGE_UNKNOWN' }),
    )
  })

  it('and the name of a function are together as long as Lambda takes', () => {
    const name = 'a'.repeat(60)
    put('oche.yaml', `functions: { ${name}: {} }\nstages: { dev: {}, prod: {} }\n`)
    expect(loadProject({ cwd: folder, stage: 'dev' }).functions[0]!.name).toBe(name)
    expect(() => loadProject({ cwd: folder, stage: 'prod' })).toThrow(
      `${name} is called ${name}-prod with its stage: 65 characters, and Lambda takes 64`,
    )
  })
})
