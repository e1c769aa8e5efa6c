import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { parse as parseYaml } from 'yaml'
import * as environmentVariables from '../contract/variables.ts'
import { parseConfig } from './config/parse.ts'
import {
  normalizeHttp,
  type Architecture,
  type Config,
  type FunctionKeys,
  type HttpConfig,
  type Language,
  type LocalConfig,
} from './config/schema.ts'
import { OcheError } from './errors.ts'
import { nearest } from './nearest.ts'

/** A function with every default filled in. Paths are as written, relative to the project's root. */
export interface FunctionConfig {
  name: string
  /** Undefined where `build` makes the executable, or where nothing was found. */
  source: string | undefined
  language: Language
  handler: string | undefined
  engine: 'bun' | 'node'
  build: string | undefined
  arch: Architecture
  /** MB */
  memory: number
  /** Seconds */
  timeout: number
  /** MB */
  ephemeralStorage: number
  /** As written: `${env:NAME}` is still in place, see `resolveEnvironment`. */
  environment: Readonly<Record<string, string>>
  reservedConcurrency: number | undefined
  retries: number
  logFormat: 'text' | 'json'
  include: readonly { from: string; to?: string | undefined }[]
  http: HttpConfig
  /** What only the local Lambda looks at. */
  local: LocalConfig
  role: string | undefined
  policies: readonly (string | Record<string, unknown>)[]
  permissions: 'basic' | 'minimal'
  permissionsBoundary: string | undefined
  layers: readonly string[]
  vpc: { subnets: string[]; securityGroups: string[] } | undefined
  tracing: boolean
  logRetentionDays: number
  keepVersions: number
  tags: Readonly<Record<string, string>>
}

export interface Project {
  /** Absolute path of the folder that holds the configuration and `.oche`. */
  root: string
  name: string
  /** Absolute path of `oche.yaml`, if there is one. */
  configFile: string | undefined
  functions: FunctionConfig[]
}

export interface ProjectLocation {
  /** @default the current folder */
  cwd?: string | undefined
  /** Path of the configuration file, relative to `cwd`. @default oche.yaml */
  config?: string | undefined
}

const CONFIG_FILES = ['oche.yaml', 'oche.yml']

/** Default sources, tried in this order; `<name>` is the project's name. */
const SOURCES = ['src/index.ts', 'src/api.ts', 'index.ts', 'bin/<name>.dart', 'bin/api.dart']

/**
 * Reads the project in a folder: its `oche.yaml`, or what can be told without one.
 *
 * @throws OcheError `CONFIG_NOT_FOUND`, `CONFIG_SYNTAX`, `CONFIG_INVALID`
 */
export function loadProject(location: ProjectLocation = {}): Project {
  const root = resolve(location.cwd ?? '.')
  const configFile = findConfig(root, location.config)
  const config =
    configFile === undefined
      ? {}
      : parseConfig(readFileSync(configFile, 'utf8'), basename(configFile))
  const name = config.name ?? defaultName(root)
  return { root, name, configFile, functions: functionsOf(config, root, name) }
}

/**
 * The functions asked for by name, or all of them.
 *
 * @throws OcheError `FUNCTION_UNKNOWN`
 */
export function selectFunctions(project: Project, names: readonly string[]): FunctionConfig[] {
  if (names.length === 0) return project.functions
  return names.map((name) => {
    const found = project.functions.find((fn) => fn.name === name)
    if (found !== undefined) return found
    const known = project.functions.map((fn) => fn.name)
    const meant = nearest(name, known)
    throw new OcheError('FUNCTION_UNKNOWN', `there is no function "${name}" in this project`, {
      remedy: meant ? `Did you mean "${meant}"?` : `Functions here: ${known.join(', ')}.`,
    })
  })
}

/**
 * A function's environment variables with `${env:NAME}` replaced from `source`.
 *
 * @throws OcheError `ENVIRONMENT_MISSING` when a variable is not set; no value is ever in a message
 */
export function resolveEnvironment(
  fn: Pick<FunctionConfig, 'name' | 'environment'>,
  source: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  const replace = (key: string, value: string) =>
    value.replaceAll(/\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => {
      const found = source[name]
      if (typeof found === 'string') return found
      throw new OcheError(
        'ENVIRONMENT_MISSING',
        `environment.${key} of ${fn.name} needs ${name}, which is not set here`,
        { remedy: `Set ${name} in the shell that runs oche.` },
      )
    })
  return Object.fromEntries(
    Object.entries(fn.environment).map(([key, value]) => [key, replace(key, value)]),
  )
}

