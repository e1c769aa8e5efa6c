import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { elfBytes } from '../../../../tests/support/elf.ts'
import { Random } from '../../../../tests/support/random.ts'
import { checkNodeAddons } from '../../compilers/typescript/node-addons.ts'
import { packageClosure, type Placed } from './closure.ts'
import { packageFiles } from './files.ts'
import { lambdaPlatform, runsOn } from './platform.ts'

let root: string
beforeEach(() => (root = realpathSync(mkdtempSync(join(tmpdir(), 'oche-external-')))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

function put(file: string, content: string | Buffer = ''): string {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), content)
  return join(root, file)
}

const manifest = (folder: string, more: object = {}) =>
  put(join(folder, 'package.json'), JSON.stringify({ main: 'index.js', ...more }))

const link = (from: string, to: string) => {
  mkdirSync(dirname(join(root, from)), { recursive: true })
  symlinkSync(join(root, to), join(root, from), 'junction')
}

const arm64 = lambdaPlatform('arm64')
const placesOf = (...names: string[]) =>
  Object.fromEntries(
    packageClosure(root, names, arm64).packages.map(({ at, folder }) => [
      at,
      folder.slice(root.length + 1),
    ]),
  )
const refusal = (act: () => unknown) => {
  try {
    act()
  } catch (thrown) {
    return thrown as { code?: string; message: string; remedy?: string }
  }
  return undefined
}

describe('what external: packs', () => {
  it('is the package with its dependencies, and optional ones where they are', () => {
    manifest('node_modules/a', {
      dependencies: { b: '1' },
      optionalDependencies: { here: '1', gone: '1' },
      peerDependencies: { peer: '1' },
    })
    for (const name of ['b', 'here', 'peer', 'unrelated']) manifest(`node_modules/${name}`)
    expect(Object.keys(placesOf('a')).toSorted()).toEqual([
      'node_modules/a',
      'node_modules/b',
      'node_modules/here',
      'node_modules/peer',
    ])
  })

  it('keeps two versions apart, as deep as needed', () => {
    manifest('node_modules/a', { dependencies: { c: '1', b: '1' } })
    manifest('node_modules/b', { dependencies: { c: '2' } })
    manifest('node_modules/b/node_modules/c')
    manifest('node_modules/c', { dependencies: { b: '1' } })
    expect(placesOf('a')).toEqual({
      'node_modules/a': 'node_modules/a',
      'node_modules/b': 'node_modules/b',
      'node_modules/c': 'node_modules/c',
      'node_modules/b/node_modules/c': 'node_modules/b/node_modules/c',
    })
  })

  it('follows the links of pnpm', () => {
    const store = 'node_modules/.pnpm'
    manifest(`${store}/a@1/node_modules/a`, { dependencies: { b: '1' } })
    manifest(`${store}/b@1/node_modules/b`)
    link('node_modules/a', `${store}/a@1/node_modules/a`)
    link(`${store}/a@1/node_modules/b`, `${store}/b@1/node_modules/b`)
    expect(placesOf('a')).toEqual({
      'node_modules/a': `${store}/a@1/node_modules/a`,
      'node_modules/b': `${store}/b@1/node_modules/b`,
    })
  })

  it('leaves out parts for other machines, and tells where the one for Lambda is missing', () => {
    manifest('node_modules/pic', {
      optionalDependencies: {
        '@pic/linux-x64': '1',
        '@pic/linux-arm64': '1',
        '@pic/linuxmusl-arm64': '1',
        fsevents: '1',
      },
    })
    manifest('node_modules/@pic/linux-x64', { os: ['linux'], cpu: ['x64'] })
    const error = refusal(() => placesOf('pic'))
    expect(error).toMatchObject({ code: 'WRONG_ARCHITECTURE' })
    expect(error?.remedy).toContain('npm install --no-save --force @pic/linux-arm64')
    expect(error?.remedy).toContain('npm install --os=linux --cpu=arm64 --libc=glibc pic')
    manifest('node_modules/@pic/linux-arm64', { os: ['linux'], cpu: ['arm64'], libc: ['glibc'] })
    manifest('node_modules/@pic/linuxmusl-arm64', { os: ['linux'], cpu: ['arm64'], libc: 'musl' })
    manifest('node_modules/fsevents', { os: ['darwin'] })
    expect(Object.keys(placesOf('pic'))).toEqual([
      'node_modules/pic',
      'node_modules/@pic/linux-arm64',
    ])
  })

  it('is told of where it, or what it needs, is not installed', () => {
    expect(refusal(() => placesOf('a'))).toMatchObject({
      code: 'EXTERNAL_NOT_FOUND',
      remedy: 'Type: npm install a',
    })
    manifest('node_modules/a', { dependencies: { b: '1' } })
    expect(refusal(() => placesOf('a'))?.message).toContain('a needs b')
  })

  it('is refused where versions need one another crosswise: each hides what the next one needs', () => {
    manifest('node_modules/a', { dependencies: { b: '1' } })
    manifest('node_modules/b', { dependencies: { a: '2' } })
    manifest('node_modules/b/node_modules/a', { dependencies: { b: '2' } })
    manifest('node_modules/b/node_modules/a/node_modules/b', { dependencies: { a: '1' } })
    link('node_modules/b/node_modules/a/node_modules/b/node_modules/a', 'node_modules/a')
    expect(refusal(() => placesOf('a'))).toMatchObject({ code: 'EXTERNAL_ENDLESS' })
  })

  it('is found again by Node in the package, each version where it was (any layout, seeded)', () => {
    const seed = Number(process.env['OCHE_SEED'] ?? Date.now() % 1_000_000)
    const random = new Random(seed)
    const names = ['a', 'b', 'c', 'd']
    const folders = ['', ...names.map((name) => `node_modules/${name}`)]
    for (const name of names)
      folders.push(`node_modules/${random.pick(names)}/node_modules/${name}`)
    for (const [version, folder] of folders.slice(1).entries()) {
      const dependencies = Object.fromEntries(names.map((name) => [random.pick(names), name]))
      manifest(folder, { version, dependencies })
      put(`${folder}/index.js`, `module.exports = ${JSON.stringify(folder)}`)
    }
    let packages: Placed[] = []
    const refused = refusal(() => ({ packages } = packageClosure(root, ['a'], arm64)))
    expect([seed, refused?.code ?? 'EXTERNAL_ENDLESS']).toEqual([seed, 'EXTERNAL_ENDLESS'])
    for (const { folder, at } of packages) {
      for (const { name, file } of packageFiles({ name: '', folder, at }, arm64)) {
        put(join('packed', name), readFileSync(file))
      }
    }
    for (const { folder, at } of packages) {
      const was = createRequire(join(folder, 'index.js'))
      const is = createRequire(join(root, 'packed', at, 'index.js'))
      const { dependencies = {} } = was('./package.json') as { dependencies?: object }
      for (const name of Object.keys(dependencies)) {
        expect([seed, at, name, is(name)]).toEqual([seed, at, name, was(name)])
      }
    }
  })
})

