import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findProject } from './find-project.ts'
import { loadProject } from './project.ts'

let folder: string
beforeEach(() => (folder = realpathSync(mkdtempSync(join(tmpdir(), 'oche-find-')))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const put = (file: string, text = '') => {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
}
const found = (cwd: string) => findProject({ cwd: join(folder, cwd) })

it('a folder inside of a project belongs to it', () => {
  put('oche.yaml', 'name: shop')
  put('src/deep/x.ts')
  const configFile = join(folder, 'oche.yaml')
  for (const cwd of ['.', 'src', 'src/deep'])
    expect(found(cwd)).toEqual({ root: folder, configFile })
})

it('of several configurations the nearest counts', () => {
  put('oche.yaml')
  put('packages/a/oche.yml')
  put('packages/a/src/x.ts')
  expect(found('packages/a/src')).toEqual({
    root: join(folder, 'packages/a'),
    configFile: join(folder, 'packages/a/oche.yml'),
  })
})

it('without a configuration src/ is no project of its own', () => {
  put('package.json', '{"name": "shop"}')
  put('src/index.ts')
  expect(found('src').root).toBe(folder)
  expect(loadProject({ cwd: join(folder, 'src') }).functions[0]!.name).toBe('shop')
})

it('without a configuration a folder with a manifest is a project, whatever is above it', () => {
  put('package.json', '{}')
  put('src/index.ts')
  put('tools/package.json', '{}')
  expect(found('tools').root).toBe(join(folder, 'tools'))
})

it('a workspace that has no source of its own does not take its folders', () => {
  put('package.json', '{}')
  put('functions/a/index.ts')
  expect(found('functions/a').root).toBe(join(folder, 'functions/a'))
})

it('what is above a repository is not looked at without a configuration', () => {
  put('package.json', '{}')
  put('index.ts')
  put('repository/.git/HEAD')
  put('repository/lib/index.ts')
  expect(found('repository/lib').root).toBe(join(folder, 'repository/lib'))
})

it.each([
  'oche.json',
  'oche.toml',
  '.oche.yaml',
  'oche.config.ts',
  'Oche.yaml',
  'oche.yaml.txt',
  '.ocherc',
])('%s is not passed over in silence', (name) => {
  put(name, '{}')
  expect(() => found('.')).toThrow(
    expect.objectContaining({ code: 'CONFIG_MISNAMED', message: expect.stringContaining(name) }),
  )
})

it('two configurations in one folder are told', () => {
  put('oche.yaml')
  put('oche.yml')
  expect(() => found('.')).toThrow(expect.objectContaining({ code: 'CONFIG_AMBIGUOUS' }))
})

it('mistakes are told with the path from where the command was typed', () => {
  put('oche.yaml', 'memory: 1')
  put('src/x.ts')
  const message = join('..', 'oche.yaml') + ':1:1: memory: 1 is too small'
  expect(() => loadProject({ cwd: join(folder, 'src') })).toThrow(message)
})

it('a configuration that is a folder is told', () => {
  put('conf/x')
  expect(() => loadProject({ cwd: folder, config: 'conf' })).toThrow(
    expect.objectContaining({ code: 'CONFIG_UNREADABLE' }),
  )
})
