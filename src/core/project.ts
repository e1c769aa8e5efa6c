import { existsSync, readFileSync } from 'node:fs'
import { basename, isAbsolute, join, relative, resolve } from 'node:path'
import { parse as parseYaml } from 'yaml'
import { limits } from '../contract/limits.ts'
import * as environmentVariables from '../contract/variables.ts'
import { requireForm } from './config/form.ts'
import { placedFunctions } from './config/functions.ts'
import { parseConfig, type Parsed } from './config/parse.ts'
import {
  normalizeHttp,
  type Architecture,
  type Config,
  type FunctionKeys,
  type HttpConfig,
  type Language,
  type LocalConfig,
} from './config/schema.ts'
import { normalizeEvents, type EventConfig } from './config/events/schema.ts'
import { defaults } from './defaults.ts'
import { readEnvFile, type EnvFile } from './env-file.ts'
import { messageOf, OcheError } from './errors.ts'
import { defaultSource, findProject, type ProjectLocation } from './find-project.ts'
import { nearest } from './nearest.ts'
import { resolveReferences, type Hidden, type ReferenceSources } from './references.ts'
import { stagedName } from './stage.ts'

/** A function with every default filled in. Paths are as written, relative to the project's root. */
export interface FunctionConfig {
  name: string
  /** Undefined where `build` makes the executable, or where nothing was found. */
  source: string | undefined
  language: Language
  handler: string | undefined
  engine: 'bun' | 'node' | 'quickjs'
  /** Packages that are not bundled, but packed with all they need. */
  external: readonly string[]
  build: string | undefined
  /** What Dart's compiler is told. */
  dart: DartOptions
  arch: Architecture
  /** MB */
  memory: number
  /** Seconds */
  timeout: number
  /** MB */
  ephemeralStorage: number
  /** As written: `${env:NAME}` is still in place, see `resolve-function.ts`. */
  environment: Readonly<Record<string, string>>
  /** Empty where there is none. */
  description: string
  kmsKey: string | undefined
  reservedConcurrency: number | undefined
  provisionedConcurrency: number | undefined
  retries: number
  logFormat: 'text' | 'json'
  /** Undefined: Lambda's own, info; always where the format is text. */
  logLevel: FunctionKeys['logLevel']
  systemLogLevel: FunctionKeys['systemLogLevel']
  include: readonly { from: string; to?: string | undefined }[]
  http: HttpConfig
  /** What starts it besides requests. */
  events: readonly EventConfig[]
  /** ARN or name of a function of this file: told of asynchronous invocations. */
  onSuccess: string | undefined
  onFailure: string | undefined
  /** What only the local Lambda looks at. */
  local: LocalConfig
  role: string | undefined
  policies: readonly (string | Record<string, unknown>)[]
  permissions: 'basic' | 'minimal'
  permissionsBoundary: string | undefined
  layers: readonly string[]
  vpc: { subnets: string[]; securityGroups: string[] } | undefined
  tracing: boolean
  logRetentionDays: number | 'never'
  /** Access points of EFS, and where each is. */
  fileSystems: readonly { arn: string; path: string }[]
  keepVersions: number
  tags: Readonly<Record<string, string>>
}

/** `api:` with its defaults. */
export interface ApiConfig {
  name: string
  domain: ApiDomain | undefined
  throttling: { rate: number; burst: number } | undefined
  accessLogs: boolean
}

interface ApiDomain {
  /** As a browser has it, `*.` before it for all of its kind. */
  name: string
  /** ARN of its certificate. */
  certificate?: string | undefined
  /** First part of the path, without slashes at its ends. */
  basePath?: string | undefined
  /** Id of the hosted zone whose record is to be set. */
  hostedZone?: string | undefined
}

export interface DartOptions {
  /** Values of `String.fromEnvironment` and the like. */
  define: Readonly<Record<string, string>>
  extraGenSnapshotOptions: readonly string[]
  obfuscate: boolean
  /** Whether names of stack traces are in a file of their own. */
  symbols: boolean
}

