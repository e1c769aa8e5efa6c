import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'
import { OcheError } from '../../../core/errors.ts'
import { isBelow } from '../../inputs/folders.ts'
import { readElf } from '../../lambda/elf/read.ts'
import type { PackageFile } from '../types.ts'
import type { Placed } from './closure.ts'
import { isNative, npmFlags, type Platform } from './platform.ts'

/**
 * The files of a package. Links lead to what is packed in their place, as long as that is in the
 * package itself; what it has for other machines is left out.
 *
 * @throws OcheError `INCLUDE_SYMLINK`, `WRONG_ARCHITECTURE`
 */
export function packageFiles(one: Placed, platform: Platform): PackageFile[] {
  const files = filesBelow(one.folder, one).map((path) => ({
    name: posix.join(one.at, path),
    file: realpathSync(join(one.folder, path)),
  }))
  const natives = files.filter(({ name }) => isNative(name))
  const wrong = new Set(natives.filter(({ file }) => !isFor(file, platform)))
  if (wrong.size > 0 && wrong.size === natives.length) {
    const [first] = wrong
    throw new OcheError(
      'WRONG_ARCHITECTURE',
      `external: ${first!.name} is not built for ${platform.os} on ${platform.cpu}`,
      {
        remedy:
          `Install the one for Lambda: npm install --no-save --force ${npmFlags(platform)} ${one.name}, ` +
          'or build on such a machine.',
      },
    )
  }
  return files.filter((file) => !wrong.has(file))
}

/** Relative paths, with forward slashes. Packages inside of packages are packed for themselves. */
function filesBelow(folder: string, one: Placed): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (name === 'node_modules' || name === '.git') return []
    if (lstatSync(path).isSymbolicLink() && !isBelow(one.folder, realpathSync(path))) {
      throw new OcheError('INCLUDE_SYMLINK', `external: ${path} is a link out of ${one.name}`, {
        remedy: 'Install the package again, or put the file itself there.',
      })
    }
    const below = statSync(path).isDirectory() ? filesBelow(path, one) : ['']
    return below.map((rest) => posix.join(name, rest))
  })
}

/** Of this machine nobody but itself can tell. */
function isFor(file: string, { os, cpu }: Platform): boolean {
  if (os !== 'linux') return true
  const elf = readElf(file)
  const arch = elf?.arch === 'x86_64' ? 'x64' : elf?.arch
  return arch === cpu && !elf!.needed.some((library) => library.includes('musl'))
}
