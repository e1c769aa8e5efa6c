import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const clone = mkdtempSync(join(tmpdir(), 'oche-clone-'))
afterAll(() => rmSync(clone, { recursive: true, force: true }))

const ENGINES = ['linux-arm64', 'linux-x64']

/** A clone with nothing but what is packed. */
beforeAll(() => {
  write('package.json', JSON.stringify({ name: 'oche', version: '1.2.3', files: ['dist'] }))
  write('package-lock.json', '{"packages":{}}')
  write('node_modules/.package-lock.json', '{"packages":{}}')
  write('dist/main.js', '')
  write('scripts/build.mjs', '')
  for (const name of ['global.mjs', 'install.mjs'])
    cpSync(join(import.meta.dirname, '../../../scripts', name), join(clone, 'scripts', name))
})

describe('npm run global', () => {
  it('installs the package alone where no engine was built', () => {
    expect(installed('alone')).toEqual(['oche/dist/main.js'])
  }, 60_000)

  it('installs the engines beside it that were built in the clone', () => {
    write('engine/out/exports.json', '{}')
    for (const name of ENGINES) {
      const manifest = { name: `@oche/engine-${name}`, version: '1.2.3', files: ['oche-engine*'] }
      write(`engine/out/${name}/package.json`, JSON.stringify(manifest))
      write(`engine/out/${name}/oche-engine`, name)
    }
    const engines = ENGINES.map((name) => `@oche/engine-${name}/oche-engine`)
    expect(installed('with-engines')).toEqual(['oche/dist/main.js', ...engines])
  }, 60_000)
})

function write(path: string, text: string): void {
  mkdirSync(join(clone, path, '..'), { recursive: true })
  writeFileSync(join(clone, path), text)
}

/** Which of the files are there after an installation in a folder of its own, without a network. */
function installed(name: string): string[] {
  const prefix = join(clone, name)
  const env = { ...process.env, npm_config_prefix: prefix, npm_config_offline: 'true' }
  const options = { cwd: clone, env, encoding: 'utf8' as const }
  const { status, stderr } = spawnSync(process.execPath, ['scripts/global.mjs'], options)
  expect(status, stderr).toBe(0)
  const modules = join(prefix, process.platform === 'win32' ? 'node_modules' : 'lib/node_modules')
  const files = ['oche/dist/main.js', ...ENGINES.map((one) => `@oche/engine-${one}/oche-engine`)]
  return files.filter((file) => existsSync(join(modules, file)))
}
