import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ownPath } from '../../../core/own-package.ts'

const PACKAGES = ['oche', 'oche_shelf']

/** What those who depend on a package need of it; `files` of package.json names the same. */
const PARTS = ['lib', 'pubspec.yaml', 'README.md', 'CHANGELOG.md', 'LICENSE']

/** How the packages name each other where they are published. */
const HOSTED = /^( +oche):.+$/m

/**
 * Puts `package:oche` and `package:oche_shelf`, as they came with this version of the tool, into a
 * project: it is built here, in a container or by a colleague without anything that would have to be
 * published first.
 *
 * @returns the files written, relative to the folder
 */
export function writeDartPackages(folder: string): string[] {
  return PACKAGES.flatMap((name) => writePackage(folder, name))
}

/** Into `packages/`, as the pubspec of the project says. */
function writePackage(folder: string, name: string): string[] {
  const target = join(folder, 'packages', name)
  for (const part of PARTS) {
    cpSync(ownPath('dart', name, part), join(target, part), { recursive: true })
  }
  const pubspec = join(target, 'pubspec.yaml')
  const text = readFileSync(pubspec, 'utf8')
  writeFileSync(pubspec, text.replace(HOSTED, '$1:\n    path: ../oche'))
  return readdirSync(target, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(join(target, file)).isFile())
    .map((file) => join('packages', name, file))
}
