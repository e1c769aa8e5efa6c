// Installs what package-lock.json names, unless it is installed already.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** True where node_modules holds exactly what the lock file asks for. */
function installed() {
  const record = new URL('../node_modules/.package-lock.json', import.meta.url)
  if (!existsSync(record)) return false
  const wanted = packagesOf(new URL('../package-lock.json', import.meta.url))
  const found = packagesOf(record)
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || found[path]?.version === entry.version,
  )
}

function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages
}

export function ensureInstalled() {
  if (installed()) return
  console.error('Installing dependencies (npm ci) …')
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
}

/** Runs a command in the project's root and ends this process where it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    // npm is a .cmd file on Windows, which only a shell can start.
    shell: process.platform === 'win32' && command === 'npm',
    stdio: ['inherit', process.stderr.fd, 'inherit'],
    ...options,
  })
  if (result.error) throw result.error
  if (result.status !== 0) process.exit(result.status ?? 1)
}

/** Runs a command of node_modules/.bin by its JavaScript entry, on every system. */
export function runPackage(name, bin, args, options) {
  const folder = new URL(`../node_modules/${name}/`, import.meta.url)
  const manifest = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'))
  const entry = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[bin]
  run(process.execPath, [fileURLToPath(new URL(entry, folder)), ...args], options)
}
