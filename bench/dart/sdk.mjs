import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const folder = resolve('.oche/bench/dart')

/** `dart` on the PATH, or OCHE_DART: an SDK, or the virtual machine alone, which compiles no executable. */
export function findDart() {
  const command = process.env.OCHE_DART ?? 'dart'
  const { status, stdout, stderr } = spawnSync(command, ['--version'], { encoding: 'utf8' })
  if (status !== 0) return undefined
  const version = `${stdout}${stderr}`.trim()
  const isSdk = spawnSync(command, ['compile', 'exe', '--help']).status === 0
  return { command, version, isSdk, folder, packages: packageConfig(version) }
}

/** The command of a program: an executable, or for the virtual machine alone a kernel file. */
export function compile({ command, isSdk, packages }, script, output) {
  mkdirSync(folder, { recursive: true })
  const args = isSdk
    ? ['compile', 'exe', `--packages=${packages}`, '-o', output]
    : [`--packages=${packages}`, '--snapshot-kind=kernel', `--snapshot=${output}`]
  execFileSync(command, [...args, script], { stdio: ['ignore', 'ignore', 'inherit'] })
  return isSdk ? [output] : [command, output]
}

/** What `dart pub get` would write. */
function packageConfig(version) {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'package_config.json')
  const rootUri = pathToFileURL(resolve('dart/oche')).href
  const languageVersion = /(\d+\.\d+)/.exec(version)[1]
  const oche = { name: 'oche', rootUri, packageUri: 'lib/', languageVersion }
  writeFileSync(file, JSON.stringify({ configVersion: 2, packages: [oche] }))
  return file
}
