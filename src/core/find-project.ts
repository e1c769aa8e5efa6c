import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { OcheError } from './errors.ts'

export interface ProjectLocation {
  /** @default the current folder */
  cwd?: string | undefined
  /** Path of the configuration file, relative to `cwd`. @default the nearest oche.yaml */
  config?: string | undefined
  /** Path of a file with variables, relative to `cwd`. @default .env in the project's folder */
  envFile?: string | undefined
  /** A stage of the configuration. @default what `stage:` names there */
  stage?: string | undefined
  /** Variables for references. @default those of the process */
  env?: NodeJS.ProcessEnv | undefined
}

export interface FoundProject {
  /** Absolute path of the project's folder. */
  root: string
  /** Absolute path of the configuration file, if there is one. */
  configFile: string | undefined
}

const CONFIG_FILES = ['oche.yaml', 'oche.yml']

/** Default sources, tried in this order; `<name>` is the project's name. */
const SOURCES = ['src/index.ts', 'src/api.ts', 'index.ts', 'bin/<name>.dart', 'bin/api.dart']

const MANIFESTS = ['package.json', 'pubspec.yaml']

/**
 * Which project a folder belongs to: that of the nearest `oche.yaml` in it or above it. Where there
 * is none, the nearest folder with a manifest and a source that is taken by default, so that `src/`
 * is not taken for a project of its own. Otherwise the folder itself.
 *
 * @throws OcheError `CWD_NOT_FOUND`, `CONFIG_NOT_FOUND`, `CONFIG_MISNAMED`, `CONFIG_AMBIGUOUS`
 */
export function findProject({ cwd = '.', config }: ProjectLocation): FoundProject {
  const folder = resolve(cwd)
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    const remedy = 'Correct --cwd.'
    throw new OcheError('CWD_NOT_FOUND', `there is no folder ${folder}`, { remedy })
  }
  if (config !== undefined) return { root: folder, configFile: givenConfig(folder, config) }
  for (const root of upwards(folder)) {
    const configFile = configIn(root)
    if (configFile !== undefined) return { root, configFile }
  }
  return { root: rootWithoutConfig(folder), configFile: undefined }
}

/** The sources that are tried by default, for messages. */
export function defaultSources(name: string): string[] {
  return SOURCES.map((source) => source.replace('<name>', name))
}

/** The first of the default sources that is there. */
export function defaultSource(root: string, name: string): string | undefined {
  return defaultSources(name).find((source) => existsSync(join(root, source)))
}

function givenConfig(folder: string, config: string): string {
  const path = resolve(folder, config)
  if (existsSync(path)) return path
  throw new OcheError('CONFIG_NOT_FOUND', `there is no configuration file ${config}`, {
    remedy: 'Correct --config, or leave it out to use oche.yaml.',
  })
}

function configIn(root: string): string | undefined {
  const names = filesIn(root)
  const [found, second] = CONFIG_FILES.filter((name) => names.includes(name))
  if (found !== undefined && second !== undefined) {
    throw new OcheError('CONFIG_AMBIGUOUS', `there are ${found} and ${second} in ${root}`, {
      remedy: 'Delete one of them, or name one: --config oche.yaml',
    })
  }
  if (found !== undefined) return join(root, found)
  const misnamed = names.find((name) => MISNAMED.test(name))
  if (misnamed === undefined) return undefined
  throw new OcheError('CONFIG_MISNAMED', `${join(root, misnamed)} is not read`, {
    remedy: `${instead(misnamed)}, or name it: --config ${misnamed}`,
  })
}

/** What was meant to be the configuration, and would be passed over. */
const MISNAMED =
  /^\.?oche\.(ya?ml|ya?ml\.txt|json|jsonc|json5|toml|config\.\w+)$|^\.?ocherc(\.\w+)?$/i

/** JSON is YAML. */
function instead(name: string): string {
  return /(ya?ml|json|rc)(\.txt)?$/i.test(name)
    ? 'Call it oche.yaml'
    : 'Write it as YAML, in a file called oche.yaml'
}

/** A folder that cannot be listed has no configuration that could be read. */
function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function rootWithoutConfig(folder: string): string {
  for (const root of upwards(folder)) {
    const names = filesIn(root)
    const isManifested = MANIFESTS.some((name) => names.includes(name))
    if (isManifested && (root === folder || defaultSource(root, '') !== undefined)) return root
    // What is above a repository is somebody else's.
    if (names.includes('.git')) break
  }
  return folder
}

/** The folder and all above it. */
function* upwards(folder: string): Generator<string> {
  yield folder
  const parent = dirname(folder)
  if (parent !== folder) yield* upwards(parent)
}
