import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

interface PackageManager {
  install: string
  add: string
  addForDevelopment: string
}

const MANAGERS: Record<string, PackageManager> = {
  npm: { install: 'npm install', add: 'npm install', addForDevelopment: 'npm install --save-dev' },
  pnpm: { install: 'pnpm install', add: 'pnpm add', addForDevelopment: 'pnpm add --save-dev' },
  yarn: { install: 'yarn install', add: 'yarn add', addForDevelopment: 'yarn add --dev' },
  bun: { install: 'bun install', add: 'bun add', addForDevelopment: 'bun add --dev' },
}

const LOCK_FILES: Record<string, string> = {
  'package-lock.json': 'npm',
  'npm-shrinkwrap.json': 'npm',
  'pnpm-lock.yaml': 'pnpm',
  'yarn.lock': 'yarn',
  'bun.lock': 'bun',
  'bun.lockb': 'bun',
}

/**
 * The command line that puts a package into a project: `npm install` where the project names it and
 * nobody has installed anything yet, otherwise the one that adds it; by the package manager whose
 * lock file there is.
 *
 * @example
 * installCommand('/project', 'bun', 'development') // 'pnpm add --save-dev bun'
 */
export function installCommand(
  root: string,
  name: string,
  use: 'development' | 'production' = 'production',
): string {
  const manifests = folders(root)
    .map((folder) => manifestIn(folder))
    .filter((manifest) => manifest !== undefined)
  const manager = MANAGERS[managerOf(root, manifests)]!
  const first = isPlugAndPlay(root) ? WITHOUT_PLUG_AND_PLAY : ''
  if (namesPackage(root, name)) return first + manager.install
  return `${first}${use === 'development' ? manager.addForDevelopment : manager.add} ${name}`
}

/** Yarn's Plug'n'Play has no node_modules, where compilers and Oche look for packages. */
const WITHOUT_PLUG_AND_PLAY = 'yarn config set nodeLinker node-modules && '

function isPlugAndPlay(root: string): boolean {
  return folders(root).some((folder) => existsSync(join(folder, '.pnp.cjs')))
}

/** Whether a project, or a folder above it, names a package among what it depends on. */
export function namesPackage(root: string, name: string): boolean {
  return folders(root).some((folder) => dependsOn(manifestIn(folder) ?? {}, name))
}

type Manifest = Readonly<Record<string, unknown>>

const DEPENDENCIES = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
] as const

function dependsOn(manifest: Manifest, name: string): boolean {
  return DEPENDENCIES.some((kind) => Object.hasOwn((manifest[kind] as object | null) ?? {}, name))
}

function managerOf(root: string, manifests: readonly Manifest[]): string {
  const named = manifests
    .map(({ packageManager }) => /^(npm|pnpm|yarn|bun)@/.exec(String(packageManager))?.[1])
    .find((name) => name !== undefined)
  const lock = folders(root)
    .flatMap((folder) => Object.keys(LOCK_FILES).map((file) => [folder, file] as const))
    .find(([folder, file]) => existsSync(join(folder, file)))
  return named ?? (lock === undefined ? 'npm' : LOCK_FILES[lock[1]]!)
}

/** Undefined where there is none, or one that its own tool will complain of. */
function manifestIn(folder: string): Manifest | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    return typeof manifest === 'object' && manifest !== null ? (manifest as Manifest) : undefined
  } catch {
    return undefined
  }
}

/** The folder and all above it, nearest first. */
function folders(folder: string): string[] {
  const parent = dirname(folder)
  return parent === folder ? [folder] : [folder, ...folders(parent)]
}
