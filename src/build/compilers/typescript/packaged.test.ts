import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { packagedFile } from './packaged.ts'

let root: string
beforeEach(() => (root = realpathSync(mkdtempSync(join(tmpdir(), 'oche-packaged-')))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

function put(file: string): string {
  const path = join(root, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, '')
  return path
}

function link(from: string, to: string): void {
  mkdirSync(dirname(join(root, from)), { recursive: true })
  symlinkSync(join(root, to), join(root, from), 'junction')
}

const FILES = [join('@of', 'platform', 'bin', 'tool'), join('tool', 'bin', 'tool.exe')]
const find = (folder = 'project', owner = 'tool') => packagedFile(join(root, folder), owner, FILES)

it.each([
  ['hoisted', 'node_modules/@of/platform/bin/tool'],
  ['hoisted to a folder above', '../node_modules/@of/platform/bin/tool'],
  ['below the package', 'node_modules/tool/node_modules/@of/platform/bin/tool'],
  ['in the package itself', 'node_modules/tool/bin/tool.exe'],
])('finds what is %s', (_, file) => {
  const path = put(join('project', file))
  expect(find()).toBe(path)
})

it.each(['.pnpm', '.bun'])('finds what lies beside the real path, as in %s', (store) => {
  const beside = join('project', 'node_modules', store, 'tool@1', 'node_modules')
  const path = put(join(beside, '@of/platform/bin/tool'))
  // A stub, as long as no build script has run.
  put(join(beside, 'tool/bin/tool.exe'))
  link('project/node_modules/tool', join(beside, 'tool'))
  expect(find()).toBe(path)
})

it('finds it beside a package with a scope', () => {
  const beside = join('store', 'node_modules')
  const path = put(join(beside, '@of/platform/bin/tool'))
  put(join(beside, '@my/tool/package.json'))
  link('project/node_modules/@my/tool', join(beside, '@my/tool'))
  expect(find('project', '@my/tool')).toBe(path)
})

it('finds nothing where there is nothing', () => {
  expect(find()).toBeUndefined()
})