const files = () =>
  packageFiles({ name: 'a', folder: join(root, 'a'), at: 'node_modules/a' }, arm64).map(
    ({ name }) => name,
  )

describe('files of a package', () => {
  it('are all of it but packages inside; addons for other machines stay here', () => {
    manifest('a')
    put('a/node_modules/b/index.js')
    put('a/prebuilds/linux-arm64/x.node', elfBytes({ type: 3, machine: 0xb7 }))
    put('a/prebuilds/linux-x64/x.node', elfBytes({ type: 3, machine: 0x3e }))
    put('a/prebuilds/darwin-arm64/x.node', 'Mach-O')
    expect(files()).toEqual([
      'node_modules/a/package.json',
      'node_modules/a/prebuilds/linux-arm64/x.node',
    ])
  })

  it('are refused where there is no addon for Lambda, with the command that installs it', () => {
    put('a/build/Release/x.node', elfBytes({ type: 3, machine: 0x3e }))
    const error = refusal(files)
    expect(error).toMatchObject({ code: 'WRONG_ARCHITECTURE' })
    expect(error?.message).toContain('node_modules/a/build/Release/x.node')
    expect(error?.remedy).toContain('--os=linux --cpu=arm64 --libc=glibc a')
  })

  it('are what links lead to, inside of the package alone', () => {
    put('a/lib/real.js')
    symlinkSync('real.js', join(root, 'a/lib/link.js'))
    expect(files()).toEqual(['node_modules/a/lib/link.js', 'node_modules/a/lib/real.js'])
    put('outside.js')
    symlinkSync(join(root, 'outside.js'), join(root, 'a/out.js'))
    expect(refusal(files)?.code).toBe('INCLUDE_SYMLINK')
  })
})

const check = (text: string, version: string) =>
  refusal(() => checkNodeAddons([{ name: 'x.node', file: put('x.node', text) }], version))

it('an addon for another line of Node.js is refused, one for Node-API is not', () => {
  expect(check('…node_register_module_v115\0', '24.21.0')).toMatchObject({ code: 'WRONG_NODE' })
  expect(check('…node_register_module_v137\0', '24.21.0')).toBeUndefined()
  expect(check('…napi_register_module_v1\0', '24.21.0')).toBeUndefined()
})

it.each([
  [{}, true],
  [{ os: ['linux'], cpu: ['arm64'] }, true],
  [{ os: ['!win32'] }, true],
  [{ os: ['!linux'] }, false],
  [{ cpu: 'x64' }, false],
  [{ libc: ['musl'] }, false],
])('a package that wants %j runs on Lambda: %s', (wanted, runs) => {
  expect(runsOn(wanted, arm64)).toBe(runs)
})
