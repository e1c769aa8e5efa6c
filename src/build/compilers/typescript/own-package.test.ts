import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkOwnPackage, linkOwnPackage } from './own-package.ts'

const tool = realpathSync(fileURLToPath(new URL('../../../..', import.meta.url)))
const { version } = JSON.parse(readFileSync(join(tool, 'package.json'), 'utf8'))

let root: string
beforeEach(() => (root = realpathSync(mkdtempSync(join(tmpdir(), 'oche-own-')))))
afterEach(() => rmSync(root, { recursive: true }))

function put(file: string, value: object): void {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), JSON.stringify(value))
}

const linked = () => realpathSync(join(root, 'node_modules/oche'))

describe('the package of a project', () => {
  it('is the one that runs, where the project names none', () => {
    put('package.json', {})
    linkOwnPackage(root)
    linkOwnPackage(root)
    expect(linked()).toBe(tool)
    expect(checkOwnPackage(root)).toEqual([
      { check: 'oche/runtime and oche/local', ok: true, found: version, required: false },
    ])
  })

  it('is linked anew where the tool has moved', () => {
    put('package.json', {})
    put('old/package.json', { version: '0.0.1' })
    mkdirSync(join(root, 'node_modules'))
    symlinkSync(join(root, 'old'), join(root, 'node_modules/oche'), 'junction')
    linkOwnPackage(root)
    expect(linked()).toBe(tool)
    rmSync(join(root, 'node_modules/oche'))
    symlinkSync(join(root, 'gone'), join(root, 'node_modules/oche'), 'junction')
    linkOwnPackage(root)
    expect(linked()).toBe(tool)
  })

  it('is the one that the project names, and told where it is of another version', () => {
    put('package.json', { devDependencies: { oche: '0.0.1' } })
    expect(checkOwnPackage(root)).toMatchObject([{ ok: false, remedy: 'Type: npm install' }])
    put('node_modules/oche/package.json', { version: '0.0.1' })
    linkOwnPackage(root)
    expect(linked()).toBe(join(root, 'node_modules/oche'))
    expect(checkOwnPackage(root)).toMatchObject([
      {
        ok: false,
        found: `0.0.1 (${join('node_modules', 'oche')}); this is oche ${version}`,
        remedy: expect.stringContaining('npx oche'),
      },
    ])
  })

  it('is one that is installed above the project', () => {
    put('node_modules/oche/package.json', { version: '0.0.1' })
    put('api/package.json', {})
    linkOwnPackage(join(root, 'api'))
    expect(checkOwnPackage(join(root, 'api'))).toMatchObject([{ ok: false }])
  })

  it('is left alone where there is no package.json', () => {
    linkOwnPackage(root)
    expect(checkOwnPackage(root)).toEqual([])
  })
})
