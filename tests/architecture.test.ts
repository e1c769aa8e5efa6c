import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { circlesOf, importsOf, sourcesOf } from './support/imports.ts'

/** What each folder of src/ may import, besides itself. */
const allowed: Record<string, string[]> = {
  contract: [],
  core: ['contract'],
  runtime: ['contract'],
  build: ['core', 'contract'],
  local: ['core', 'contract'],
  deploy: ['core', 'contract'],
  bench: ['local', 'core', 'contract'],
  console: ['local', 'core', 'contract'],
  cli: ['build', 'local', 'bench', 'console', 'deploy', 'core', 'contract'],
}

/**
 * The rooms inside of a folder, floor by floor from top to bottom: a file imports from its own floor
 * and from those below it. A room is a folder, or a file without `.ts`; each has its place here.
 */
const floors: Record<string, string[][]> = {
  local: [
    ['index'],
    ['project'],
    ['server'],
    ['invoke-api', 'endpoints'],
    ['functions'],
    ['sandbox'],
    ['runtime-api'],
    ['extensions'],
    ['sending'],
    ['http', 'invocation', 'recording'],
    ['wire'],
    ['settings'],
    ['types'],
    ['trace'],
  ],
  console: [
    ['index'],
    ['server'],
    ['api', 'guard', 'page-files', 'tickets'],
    ['changes', 'copies', 'editor', 'json', 'log-view', 'send'],
    ['types'],
    ['memory-history'],
  ],
  bench: [['index'], ['pages'], ['remote'], ['measure'], ['compare'], ['report'], ['statistics']],
  deploy: [
    ['index'],
    ['access', 'copy', 'probe', 'session', 'references', 'invoke', 'logs', 'status', 'export'],
    ['orphans', 'rollback', 'destroy', 'layers', 'application'],
    ['deploy'],
    ['resources'],
    ['converge'],
    ['model'],
    ['aws'],
    ['names'],
  ],
}

/** Folders whose code must run without any package and without Node's own modules. */
const pure = ['contract']

const src = fileURLToPath(new URL('../src', import.meta.url))
const sources = sourcesOf(src)
const imports = importsOf(src)

const folderOf = (file: string) => file.split('/')[0]!
const roomOf = (file: string) => file.split('/')[1]!.replace(/\.ts$/, '')
const floorOf = (file: string) =>
  floors[folderOf(file)]!.findIndex((rooms) => rooms.includes(roomOf(file)))

describe('the folders of src/', () => {
  it('are all known to the dependency rule', () => {
    expect([...new Set(sources.map(folderOf))].filter((folder) => !(folder in allowed))).toEqual([])
  })

  it('import only in the allowed direction', () => {
    const wrong = imports
      .filter(({ target }) => target !== undefined)
      .map(({ file, target }) => ({ file, from: folderOf(file), to: folderOf(target!) }))
      .filter(({ from, to }) => from !== to && !allowed[from]?.includes(to))
    expect(wrong).toEqual([])
  })

  it('hold no circle of imports, types included', () => {
    expect(circlesOf(imports)).toEqual([])
  })

  it('keep contract free of packages and of Node modules', () => {
    const wrong = imports.filter(
      ({ file, target }) => pure.includes(folderOf(file)) && target === undefined,
    )
    expect(wrong).toEqual([])
  })

  it('keep contract free of clocks and chance', () => {
    const asks = /new Date\(\)|Date\.now|performance\.|Math\.random|randomUUID/
    const contract = sources.filter((file) => pure.includes(folderOf(file)))
    const wrong = contract.filter((file) => asks.test(readFileSync(join(src, file), 'utf8')))
    expect(wrong).toEqual([])
  })

  it('keep runtime free of packages', () => {
    const wrong = imports.filter(
      ({ file, specifier }) => folderOf(file) === 'runtime' && !/^(\.|node:)/.test(specifier),
    )
    expect(wrong).toEqual([])
  })
})

it("the console's page takes types of src/ alone, and no package but what is bundled", () => {
  const page = fileURLToPath(new URL('../console/src', import.meta.url))
  const allowedTypes = ['../src/console/types.ts', '../src/local/index.ts']
  // Needs nothing itself.
  const allowed = ['../src/core/indent-json.ts']
  const packages = ['preact', 'preact/hooks', 'uplot', 'uplot/dist/uPlot.min.css']
  const wrong = readdirSync(page, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'))
    .flatMap((file) => {
      const text = readFileSync(join(page, file), 'utf8')
      const statements = text.matchAll(/^import (?:([^'"]*?) from )?'([^']+)'$/gm)
      return [...statements].map(([statement, what, name]) => ({
        file,
        statement,
        what,
        name: name!,
      }))
    })
    .filter(({ file, what, name }) => {
      if (!name.startsWith('.')) return !packages.includes(name)
      const target = relative(join(page, '..'), resolve(page, dirname(file), name))
      if (!target.startsWith('..')) return false
      const from = target.split(sep).join('/')
      return !allowed.includes(from) && !(allowedTypes.includes(from) && what!.startsWith('type '))
    })
  expect(wrong).toEqual([])
})

it('a kind of endpoint is asked for by its own file alone, and by the schema', () => {
  const asks = /\bkind [!=]== '(?:url|http-api|http-api-v1|rest|alb)'/
  // Events tell the runtime their own kinds, which are others.
  const wrong = sources
    .filter((file) => !file.startsWith('runtime/'))
    .filter((file) => !file.startsWith('contract/http/endpoints/'))
    .filter((file) => asks.test(readFileSync(join(src, file), 'utf8')))
  expect(wrong).toEqual([])
})

it('paths and header names of AWS are spelt in one file for each protocol', () => {
  const spelling =
    /2018-06-01|2015-03-31|2021-11-15|2020-01-01|2022-07-01|2020-08-15|lambda-runtime-|\bx-amzn?-/i
  const spellers = [
    'contract/amazon-headers.ts',
    'contract/extensions-api.ts',
    'contract/invoke-api.ts',
    'contract/runtime-api.ts',
    'contract/telemetry-api.ts',
    // Events of AWS as they came.
    ...sources.filter((file) => file.startsWith('contract/samples/')),
  ]
  const comments = /\/\*[^]*?\*\/|^\s*\/\/.*$/gm
  const wrong = sources
    .filter((file) => !spellers.includes(file))
    .filter((file) => spelling.test(readFileSync(join(src, file), 'utf8').replaceAll(comments, '')))
  expect(wrong).toEqual([])
})

describe.each(Object.keys(floors))('the rooms of src/%s/', (folder) => {
  const inside = (file: string) => folderOf(file) === folder

  it('are those of the table, each with its floor', () => {
    const rooms = [...new Set(sources.filter(inside).map(roomOf))]
    expect(floors[folder]!.flat().toSorted()).toEqual(rooms.toSorted())
  })

  it('import nothing from a floor above', () => {
    const wrong = imports
      .filter(({ file, target }) => inside(file) && target !== undefined && inside(target))
      .filter(({ file, target }) => floorOf(file) > floorOf(target!))
      .map(({ file, target }) => `${file} imports ${target}`)
    expect(wrong).toEqual([])
  })
})
