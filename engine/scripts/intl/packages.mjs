import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const VERSION = '48.2.0'
const NAMES = ['cldr-bcp47', 'cldr-core', 'cldr-dates-full', 'cldr-numbers-full']

/** The folder that CLDR's packages are in, installed once. */
export function cldrPackages() {
  const folder = fileURLToPath(new URL('../../target/cldr/', import.meta.url))
  const installed = `${folder}node_modules/`
  if (NAMES.every((name) => existsSync(`${installed}${name}/package.json`))) return installed
  mkdirSync(folder, { recursive: true })
  const wanted = NAMES.map((name) => `${name}@${VERSION}`)
  execFileSync('npm', ['install', '--no-save', '--prefix', folder, ...wanted], {
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  })
  return installed
}
