import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bundleInputs, treeInputs } from './inputs.ts'
import { difference, isTouchedSince, look } from './snapshot.ts'

let root: string
beforeEach(() => (root = realpathSync(mkdtempSync(join(tmpdir(), 'oche-inputs-')))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

function put(file: string, text = ''): string {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), text)
  return join(root, file)
}

const module = (file: string, text: string, ...specifiers: string[]) => ({
  file: put(file, text),
  specifiers,
})
const below = (files: readonly string[]) =>
  files.map((file) => relative(root, file).split(sep).join('/'))

describe('what went into a bundle', () => {
  it('is its modules, the settings in their folders and above, and what was installed', async () => {
    for (const name of ['package.json', 'tsconfig.json', 'pnpm-lock.yaml', 'src/package.json']) {
      put(name, '{}')
    }
    const { files, lists } = await bundleInputs(root, [module('src/deep/a.ts', '')])
    expect(below(files)).toEqual(
      expect.arrayContaining([
        'src/deep/a.ts',
        'src/package.json',
        'package.json',
        'tsconfig.json',
        'pnpm-lock.yaml',
        'node_modules/.package-lock.json',
        '../node_modules/.modules.yaml',
      ]),
    )
    expect(lists.get(join(root, 'src'))).toBe('modules')
    expect(lists.get(dirname(root))).toBe('settings')
  })

  it('is what a tsconfig builds upon as well, relative or in a package, there or not', async () => {
    put('tsconfig.json', '{\n  // comment\n  "extends": ["./base", "@tsconfig/node20"],\n}')
    put('base.json', '{ "extends": "./more/common.json" }')
    put('more/common.json', '{ "extends": "../base.json" }')
    const { files } = await bundleInputs(root, [module('a.ts', '')])
    expect(below(files)).toEqual(
      expect.arrayContaining([
        'base.json',
        'more/common.json',
        'node_modules/@tsconfig/node20.json',
        'node_modules/@tsconfig/node20/tsconfig.json',
        'node_modules/@tsconfig/node20/package.json',
      ]),
    )
  })

  it('is what only hands on another module, or of which nothing is used: Bun does not name them', async () => {
    put('src/hand-on.cjs', 'module.exports = require("./real")')
    put('src/real.cjs', '')
    put('alias/unused.ts', 'export * from "../src/deep"')
    put('src/deep/index.ts', '')
    put('tsconfig.json', '{ "compilerOptions": { "paths": { "@/*": ["./alias/*"] } } }')
    const { files } = await bundleInputs(root, [
      module('src/index.ts', '', './hand-on.cjs', '@/unused'),
    ])
    expect(below(files)).toEqual(
      expect.arrayContaining([
        'src/hand-on.cjs',
        'src/real.cjs',
        'alias/unused.ts',
        'src/deep/index.ts',
      ]),
    )
  })

  it('is where packages lie, and of those that are linked their sources', async () => {
    const packages = mkdtempSync(join(tmpdir(), 'oche-linked-'))
    writeFileSync(join(packages, 'package.json'), '{ "exports": "./start.js" }')
    writeFileSync(join(packages, 'start.js'), '')
    mkdirSync(join(root, 'node_modules'))
    symlinkSync(packages, join(root, 'node_modules', 'linked'), 'junction')
    const { files, places } = await bundleInputs(root, [module('src/a.ts', '', 'linked/x')])
    expect(below(places)).toEqual(
      expect.arrayContaining(['src/node_modules', 'node_modules', 'node_modules/linked']),
    )
    expect(files).toContain(join(realpathSync(packages), 'start.js'))
    rmSync(packages, { recursive: true })
  })
})

async function changed(act: () => void) {
  const modules = [module('src/a.ts', 'one', 'package')]
  put('node_modules/package/index.js')
  const snapshot = await look(root, await bundleInputs(root, modules))
  expect(await difference(root, snapshot)).toBeUndefined()
  act()
  return difference(root, snapshot)
}

/** Puts two files with other contents that `stat` tells the same of, but for where they lie. */
function sameTimes(one: string, two: string) {
  for (;;) {
    const [a, b] = [statSync(put(one, '1')), statSync(put(two, '2'))]
    const { size, mtimeMs, ctimeMs } = a
    if (mtimeMs === b.mtimeMs && ctimeMs === b.ctimeMs) return { size, mtimeMs, ctimeMs }
  }
}

describe('what is not as it was', () => {
  it('is told by path: contents, what is new, where packages lie', async () => {
    expect(await changed(() => put('src/a.ts', 'two'))).toEqual({
      path: 'src/a.ts',
      how: 'has changed',
    })
    expect(await changed(() => rmSync(join(root, 'src/a.ts')))).toMatchObject({ path: 'src/a.ts' })
    expect(await changed(() => put('src/a.tsx'))).toEqual({ path: 'src/a.tsx', how: 'is new' })
    expect(await changed(() => put('src/node_modules/package/index.js'))).toMatchObject({
      how: 'leads elsewhere',
    })
  })

  it('is nothing where a file was written again, or something else lies there', async () => {
    expect(await changed(() => put('src/a.ts', 'one'))).toBeUndefined()
    expect(await changed(() => put('src/readme.md', 'one'))).toBeUndefined()
  })

  it.each([
    ['a link that leads elsewhere', 'link.ts'],
    ['a link to a folder that leads elsewhere', 'link/index.ts'],
    ['a folder in the place of another', 'moved/index.ts'],
  ])('is %s, though all is of the same size and times', async (_, path) => {
    const twins = sameTimes('one/index.ts', 'two/index.ts')
    const lead = (to: string) => {
      if (path === 'moved/index.ts') return renameSync(join(root, to), join(root, 'moved'))
      const target = path === 'link.ts' ? join(to, 'index.ts') : to
      symlinkSync(join(root, target), join(root, dirname(path) === '.' ? path : dirname(path)))
    }
    lead('one')
    const inputs = await bundleInputs(root, [module('start.ts', '', `./${path}`)])
    const snapshot = await look(root, inputs)
    rmSync(join(root, path.split('/')[0]!), { recursive: true })
    lead('two')
    expect(statSync(join(root, path))).toMatchObject(twins)
    expect(await difference(root, snapshot)).toEqual({ path, how: 'has changed' })
  })

  it('is what was touched while a compiler ran', async () => {
    const snapshot = await look(root, await treeInputs([root]))
    expect(await isTouchedSince(root, snapshot, Date.now())).toBe(false)
    put('late.c')
    const after = await look(root, await treeInputs([root]))
    expect(await isTouchedSince(root, after, Date.now() - 1000)).toBe(true)
  })
})

it('stops looking at a folder of many files when it is told to', async () => {
  for (let n = 0; n < 200; n++) put(`many/${n}.c`, String(n))
  const controller = new AbortController()
  const looking = treeInputs([root], controller.signal).then((inputs) =>
    look(root, inputs, controller.signal),
  )
  controller.abort(new Error('stopped'))
  await expect(looking).rejects.toThrow('stopped')
})