function findConfig(root: string, given: string | undefined): string | undefined {
  if (given !== undefined) {
    const path = resolve(root, given)
    if (existsSync(path)) return path
    throw new OcheError('CONFIG_NOT_FOUND', `there is no configuration file ${given}`, {
      remedy: 'Correct --config, or leave it out to use oche.yaml.',
    })
  }
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) {
    throw new OcheError('CWD_NOT_FOUND', `there is no folder ${root}`, { remedy: 'Correct --cwd.' })
  }
  return CONFIG_FILES.map((file) => join(root, file)).find((path) => existsSync(path))
}

function functionsOf(config: Config, root: string, name: string): FunctionConfig[] {
  const { functions, name: _name, $schema: _schema, ...shared } = config
  const entries = Object.entries(functions ?? {})
  if (entries.length === 0) return [resolveFunction(name, shared, root, name)]
  return entries.map(([key, own]) => resolveFunction(key, inherit(shared, own), root, name))
}

/** Maps are merged key by key, everything else is replaced. */
function inherit(shared: FunctionKeys, own: FunctionKeys): FunctionKeys {
  return {
    ...shared,
    ...own,
    ...(shared.environment && { environment: { ...shared.environment, ...own.environment } }),
    ...(shared.tags && { tags: { ...shared.tags, ...own.tags } }),
  }
}

function resolveFunction(
  name: string,
  keys: FunctionKeys,
  root: string,
  projectName: string,
): FunctionConfig {
  const http = normalizeHttp(keys.http)
  const source =
    keys.source ?? (keys.build === undefined ? defaultSource(root, projectName) : undefined)
  return {
    name,
    source,
    language: languageOf(source, root),
    handler: keys.handler,
    engine: keys.engine ?? 'bun',
    build: keys.build,
    arch: keys.arch ?? 'arm64',
    memory: keys.memory ?? 128,
    timeout: keys.timeout ?? 10,
    ephemeralStorage: keys.ephemeralStorage ?? 512,
    environment: { ...streamingVariable(http), ...keys.environment },
    reservedConcurrency: keys.reservedConcurrency,
    retries: keys.retries ?? 2,
    logFormat: keys.logFormat ?? 'text',
    include: keys.include ?? [],
    http,
    local: keys.local ?? {},
    role: keys.role,
    policies: keys.policies ?? [],
    permissions: keys.permissions ?? 'basic',
    permissionsBoundary: keys.permissionsBoundary,
    layers: keys.layers ?? [],
    vpc: keys.vpc,
    tracing: keys.tracing ?? false,
    logRetentionDays: keys.logRetentionDays ?? 14,
    keepVersions: keys.keepVersions ?? 5,
    tags: keys.tags ?? {},
  }
}

/** No event tells a runtime that its endpoint streams: a variable does. */
function streamingVariable({ streaming }: HttpConfig): Record<string, string> {
  return streaming ? { [environmentVariables.responseStreaming]: 'true' } : {}
}

function defaultSource(root: string, name: string): string | undefined {
  return SOURCES.map((source) => source.replace('<name>', name)).find((source) =>
    existsSync(join(root, source)),
  )
}

/** The sources that are tried by default, for messages. */
export function defaultSources(name: string): string[] {
  return SOURCES.map((source) => source.replace('<name>', name))
}

function languageOf(source: string | undefined, root: string): Language {
  if (source !== undefined) return source.endsWith('.dart') ? 'dart' : 'typescript'
  const isDart = existsSync(join(root, 'pubspec.yaml')) && !existsSync(join(root, 'package.json'))
  return isDart ? 'dart' : 'typescript'
}

function defaultName(root: string): string {
  const found =
    nameIn(join(root, 'package.json')) ?? nameIn(join(root, 'pubspec.yaml')) ?? basename(root)
  const name = found
    .replace(/^@[^/]*\//, '')
    .replaceAll(/[^A-Za-z0-9_-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 64)
  return name === '' ? 'function' : name
}

/** The `name` of a manifest; a manifest that cannot be read is its own tool's to complain of. */
function nameIn(manifest: string): string | undefined {
  if (!existsSync(manifest)) return undefined
  try {
    const { name } = (parseYaml(readFileSync(manifest, 'utf8')) ?? {}) as { name?: unknown }
    return typeof name === 'string' && name !== '' ? name : undefined
  } catch {
    return undefined
  }
}
