import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { packagesWithoutNativePart } from './native-parts.ts'

const root = mkdtempSync(join(tmpdir(), 'oche-native-'))
afterEach(() => rmSync(root, { recursive: true, force: true }))

const HERE = `@img/sharp-${process.platform}-${process.arch}`

/** A package, and its module that went into the bundle. */
function bundled(name: string, manifest: object = {}, file = 'index.js') {
  const path = join(root, 'node_modules', ...name.split('/'), file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(
    join(root, 'node_modules', ...name.split('/'), 'package.json'),
    JSON.stringify(manifest),
  )
  return { file: path, specifiers: [] }
}

it('names what is bundled without the part for this machine', () => {
  const modules = [
    bundled('sharp', { optionalDependencies: { [HERE]: '1', '@img/sharp-aix-ppc': '1' } }),
    bundled('better-sqlite3', { dependencies: { bindings: '1' } }),
    bundled('bindings'),
    bundled('ms'),
    bundled('fsevents-user', { optionalDependencies: { fsevents: '2' } }),
    { file: join(root, 'src', 'index.ts'), specifiers: [] },
  ]
  expect(packagesWithoutNativePart(modules)).toEqual(['better-sqlite3', 'sharp'])
})

it('names none whose part is in the bundle', () => {
  const modules = [
    bundled('sharp', { optionalDependencies: { [HERE]: '1' } }),
    bundled(HERE, {}, 'sharp.node'),
    bundled('bcrypt', { dependencies: { 'node-gyp-build': '4' } }),
    bundled('bcrypt', { dependencies: { 'node-gyp-build': '4' } }, 'bcrypt.node'),
  ]
  expect(packagesWithoutNativePart(modules)).toEqual([])
})
