// Installs the package for all of a user's projects, from the tarball that would be published. A folder
// would be linked instead, and the link would bring the packages that only this repository needs.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureInstalled, run } from './install.mjs'

ensureInstalled()
run(process.execPath, ['scripts/build.mjs'])
const folder = mkdtempSync(join(tmpdir(), 'oche-pack-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
// Windows starts npm by a shell, which cuts an argument at its spaces: folders are named by variables.
const env = { ...process.env, npm_config_pack_destination: folder }
run('npm', ['pack', '--ignore-scripts', '--loglevel=error'], { env })
const [tarball] = readdirSync(folder)
run('npm', ['install', '--global', `./${tarball}`, '--no-audit', '--no-fund', '--loglevel=error'], {
  cwd: folder,
})
console.error('Installed. Type: oche --help')
