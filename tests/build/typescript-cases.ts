import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { buildFunction, run, takeAway, type Way } from '../support/built-function.ts'
import { workspace } from '../support/cli.ts'

const WHERE = {
  'src/index.ts': `
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import cjs from './old.cjs'
import { here } from './deep/module.ts'
const { dirname } = import.meta
export const handler = async () => ({
  esm: { dirname: import.meta.dirname, filename: import.meta.filename, url: import.meta.url },
  bun: 'Bun' in globalThis ? { dir: import.meta.dir, path: import.meta.path } : undefined,
  taken: dirname, deep: here, globals: { dirname: __dirname, filename: __filename }, cjs,
  own: createRequire(import.meta.url)('./data.json'),
  page: readFileSync(join(import.meta.dirname, 'page.html'), 'utf8'),
  same: existsSync(new URL('./page.html', import.meta.url)),
  main: !!import.meta.main, root: process.env.LAMBDA_TASK_ROOT,
})
`,
  'src/deep/module.ts': 'export const here = import.meta.dirname\n',
  'src/old.cjs':
    'exports.dirname = __dirname; exports.filename = __filename; exports.main = require.main === module\n',
  'page.html': '<p>hello</p>\n',
  'data.json': '{"x":1}\n',
}

const ENVIRONMENT = `export const handler = async () => ({
  dot: process.env.NODE_ENV, text: process.env['NODE_ENV'], own: process.env.OWN ?? null,
  isProduction: process.env.NODE_ENV === 'production',
})
`

/**
 * What a function finds of its surroundings, the same however it was built.
 *
 * @param ways how each case is built
 * @param zipped whether what lies beside a bootstrap is tried from a zip as well, which takes longer
 */
