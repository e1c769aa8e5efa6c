import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { messageOf, OcheError } from '../../../core/errors.ts'
import { programPackages } from './graph.ts'
import { readPubspec } from './pubspec.ts'

/** What `dart pub get` has written, as far as a build has to know it. */
export interface DartPackages {
  /** False where `dart pub get` has to run first. */
  resolved: boolean
  /** Set where `dart pub get` has just run. */
  isNew?: true
  /** Folders of packages that lie outside the pub cache: path dependencies and workspaces. */
  localFolders: string[]
  /** Names of the program's packages with a build hook, which `dart compile` refuses. */
  withHooks: string[]
}

interface PackageConfig {
  packages: { name: string; rootUri: string }[]
}

/** What `dart pub get` reads in the package's folder. */
const ASKED = ['pubspec.yaml', 'pubspec_overrides.yaml', 'pubspec.lock']

const HOOKS = ['build.dart', 'link.dart']

/**
 * @throws OcheError `PUBSPEC_NOT_FOUND`, `DART_PACKAGES_DAMAGED`
 */
export function readDartPackages(root: string): DartPackages {
  const pubspec = join(root, 'pubspec.yaml')
  if (!existsSync(pubspec)) {
    throw new OcheError('PUBSPEC_NOT_FOUND', `there is no pubspec.yaml in ${root}`, {
      remedy:
        'A Dart function lives in a package: type dart create, or oche new <name> --lang dart',
    })
  }
  const file = packageConfig(root)
  const unresolved = {
    resolved: false,
    localFolders: [root],
    withHooks: hooksIn(root, 'this package'),
  }
  if (file === undefined) return unresolved
  const packages = packagesIn(file)
  const local = packages.filter(({ folder }) => !/[\\/](hosted|git)[\\/]/.test(folder))
  return {
    resolved: ASKED.every((asked) => !isOlder(file, join(root, asked))),
    localFolders: [...new Set([root, ...local.map(({ folder }) => folder)])],
    withHooks: inProgram(root, file, packages).flatMap(({ name, folder }) => hooksIn(folder, name)),
  }
}

function packagesIn(file: string): { name: string; folder: string }[] {
  const { packages = [] } = readJson(file) as Partial<PackageConfig>
  return packages.map(({ name, rootUri }) => ({ name, folder: folderOf(file, rootUri) }))
}

/**
 * Where a package lies that the project depends on, as `dart pub get` has found it, or where the pubspec
 * names a path; undefined where neither is.
 *
 * @throws OcheError `DART_PACKAGES_DAMAGED`
 */
export function packageFolder(root: string, name: string): string | undefined {
  const file = packageConfig(root)
  const found = file && packagesIn(file).find((one) => one.name === name)?.folder
  const path = readPubspec(root)?.dependencies?.[name]?.path
  return found ?? (typeof path === 'string' ? resolve(root, path) : undefined)
}

/** Hooks of packages that only tests and tools need do not run: `dart compile` takes the program then. */
function inProgram<P extends { name: string; folder: string }>(
  root: string,
  config: string,
  packages: P[],
): P[] {
  const graph = join(dirname(config), 'package_graph.json')
  const own = packages.find(({ folder }) => folder === resolve(root))
  // Written since Dart 3.7.
  if (own === undefined || !existsSync(graph)) return packages
  const names = programPackages(own.name, { packages: [], ...readJson(graph) })
  return packages.filter(({ name }) => names.has(name))
}

/**
 * Files that decide which packages there are, less what `dart pub get` itself has just written, which
 * would look as if it had been saved during the build.
 */
export function packageRecords(root: string, { isNew }: Pick<DartPackages, 'isNew'>): string[] {
  const [pubspec, overrides, lock] = ASKED.map((name) => join(root, name))
  const config = packageConfig(root)
  const written = isNew || config === undefined ? [] : [lock!, config]
  return [pubspec!, overrides!, ...written]
}

/** Of the package, or of the workspace that it is a part of. */
export function packageConfig(root: string): string | undefined {
  const file = join(root, '.dart_tool', 'package_config.json')
  if (existsSync(file)) return file
  const reference = join(root, '.dart_tool', 'pub', 'workspace_ref.json')
  if (!existsSync(reference)) return undefined
  const { workspaceRoot = '.' } = readJson(reference) as { workspaceRoot?: string }
  const shared = join(dirname(reference), workspaceRoot, '.dart_tool', 'package_config.json')
  return existsSync(shared) ? shared : undefined
}

/** A file of Pub's. @throws OcheError `DART_PACKAGES_DAMAGED` */
function readJson(file: string): object {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as object
  } catch (cause) {
    throw new OcheError('DART_PACKAGES_DAMAGED', `${file} cannot be read: ${messageOf(cause)}`, {
      remedy: 'Type: dart pub get',
      cause,
    })
  }
}

/** `rootUri` is relative to the file that holds it. */
function folderOf(file: string, rootUri: string): string {
  return resolve(fileURLToPath(new URL(rootUri, pathToFileURL(file))))
}

function hooksIn(folder: string, name: string): string[] {
  return HOOKS.some((hook) => existsSync(join(folder, 'hook', hook))) ? [name] : []
}

function isOlder(file: string, other: string): boolean {
  return existsSync(other) && statSync(file).mtimeMs < statSync(other).mtimeMs
}
