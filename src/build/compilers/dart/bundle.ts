import { existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { OcheError } from '../../../core/errors.ts'
import { folderContents } from '../../package/include.ts'
import type { PackageFile } from '../../package/types.ts'

/**
 * The program in the `bin` folder of a bundle that `dart build cli` has made.
 *
 * @throws OcheError `BUNDLE_UNKNOWN`
 */
export function bundledProgram(folder: string, source: string): string {
  const bin = join(folder, 'bin')
  const entries = existsSync(bin) ? readdirSync(bin) : []
  const programs = entries.filter((name) => !name.startsWith('.'))
  const name = basename(source, '.dart')
  const found = [name, `${name}.exe`].find((one) => programs.includes(one)) ?? programs[0]
  if (found !== undefined && (programs.length === 1 || found.startsWith(name)))
    return join(bin, found)
  throw new OcheError('BUNDLE_UNKNOWN', `dart build cli left no program ${name} in bundle/bin`, {
    remedy: `Name the program's file by "source:" in oche.yaml.`,
    detail: programs.join('\n'),
  })
}

/**
 * Puts a bundle into a folder, with a `bootstrap` beside it: the program finds its libraries by its
 * own place, so it stays in `bin`.
 */
export function placeBundle(bundle: string, folder: string, source: string): PackageFile[] {
  const program = basename(bundledProgram(bundle, source))
  for (const part of readdirSync(bundle)) renameSync(join(bundle, part), join(folder, part))
  writeFileSync(join(folder, 'bootstrap'), bootstrapText(program), { mode: 0o755 })
  return folderContents(folder, folder)
}

/** Needs nothing but the shell. */
function bootstrapText(program: string): string {
  return `#!/bin/sh\nexec "\${0%/*}/bin/${program}" "$@"\n`
}
