import { isAbsolute, join, relative, sep } from 'node:path'
import type { HostBuild } from '../../../build/index.ts'
import type { ErrorCode } from '../../../core/error-codes.ts'
import { OcheError } from '../../../core/errors.ts'
import type { Project } from '../../../core/project.ts'
import type { Reporter } from '../../../core/reporter.ts'
import {
  startLocalLambda,
  type LocalFunction,
  type LocalLambda,
  type LocalLambdaOptions,
} from '../../../local/index.ts'
import { Builder, type Outcome } from './builder.ts'
import type { View } from './view.ts'
import { watchFolder, type Watcher } from './watch.ts'

/** Functions that run the same executable, and how to come by it. */
export interface Source {
  functions: readonly string[]
  /** What is said meanwhile: `compiling hello`. */
  progress: string
  compile(signal: AbortSignal): Promise<HostBuild>
}

export interface SessionOptions {
  project: Project
  sources: readonly Source[]
  locals: readonly LocalFunction[]
  server: {
    port: number
    host: string
    allowedHosts: readonly string[]
    concurrency?: number | undefined
    debugging: boolean
    /** What functions call AWS with. */
    aws: Pick<LocalLambdaOptions, 'region' | 'credentials'>
  }
  watch: boolean
  /** Whether the first build may only fail for what saving a source fixes. */
  strict: boolean
  view: View
  reporter: Reporter
  /** Told of a changed configuration: the functions may be others now. */
  onConfigChange(): void
  /** Told of a bug met while building again. */
  onBug(thrown: unknown): void
}

/** A server with functions that are built from source and built again on save. */
export interface Session {
  readonly local: LocalLambda
  close(): Promise<void>
}

/**
 * Takes the port, builds, and watches. A source that does not compile is no reason to end: saving
 * it again is the remedy. Anything else that is wrong at the start is thrown.
 */
export async function startSession(options: SessionOptions): Promise<Session> {
  const { project, sources, locals, server, view } = options
  const local = await startLocalLambda({
    functions: locals,
    root: project.root,
    port: server.port,
    host: server.host,
    allowedHosts: server.allowedHosts,
    debugging: server.debugging,
    ...server.aws,
    ...(server.concurrency !== undefined && { concurrency: server.concurrency }),
    onEvent: (event) => view.event(event),
  })
  const groups = sources.map((source) => new Group(source, local, options))
  let watcher: Watcher | undefined
  const close = async () => {
    for (const group of groups) group.cancel()
    await watcher?.close()
    await local.close()
  }
  try {
    if (options.watch) {
      watcher = await watchFolder(project.root, (files) => {
        if (files.some((file) => isConfig(file, project))) return options.onConfigChange()
        Promise.all(groups.map((group) => group.changed(files))).catch(options.onBug)
      })
    }
    for (const group of groups) await group.first(watcher)
  } catch (thrown) {
    await close()
    throw thrown
  }
  return { local, close }
}

const CONFIG_FILES = ['oche.yaml', 'oche.yml', 'package-lock.json', 'pubspec.lock']

/** Files that decide what the functions are and which packages they get. */
function isConfig(file: string, { root, configFile, envFile }: Project): boolean {
  return (
    file === configFile ||
    file === envFile.path ||
    CONFIG_FILES.some((name) => file === join(root, name))
  )
}

/** Errors that saving a source fixes. */
const FIXED_BY_SAVING: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['COMPILE_FAILED', 'NO_HANDLER'])

/** One source while it is served. */
class Group {
  readonly #names: readonly string[]
  readonly #progress: string
  readonly #local: LocalLambda
  readonly #options: SessionOptions
  readonly #builder: Builder
  #watcher: Watcher | undefined
  #serves = false

  constructor(source: Source, local: LocalLambda, options: SessionOptions) {
    this.#names = source.functions
    this.#progress = source.progress
    this.#local = local
    this.#options = options
    this.#builder = new Builder((signal) => source.compile(signal))
  }

  async first(watcher: Watcher | undefined): Promise<void> {
    this.#watcher = watcher
    const outcome = await this.#options.reporter.step(this.#progress, () => this.#builder.build())
    if (outcome === undefined) return
    if ('error' in outcome && !this.#goesOnAfter(outcome.error)) throw outcome.error
    this.#apply(outcome)
  }

  async changed(files: readonly string[]): Promise<void> {
    const [trigger] = this.#builder.concernedBy(files)
    if (trigger === undefined) return
    const started = performance.now()
    const outcome = await this.#builder.build()
    if (outcome === undefined) return
    this.#apply(outcome)
    if ('error' in outcome) return
    const { view, project } = this.#options
    view.rebuilt(this.#names, relative(project.root, trigger), performance.now() - started)
  }

  cancel(): void {
    this.#builder.cancel()
  }

  #goesOnAfter(error: OcheError): boolean {
    return this.#watcher !== undefined && (!this.#options.strict || FIXED_BY_SAVING.has(error.code))
  }

  /** After a failure the last build that worked keeps serving; without one the reason is the answer. */
  #apply(outcome: Outcome): void {
    if ('error' in outcome) {
      this.#options.view.buildFailed(this.#names, outcome.error, this.#serves)
      if (!this.#serves) this.#replace({ failure: failureText(outcome.error) })
      return
    }
    this.#serves = true
    this.#replace(outcome.build)
    const { root } = this.#options.project
    this.#watcher?.add(outcome.build.inputs.filter((file) => isSourceOutside(root, file)))
  }

  #replace(code: Parameters<LocalLambda['replace']>[1]): void {
    for (const name of this.#names) this.#local.replace(name, code)
  }
}

/** Sources that the watch of the project's folder does not see; packages change by their lock file. */
function isSourceOutside(root: string, file: string): boolean {
  const path = relative(root, file)
  const outside = path.startsWith('..') || isAbsolute(path)
  return outside && !file.split(sep).includes('node_modules')
}

function failureText(error: OcheError): string {
  return [error.message, error.detail, error.remedy].filter(Boolean).join('\n\n')
}