export function typescriptCases(
  engine: 'bun' | 'node',
  ways: readonly Way[],
  zipped: boolean,
): void {
  const all: readonly Way[] = zipped ? [...ways, 'zip'] : ways
  const files = (more: Record<string, string>, yaml = '') => ({
    'oche.yaml': `name: own\nengine: ${engine}\n${yaml}`,
    ...more,
  })

  describe(`TypeScript on ${engine}`, () => {
    afterEach(() => vi.unstubAllEnvs())

    it.each(all)(
      'means the function’s folder by __dirname and import.meta, by way of %s',
      async (way) => {
        using folder = workspace(
          files(WHERE, 'include: [{ from: page.html, to: . }, { from: data.json, to: . }]\n'),
        )
        using away = takeAway(await buildFunction(folder.path, way), {
          [join(folder.path, 'page.html')]: 'page.html',
          [join(folder.path, 'data.json')]: 'data.json',
        })
        await using fn = await run(away)
        const root = away.taskRoot
        const filename = join(root, 'bootstrap')
        expect(await fn.invoke()).toEqual({
          esm: { dirname: root, filename, url: `file://${filename}` },
          ...(engine === 'bun' && { bun: { dir: root, path: filename } }),
          taken: root,
          deep: root,
          globals: { dirname: root, filename },
          cjs: { dirname: root, filename, main: false },
          own: { x: 1 },
          page: '<p>hello</p>\n',
          same: true,
          main: false,
          root,
        })
      },
    )

    it.each(ways)('reads NODE_ENV and the rest when it runs, by way of %s', async (way) => {
      using folder = workspace(files({ 'src/index.ts': ENVIRONMENT, '.env': 'OWN=dotenv\n' }))
      vi.stubEnv('NODE_ENV', 'development')
      vi.stubEnv('OWN', 'shell')
      const built = await buildFunction(folder.path, way)
      {
        await using fn = await run(built, { environment: { NODE_ENV: 'production', OWN: 'set' } })
        const own = { dot: 'production', text: 'production', own: 'set', isProduction: true }
        expect(await fn.invoke()).toEqual(own)
      }
      await using fn = await run(built)
      expect(await fn.invoke()).toEqual({ own: null, isProduction: false })
    })

    it('is the same bytes in another folder, under another NODE_ENV and other variables', async () => {
      const source = {
        ...WHERE,
        'src/index.tsx':
          "/** @jsxImportSource hono/jsx */\nexport { handler } from './index.ts'\nexport const page = String(<p>{import.meta.url}</p>)\n",
        'oche.yaml': `name: own\nengine: ${engine}\nsource: src/index.tsx\n`,
      }
      using one = workspace(source)
      using other = workspace(source)
      const bytes: Buffer[] = []
      for (const [folder, value] of [
        [one, 'development'],
        [other, 'production'],
      ] as const) {
        vi.stubEnv('NODE_ENV', value)
        vi.stubEnv('OWN', value)
        vi.stubEnv('BUN_OPTIONS', value === 'production' ? '--smol' : '')
        vi.stubEnv('NODE_PATH', folder.path)
        bytes.push(readFileSync((await buildFunction(folder.path, 'binary')).executable))
      }
      expect(bytes[0]!.equals(bytes[1]!)).toBe(true)
      const found = [one, other].filter((folder) => bytes.some((all) => all.includes(folder.path)))
      expect(found).toEqual([])
    })

    it('compiles JSX for production, whatever a tsconfig leaves open', async () => {
      using folder = workspace(
        files(
          {
            'src/index.tsx':
              '/** @jsxImportSource own */\nexport const handler = async () => <p>hi</p>\n',
            'tsconfig.json': '{"compilerOptions":{"jsx":"preserve"}}',
            'node_modules/own/package.json': '{"name":"own"}',
            'node_modules/own/jsx-runtime.js':
              'exports.jsx = (type, { children }) => [type, children]\n',
            'node_modules/own/jsx-dev-runtime.js': 'exports.jsxDEV = undefined\n',
          },
          'source: src/index.tsx\n',
        ),
      )
      await using fn = await run(await buildFunction(folder.path, 'dev'))
      expect(await fn.invoke()).toEqual(['p', 'hi'])
    })

    it('refuses a bundle that holds a path of this machine, and names the line that brought it', async () => {
      using folder = workspace(files({ 'src/index.ts': "export { handler } from './made.ts'\n" }))
      const path = join(folder.path, 'src', 'made.ts')
      const text = `export const a = 1\nexport const handler = () => ${JSON.stringify(path)}\n`
      folder.write('src/made.ts', text)
      await expect(buildFunction(folder.path, 'dev')).rejects.toMatchObject({
        code: 'MACHINE_PATH',
        message: `${join('src', 'made.ts')}:2:30: the bundle holds a path of this machine: ${path}`,
        remedy: expect.stringMatching(/include:.*import\.meta\.dirname/),
      })
    })

    it.each(all)('imports wasm, text, SQL and JSON, by way of %s', async (way) => {
      using folder = workspace(files(ASSETS))
      writeFileSync(join(folder.path, 'src', 'add.wasm'), ADD)
      using away = takeAway(await buildFunction(folder.path, way))
      await using fn = await run(away)
      expect(await fn.invoke()).toEqual({ sum: 5, text: 'a\n', sql: 'select 1', json: { x: 1 } })
    })

    it.each(ways)('imports files, by way of %s', async (way) => {
      using folder = workspace(files(FILE))
      using away = takeAway(await buildFunction(folder.path, way))
      await using fn = await run(away)
      expect(await fn.invoke()).toBe('a\n')
    })

    if (engine === 'node') {
      it.each(ways)('imports bytes, by way of %s', async (way) => {
        using folder = workspace(files(BYTES))
        using away = takeAway(await buildFunction(folder.path, way))
        await using fn = await run(away)
        expect(await fn.invoke()).toEqual([97, 10])
      })

      it('bundles every module that a template may name', async () => {
        using folder = workspace(files(LOCALES))
        const built = await buildFunction(folder.path, 'binary')
        expect(built.told).toEqual([])
        using away = takeAway(built)
        await using fn = await run(away)
        expect(await fn.invoke('de')).toEqual({ hello: 'hallo' })
      })
    } else {
      it('says that Bun imports no bytes, and where that stands', async () => {
        using folder = workspace(files(BYTES))
        await expect(buildFunction(folder.path, 'dev')).rejects.toMatchObject({
          code: 'IMPORT_TYPE_UNSUPPORTED',
          message: `${join('src', 'index.ts')}:2: Bun cannot import "bytes"`,
        })
      })

      it('warns of an import that names a file when it runs, and says what to write', async () => {
        using folder = workspace(files(LOCALES))
        const { told } = await buildFunction(folder.path, 'dev')
        expect(told).toHaveLength(1)
        expect(told[0]).toMatch(/^src[\\/]index\.ts:2:\d+: import\(`\.\/locales\/\$\{.*\}\.json`\)/)
        expect(told[0]).toContain('import each by name')
      })
    }

    it('leaves out what a package can do without and is not installed, and tells', async () => {
      using folder = workspace(files(OPTIONAL))
      const built = await buildFunction(folder.path, 'binary')
      expect(built.told).toEqual([
        'left out, as query can do without: @x/not-there, no-browser, tedious-not-there',
      ])
      using away = takeAway(built)
      await using fn = await run(away)
      expect(await fn.invoke()).toEqual(['missing', 'missing', 'query'])
    })

    it('does not leave out what a package imports in any case', async () => {
      using folder = workspace(files(OPTIONAL))
      folder.write(
        'node_modules/query/index.js',
        "import x from '@x/not-there'\nexport default x\n",
      )
      folder.write(
        'node_modules/query/package.json',
        OPTIONAL['node_modules/query/package.json'].replace('{', '{"type":"module",'),
      )
      await expect(buildFunction(folder.path, 'binary')).rejects.toMatchObject({
        code: 'COMPILE_FAILED',
        message: expect.stringMatching(/index\.js:1:\d+: Could not resolve:? "@x\/not-there"/),
      })
    })

    it('takes the export that "handler:" names', async () => {
      using folder = workspace(
        files(
          { 'src/index.ts': 'export const main = async () => 1\n' },
          'handler: src/index.main\n',
        ),
      )
      const built = await buildFunction(folder.path, 'binary')
      await using fn = await run(built, { settings: { name: 'f', handler: 'src/index.main' } })
      expect(await fn.invoke()).toBe(1)
    })

    it.each([
      ['nothing', ''],
      ['a statement', 'console.log(1)\n'],
      ['a type', 'export type A = string\n'],
    ])('refuses a source that exports nothing: %s', async (_, source) => {
      using folder = workspace(files({ 'src/index.ts': source }))
      await expect(buildFunction(folder.path, 'dev')).rejects.toMatchObject({
        code: 'NO_HANDLER',
        message: `${join('src', 'index.ts')} has no handler: it exports nothing`,
      })
    })

    it.each(ways)(
      'tells the user’s files and lines in a stack trace, by way of %s',
      async (way) => {
        using folder = workspace(
          files({
            'src/index.ts':
              "import { fail } from './fail.ts'\nexport const handler = async () => fail('x')\n",
            'src/fail.ts':
              'interface A {\n  a: string\n}\nexport function fail(a: A | string): never {\n  throw new Error(String(a))\n}\n',
          }),
        )
        await using fn = await run(await buildFunction(folder.path, way))
        const { errorMessage, stackTrace } = await fn.invoke()
        expect(errorMessage).toBe('x')
        expect(stackTrace[0]).toBe('Error: x')
        expect(stackTrace[1]).toMatch(/at fail \(.*src\/fail\.ts:5:\d+\)$/)
        expect(stackTrace.join('\n')).toMatch(/src\/index\.ts:2:\d+/)
      },
    )
  })
}