export interface Project {
  /** Absolute path of the folder that holds the configuration and `.oche`. */
  root: string
  name: string
  /** Absolute path of `oche.yaml`, if there is one. */
  configFile: string | undefined
  /** `.env`, or the file that was named instead. */
  envFile: EnvFile
  /** Undefined where the configuration is taken without one. */
  stage: string | undefined
  /** Names of all stages that the configuration has. */
  stages: readonly string[]
  /** The one account that is deployed to, if it is named. */
  account: string | undefined
  /** The one region that is deployed to, if it is named. */
  region: string | undefined
  /** Of the API that functions share; as written, references still in place. */
  api: ApiConfig
  functions: FunctionConfig[]
}

/**
 * Reads the project that a folder belongs to: its `oche.yaml`, or what can be told without one.
 *
 * @throws OcheError as `findProject` and `readEnvFile`, `CONFIG_UNREADABLE`, and as `parseConfig`
 */
export function loadProject(location: ProjectLocation = {}): Project {
  const { root, configFile } = findProject(location)
  const { cwd = '.', env = process.env } = location
  const given = location.envFile === undefined ? undefined : resolve(cwd, location.envFile)
  const envFile = readEnvFile(root, given)
  const sources = [env, envFile.variables]
  const { config, stage, stages } = readConfig(configFile, location, sources)
  const known = (key: 'name' | 'account' | 'region', form: RegExp, what: string) =>
    config[key] && resolveKey(key, config[key], configFile!, sources, form, what)
  const name =
    known('name', /^[A-Za-z0-9_-]{1,64}$/, 'a name has 1 to 64 letters, digits, - and _') ??
    defaultName(root)
  const functions = functionsOf(config, root, name, sources)
  if (stage !== undefined) requireShortNames(functions, stage)
  return {
    root,
    name,
    configFile,
    envFile,
    stage,
    stages,
    account: known('account', /^\d{12}$/, 'an account has 12 digits'),
    region: known('region', /^[a-z0-9-]+$/, 'a region is called as AWS calls it'),
    api: {
      name: config.api?.name ?? name,
      domain: config.api?.domain,
      throttling: config.api?.throttling,
      accessLogs: config.api?.accessLogs ?? defaults.accessLogs,
    },
    functions,
  }
}

/** What a reference stands for has its form only now; it is not shown. */
function resolveKey(
  key: string,
  written: string,
  configFile: string,
  sources: ReferenceSources,
  form: RegExp,
  what: string,
): string {
  const value = resolveReferences(written, key, undefined, sources)
  if (value === written || form.test(value)) return value
  const message = `${basename(configFile)}: ${key}: ${what}; ${written} stands for something else`
  throw new OcheError('CONFIG_INVALID', message, {
    remedy: `Correct the variable, or write the ${key} itself.`,
  })
}

/** With its stage behind it a function's name has to be one that Lambda takes. */
function requireShortNames(functions: readonly FunctionConfig[], stage: string): void {
  for (const { name } of functions) {
    const deployed = stagedName(name, stage)
    if (deployed.length <= limits.functionNameCharacters) continue
    throw new OcheError(
      'CONFIG_INVALID',
      `${name} is called ${deployed} with its stage: ${deployed.length} characters, and Lambda takes ${limits.functionNameCharacters}`,
      { remedy: 'Shorten the name of the function or of the stage.' },
    )
  }
}

/** Messages name the file as seen from where the command was typed. */
function readConfig(
  file: string | undefined,
  { cwd = '.', stage }: ProjectLocation,
  sources: ReferenceSources,
): Parsed {
  if (file === undefined) return parseConfig('', 'oche.yaml', { stage })
  const path = relative(resolve(cwd), file)
  const name = isAbsolute(path) ? file : path
  return parseConfig(readText(file, name), name, { stage, sources })
}

