import { existsSync, readFileSync, statSync } from 'node:fs'
import { isAbsolute, join, relative, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { stampOf } from './stamp.ts'

interface Libraries {
  stamp: string
  /** Folders from the project's, with `/`, by the names of packages. */
  folders: ReadonlyMap<string, string>
}

/** By file, as long as it is the same. */
const known = new Map<string, Libraries>()

/** They come with the command, and lie in the project. */
const OWN = ['oche', 'oche_shelf']

/**
 * Where the libraries of a Dart package lie: a stack names a file of the project's by its package.
 *
 * @param root the project's folder, where `dart pub get` has said where packages are
 * @returns from the project's folder, e.g. `lib`; undefined for a package of others
 */
export function dartLibraries(root: string, name: string): string | undefined {
  // The packages of a workspace are named in its own folder; the project's is known by its pubspec.
  const places = [join(root, '.dart_tool', 'package_config.json'), join(root, 'pubspec.yaml')]
  const file = places.find((place) => existsSync(place))
  if (file === undefined) return undefined
  const stat = statSync(file, { throwIfNoEntry: false })
  if (stat === undefined) return undefined
  const stamp = stampOf(stat)
  let found = known.get(file)
  if (found?.stamp !== stamp) {
    found = { stamp, folders: foldersIn(file, root) }
    known.set(file, found)
  }
  return found.folders.get(name)
}

function foldersIn(file: string, root: string): ReadonlyMap<string, string> {
  try {
    if (file.endsWith('.yaml')) {
      const [, name = ''] = /^name:\s*(\w+)/m.exec(readFileSync(file, 'utf8')) ?? []
      return new Map([[name, 'lib']])
    }
    const { packages } = JSON.parse(readFileSync(file, 'utf8')) as {
      packages: { name: string; rootUri: string; packageUri?: string }[]
    }
    return new Map(
      packages
        .filter(({ name }) => !OWN.includes(name))
        .map(({ name, rootUri, packageUri = '' }) => {
          const own = new URL(ending(rootUri), pathToFileURL(file))
          const folder = fileURLToPath(new URL(ending(packageUri), own))
          return [name, relative(root, folder)] as const
        })
        .filter(([, path]) => !isAbsolute(path) && path.split(sep)[0] !== '..')
        .map(([name, path]) => [name, path.split(sep).filter(Boolean).join('/')]),
    )
  } catch {
    // It is being written, or is none.
    return new Map()
  }
}

/** Without `/` at its end a folder is left out of what is below it. */
function ending(uri: string): string {
  return uri === '' || uri.endsWith('/') ? uri : `${uri}/`
}
