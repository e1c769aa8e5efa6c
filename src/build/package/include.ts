import { existsSync, lstatSync, readdirSync, realpathSync } from 'node:fs'
import { isAbsolute, join, posix, relative, resolve, sep } from 'node:path'
import { OcheError } from '../../core/errors.ts'
import { OCHE_FOLDER } from '../../core/paths.ts'
import type { FunctionConfig } from '../../core/project.ts'
import type { PackageFile } from './types.ts'

type Include = FunctionConfig['include'][number]

/** Never part of a package, whatever folder is included. */
const LEFT_OUT = new Set([OCHE_FOLDER, '.git'])

/**
 * The files that `include:` names. Empty folders are left out: git does not keep them either, so a
 * package with them would differ from one checkout to the next.
 *
 * @throws OcheError `INCLUDE_NOT_FOUND`, `INCLUDE_OUTSIDE`, `INCLUDE_SYMLINK`, `INCLUDE_SPECIAL`,
 *   `INCLUDE_EMPTY`, `INCLUDE_TARGET`
 */
export function includedFiles(root: string, includes: readonly Include[]): PackageFile[] {
  return includes.flatMap((include) => {
    const from = locate(root, include)
    const isFolder = lstatSync(from).isDirectory()
    const target = targetName(include, isFolder)
    if (!isFolder) return [{ name: target, file: regularFile(from, root) }]
    const files = folderContents(from, root)
    if (files.length > 0) {
      return files.map(({ name, file }) => ({ name: posix.join(target, name), file }))
    }
    throw new OcheError('INCLUDE_EMPTY', `include: ${include.from} has no file in it`, {
      remedy: 'Correct "include:" in oche.yaml.',
    })
  })
}

/** Everything in a folder, by its path there, with the same refusals. */
export function folderContents(folder: string, root: string): PackageFile[] {
  return filesBelow(folder, root).map((file) => ({ name: slashes(relative(folder, file)), file }))
}

function filesBelow(folder: string, root: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (!entry.isDirectory()) return [regularFile(path, root)]
    return LEFT_OUT.has(entry.name) ? [] : filesBelow(path, root)
  })
}

function locate(root: string, { from }: Include): string {
  const path = resolve(root, from)
  if (isOutside(root, path)) throw outside(from, path)
  if (!existsSync(path) && !isLink(path)) {
    throw new OcheError('INCLUDE_NOT_FOUND', `include: there is no ${from}`, {
      remedy: 'Correct "include:" in oche.yaml; paths are relative to its folder.',
    })
  }
  if (isLink(path)) throw symlink(path, root)
  // A folder on the way may be a link, too.
  const real = realpathSync(path)
  if (isOutside(realpathSync(root), real)) throw outside(from, real)
  return path
}

function isOutside(root: string, path: string): boolean {
  const way = relative(root, path)
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
}

function regularFile(path: string, root: string): string {
  const stat = lstatSync(path)
  if (stat.isSymbolicLink()) throw symlink(path, root)
  if (stat.isFile()) return path
  throw new OcheError(
    'INCLUDE_SPECIAL',
    `${relative(root, path)} is neither a file nor a folder: it cannot be packed`,
    { remedy: 'Delete it, or include the files beside it one by one.' },
  )
}

function outside(from: string, path: string): OcheError {
  return new OcheError('INCLUDE_OUTSIDE', `include: ${from} is outside the project (${path})`, {
    remedy:
      'Only files of the project are packed, so that every checkout gives the same package: copy it into the project.',
  })
}

function symlink(path: string, root: string): OcheError {
  return new OcheError('INCLUDE_SYMLINK', `${relative(root, path)} is a symbolic link`, {
    remedy:
      'A link may point elsewhere on another machine, so links are not packed: put the file itself there, ' +
      'or have a package of npm’s packed with all that it needs by "external:".',
  })
}

/** `to` as a path in the package; a file keeps its name where `to` ends in a slash. */
function targetName({ from, to }: Include, isFolder: boolean): string {
  const wanted = (to ?? from).replaceAll('\\', '/')
  const intoFolder = !isFolder && (wanted.endsWith('/') || wanted === '.')
  const name = posix.normalize(
    intoFolder ? posix.join(wanted, posix.basename(slashes(from))) : wanted,
  )
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name) || name === '..' || name.startsWith('../')) {
    throw new OcheError('INCLUDE_TARGET', `include: to: ${to ?? from} is outside the package`, {
      remedy: 'Name a path relative to the root of the package, e.g. assets/templates.',
    })
  }
  return name.replace(/\/+$/, '')
}

function slashes(path: string): string {
  return path.split(sep).join('/')
}
