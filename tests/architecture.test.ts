import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const src = fileURLToPath(new URL('../src', import.meta.url))

/** What each folder of src/ may import, besides itself. */
const allowed: Record<string, string[]> = {
  contract: [],
  core: ['contract'],
  runtime: ['contract'],
  build: ['core', 'contract'],
  local: ['core', 'contract'],
  deploy: ['core', 'contract'],
  cli: ['build', 'local', 'deploy', 'core', 'contract'],
}

/** Folders whose code must run without any package and without Node's own modules. */
const pure = ['contract']

/** Floors inside a folder, from the top down: files import from their own floor and those below. */
const floors: Record<string, string[]> = {
  local: [
    'index.ts',
    'server',
    'invoke-api',
    'endpoints',
    'functions',
    'sandbox',
    'runtime-api',
    'invocation',
    'http',
    'settings.ts',
    'types.ts',
  ],
}

interface Import {
  file: string
  specifier: string
}

const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => join(src, file))

/** `import … from 'x'`, `export … from 'x'`, `import 'x'` and `import('x')`. */
const IMPORT =
  /^(?:import|export)\s[^'"=]*?from\s*['"]([^'"]+)['"]|^import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm

const imports: Import[] = sources.flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(IMPORT)].map((match) => ({
    file,
    specifier: (match[1] ?? match[2] ?? match[3])!,
  })),
)

const folderOf = (file: string) => relative(src, file).split(sep)[0]!

describe('the folders of src/', () => {
  it('are all known to the dependency rule', () => {
    expect([...new Set(sources.map(folderOf))].filter((folder) => !(folder in allowed))).toEqual([])
  })

  it('import only in the allowed direction', () => {
    const wrong = imports
      .filter(({ specifier }) => specifier.startsWith('.'))
      .map(({ file, specifier }) => ({
        file: relative(src, file),
        from: folderOf(file),
        to: folderOf(resolve(dirname(file), specifier)),
      }))
      .filter(({ from, to }) => from !== to && !allowed[from]?.includes(to))
    expect(wrong).toEqual([])
  })

  it.each(Object.entries(floors))('keep the floors of %s', (folder, order) => {
    const floorOf = (file: string) => {
      const [first, second] = relative(src, file).split(sep)
      return first === folder ? order.indexOf(second!) : undefined
    }
    const inside = imports
      .filter(({ file, specifier }) => specifier.startsWith('.') && floorOf(file) !== undefined)
      .map(({ file, specifier }) => ({ file, to: resolve(dirname(file), specifier) }))
      .filter(({ to }) => floorOf(to) !== undefined)
    expect(inside.length).toBeGreaterThan(0)
    const unknown = inside.filter(({ file }) => floorOf(file) === -1)
    expect(unknown).toEqual([])
    const wrong = inside.filter(({ file, to }) => floorOf(to)! < floorOf(file)!)
    expect(wrong).toEqual([])
  })

  it('keep contract free of packages and of Node modules', () => {
    const wrong = imports.filter(
      ({ file, specifier }) => pure.includes(folderOf(file)) && !specifier.startsWith('.'),
    )
    expect(wrong).toEqual([])
  })

  it('keep runtime free of packages', () => {
    const wrong = imports.filter(
      ({ file, specifier }) => folderOf(file) === 'runtime' && !/^(\.|node:)/.test(specifier),
    )
    expect(wrong).toEqual([])
  })
})
