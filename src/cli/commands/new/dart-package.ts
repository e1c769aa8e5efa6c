import { cpSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('../../../../dart/oche', import.meta.url))

/** What those who depend on a package need of it; `files` of package.json names the same. */
const PARTS = ['lib', 'pubspec.yaml', 'README.md', 'CHANGELOG.md', 'LICENSE']

/** Where it goes in a project, as its pubspec says. */
const TARGET = join('packages', 'oche')

/**
 * Puts `package:oche`, as it came with this version of the tool, into a project: it is built here, in
 * a container or by a colleague without anything that would have to be published first.
 *
 * @returns the files written, relative to the folder
 */
export function writeDartPackage(folder: string): string[] {
  const target = join(folder, TARGET)
  for (const part of PARTS) cpSync(join(source, part), join(target, part), { recursive: true })
  return readdirSync(target, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(join(target, file)).isFile())
    .map((file) => join(TARGET, file))
}
