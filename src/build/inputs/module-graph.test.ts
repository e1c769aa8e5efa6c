import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { graphSettings, moduleNames } from './module-graph.ts'

let root: string
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'oche-graph-'))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

function put(file: string, text = ''): string {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), text)
  return join(root, file)
}

const below = (files: string[]) => files.map((file) => relative(root, file))

it('counts settings in every folder on the way, there or not, and what npm has installed', () => {
  const settings = below(graphSettings(root, [put('src/deep/a.ts')]))
  for (const folder of ['', 'src', join('src', 'deep')]) {
    expect(settings).toContain(join(folder, 'package.json'))
    expect(settings).toContain(join(folder, 'tsconfig.json'))
  }
  expect(settings).toContain(join('node_modules', '.package-lock.json'))
})

it('follows what a tsconfig extends', () => {
  put('tsconfig.json', '{\n  // comment\n  "extends": ["./base", "@tsconfig/node20"],\n}')
  put('base.json', '{ "extends": "./more/common.json" }')
  put('more/common.json', '{ "extends": "../base.json" }')
  const settings = below(graphSettings(root, []))
  expect(settings).toContain('base.json')
  expect(settings).toContain(join('more', 'common.json'))
  expect(settings.some((file) => file.includes('node20'))).toBe(false)
})

it('names the modules beside those that went in, but not other files', () => {
  const module = put('src/a.ts')
  put('src/b.tsx')
  put('src/note.md')
  put('other/c.ts')
  expect(below(moduleNames(root, [module]))).toEqual([join('src', 'a.ts'), join('src', 'b.tsx')])
})