const ASSETS = {
  'src/index.ts': `
import { readFileSync } from 'node:fs'
import wasm from './add.wasm'
import sql from './a.sql'
import text from './a.dat' with { type: 'text' }
import json from './j.dat' with { type: 'json' }
export const handler = async () => {
  const { instance } = await WebAssembly.instantiate(readFileSync(wasm))
  return { sum: instance.exports.add(2, 3), text, sql, json }
}
`,
  'src/a.sql': 'select 1',
  'src/a.dat': 'a\n',
  'src/j.dat': '{"x":1}',
}

/** (a, b) => a + b */
const ADD = Buffer.from('AGFzbQEAAAABBwFgAn9/AX8DAgEABwcBA2FkZAAACgkBBwAgACABags=', 'base64')

const BYTES = {
  'src/index.ts':
    "\nimport bytes from './a.dat' with { type: 'bytes' }\nexport const handler = async () => [...bytes]\n",
  'src/a.dat': 'a\n',
}

const FILE = {
  'src/index.ts':
    "import { readFileSync } from 'node:fs'\nimport path from './a.dat' with { type: 'file' }\nexport const handler = async () => readFileSync(path, 'utf8')\n",
  'src/a.dat': 'a\n',
}

const LOCALES = {
  'src/index.ts':
    '\nexport const handler = async (name: string) => (await import(`./locales/${name}.json`)).default\n',
  'src/locales/de.json': '{"hello":"hallo"}',
}

const OPTIONAL = {
  'src/index.ts': "import query from 'query'\nexport const handler = async () => query()\n",
  'node_modules/query/package.json':
    '{"name":"query","peerDependenciesMeta":{"tedious-not-there":{"optional":true}},"optionalDependencies":{"@x/not-there":"1"},"browser":{"no-browser":false}}',
  'node_modules/query/index.js': `
const tried = (load) => { try { return load() } catch { return 'missing' } }
const load = (name, how) => tried(how)
load('no-browser', () => require('no-browser'))
module.exports = () => [load('tedious-not-there', () => require('tedious-not-there')), tried(() => require('@x/not-there/sub')), 'query']
`,
}
