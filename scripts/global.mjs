// Installs the package for all of a user's projects, from the tarball that would be published. A folder
// would be linked instead, and the link would bring the packages that only this repository needs.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureInstalled, run } from './install.mjs'

ensureInstalled()
run(process.execPath, ['scripts/build.mjs'])
const folder = mkdtempSync(join(tmpdir(), 'oche-pack-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
// Windows starts npm by a shell, which cuts an argument at its spaces: folders are named by variables.
const env = { ...process.env, npm_config_pack_destination: folder }
// Engines that were built here (npm run engine) are installed beside it, where it looks for them.
const out = join('engine', 'out')
const built = existsSync(out) ? readdirSync(out).map((name) => join(out, name)) : []
const engines = built.filter((name) => existsSync(join(name, 'package.json')))
const packages = ['.', ...engines.map((name) => `./${name}`)]
run('npm', ['pack', ...packages, '--ignore-scripts', '--loglevel=error'], { env })
const tarballs = readdirSync(folder).map((name) => `./${name}`)
run('npm', ['install', '--global', ...tarballs, '--no-audit', '--no-fund', '--loglevel=error'], {
  cwd: folder,
})
console.error('Installed. Type: oche --help')
