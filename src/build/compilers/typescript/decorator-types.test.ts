import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readsDecoratorTypes } from './decorator-types.ts'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'oche-decorators-'))
  mkdirSync(join(root, 'src'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const NEST = 'Reflect.getMetadata("design:paramtypes", target)'

function found(source: string, tsconfig: string, text = NEST) {
  const file = join(root, 'src', 'app.ts')
  writeFileSync(file, source)
  writeFileSync(join(root, 'tsconfig.json'), tsconfig)
  const modules = [{ file, specifiers: [] }]
  return readsDecoratorTypes({ text, modules, origin: () => undefined }) === file
}

it('is told of a source whose decorators’ types are asked for and read', () => {
  const asked = '{ "compilerOptions": { "emitDecoratorMetadata": true } }'
  expect(found('@Injectable()\nclass A { constructor(b: B) {} }', asked)).toBe(true)
  expect(found('class A {}\n// @ts-ignore', asked)).toBe(false)
  expect(found('@Injectable()\nclass A {}', asked, '')).toBe(false)
  expect(found('@Injectable()\nclass A {}', '{}')).toBe(false)
})