function readText(file: string, name: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new OcheError('CONFIG_UNREADABLE', `${name} cannot be read: ${messageOf(cause)}`, {
      remedy: 'Make it a file that this user may read.',
      cause,
    })
  }
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

function functionsOf(
  config: Config,
  root: string,
  name: string,
  sources: ReferenceSources,
): FunctionConfig[] {
  return placedFunctions(config).map((fn) => {
    const { source, handler, include, dart } = fn.keys
    const own = fn.name ?? name
    // What a build needs is needed by every command.
    const needed = Object.entries({ source, handler, include, dart })
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, formed(own, key, value, sources)])
    return resolveFunction(own, { ...fn.keys, ...Object.fromEntries(needed) }, root, name)
  })
}

function formed(name: string, key: string, written: unknown, sources: ReferenceSources): unknown {
  const hidden: Hidden[] = []
  const value = resolveReferences(written, key, name, sources, hidden)
  if (hidden.length > 0) requireForm(name, key, value, hidden)
  return value
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
  const language = languageOf(source, root)
  const memory = keys.memory ?? defaults.memory
  const isDart = language === 'dart' && keys.build === undefined
  return {
    name,
    source,
    language,
    handler: keys.handler,
    engine: keys.engine ?? defaults.engine,
    external: keys.external ?? [],
    build: keys.build,
    dart: dartOptions(keys.dart),
    arch: keys.arch ?? defaults.arch,
    memory,
    timeout: keys.timeout ?? defaults.timeout,
    ephemeralStorage: keys.ephemeralStorage ?? defaults.ephemeralStorage,
    environment: {
      ...streamingVariable(http),
      ...(isDart && heapVariable(memory)),
      ...keys.environment,
    },
    description: keys.description ?? '',
    kmsKey: keys.kmsKey,
    reservedConcurrency: keys.reservedConcurrency,
    provisionedConcurrency: keys.provisionedConcurrency,
    retries: keys.retries ?? defaults.retries,
    logFormat: keys.logFormat ?? defaults.logFormat,
    logLevel: keys.logLevel,
    systemLogLevel: keys.systemLogLevel,
    include: keys.include ?? [],
    http,
    events: normalizeEvents(keys.events),
    onSuccess: keys.onSuccess,
    onFailure: keys.onFailure,
    local: keys.local ?? {},
    role: keys.role,
    policies: keys.policies ?? [],
    permissions: keys.permissions ?? defaults.permissions,
    permissionsBoundary: keys.permissionsBoundary,
    layers: keys.layers ?? [],
    vpc: keys.vpc,
    tracing: keys.tracing ?? defaults.tracing,
    fileSystems: keys.fileSystem === undefined ? [] : [keys.fileSystem].flat(),
    logRetentionDays: keys.logRetentionDays ?? defaults.logRetentionDays,
    keepVersions: keys.keepVersions ?? defaults.keepVersions,
    tags: keys.tags ?? {},
  }
}

/** No event tells a runtime that its endpoint streams: a variable does. */
function streamingVariable({ streaming }: HttpConfig): Record<string, string> {
  return streaming ? { [environmentVariables.responseStreaming]: 'true' } : {}
}

/** The rest is for the stack, native memory and what is new on the heap. */
const OLD_GENERATION = 0.64

/** Dart's own limit is 30 GB: Lambda would end the process before anything is collected. */
function heapVariable(memory: number): Record<string, string> {
  const megabytes = Math.floor(memory * OLD_GENERATION)
  return { [environmentVariables.dartVmOptions]: `--old_gen_heap_size=${megabytes}` }
}

/** Names that mean nothing need a file that says what they stood for. */
function dartOptions(keys: FunctionKeys['dart'] = {}): DartOptions {
  const { define = {}, extraGenSnapshotOptions = [], obfuscate = false } = keys
  return { define, extraGenSnapshotOptions, obfuscate, symbols: keys.symbols ?? obfuscate }
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
