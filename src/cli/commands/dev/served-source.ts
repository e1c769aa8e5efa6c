import { isAbsolute, relative } from 'node:path'
import type { ErrorCode } from '../../../core/error-codes/index.ts'
import type { OcheError } from '../../../core/errors.ts'
import type { Project } from '../../../core/project.ts'
import type { Reporter } from '../../../core/reporter.ts'
import { within } from '../../../core/within.ts'
import type { LocalFailure, LocalLambda } from '../../../local/index.ts'
import { isInstalled, type HostBuild } from '../../../build/index.ts'
import { Builder, type Outcome } from './builder.ts'
import type { Builds } from './console/builds.ts'
import { localCode } from './functions.ts'
import type { Source } from './load.ts'
import type { View } from './view.ts'

/** Errors that saving a file of the project fixes: what is missing on the machine is not among them. */
const FIXED_BY_SAVING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'COMPILE_FAILED',
  'ENGINE_LACKS',
  'IMPORT_TYPE_UNSUPPORTED',
  'MACHINE_PATH',
  'NO_HANDLER',
  'DART_OPTION_UNSUPPORTED',
  'DART_PACKAGES_DAMAGED',
  'PUBSPEC_NOT_FOUND',
  'BUILD_COMMAND_FAILED',
  'BUILD_OUTPUT_MISSING',
  'CONTAINER_BUILD_FAILED',
  'NOT_EXECUTABLE',
  'SCRIPT_INTERPRETER',
  'WRONG_ARCHITECTURE',
  'WRONG_INTERPRETER',
  'EXTERNAL_NOT_FOUND',
  'INCLUDE_EMPTY',
  'INCLUDE_NOT_FOUND',
  'INCLUDE_OUTSIDE',
  'INCLUDE_SPECIAL',
  'INCLUDE_SYMLINK',
  'INCLUDE_TARGET',
])

export interface SourceOptions {
  project: Project
  view: View
  reporter: Reporter
  /** Told of each build. @default nobody is */
  builds?: Builds | undefined
  /** A source that does not compile is no reason to end: it is built again when it is saved. */
  watched: boolean
  /** So long requests wait for what was saved, in milliseconds. @default 60000 */
  longestWaitMs?: number
}

/** In milliseconds. An endpoint's own patience with a function begins after that. */
const LONGEST_WAIT = 60_000

/**
 * Where the system tells of each change, looks take this share of the time at most: with some hundred sources
 * one takes as long as many requests.
 */
const LOOKING = 0.01
/** In milliseconds, all the same: some systems tell late. */
const LONGEST_FRESH = 50

type Save = (files: readonly string[]) => void

/** One source while it is served: its builds, and what of them answers. */
export class ServedSource {
  readonly #source: Source
  readonly #options: SourceOptions
  readonly #builder: Builder
  /** The newest build, while it runs. */
  #building: Promise<void> | undefined
  #local: LocalLambda | undefined
  #outcome: Outcome | undefined
  #serves = false
  /** Until then nothing is stale, as `performance.now()`. */
  #freshUntil = 0
  /** Whether the system tells of each change in the project. */
  #isTold = false
  /** Sources outside it, as of the last build: the system may miss a change of these. */
  #untold: readonly string[] = []

  constructor(source: Source, options: SourceOptions) {
    this.#source = source
    this.#options = options
    const { root } = options.project
    this.#builder = new Builder(root, (signal) => source.compile(signal), source.readsAnything)
  }

  /**
   * The first build.
   *
   * @param isAnswered whether a configuration before has a build that works
   * @returns what saving a source does not fix, or would take away an answer: for others to say whether it is
   * gone on without it
   * @throws OcheError where nothing is watched
   */
  async first(isAnswered = false): Promise<OcheError | undefined> {
    const { watched } = this.#options
    const outcome = await this.#firstOutcome()
    if (outcome === undefined) return undefined
    if ('error' in outcome) {
      if (!watched) throw outcome.error
      if (isAnswered || !FIXED_BY_SAVING.has(outcome.error.code)) return outcome.error
    }
    this.#apply(outcome)
    return undefined
  }

  /** What fails is no step that is told as done. */
  async #firstOutcome(): Promise<Outcome | undefined> {
    const built: { outcome?: Outcome | undefined } = {}
    try {
      await this.#options.reporter.step(this.#source.progress, async () => {
        built.outcome = await this.#build(undefined)
        if (built.outcome !== undefined && 'error' in built.outcome) throw built.outcome.error
      })
    } catch (thrown) {
      if (built.outcome === undefined) throw thrown
    }
    return built.outcome
  }

  /** Its functions answer that they could not be built, and why. */
  goOnWithout(error: OcheError): void {
    this.#apply({ error })
  }

  /** From now on these functions run what is built. */
  serveOn(local: LocalLambda): void {
    this.#local = local
    if (this.#outcome !== undefined) void this.#give(this.#outcome)
  }

  /** Builds again where one of the files matters, or a source is not what was built. */
  async changed(files: readonly string[]): Promise<void> {
    const [trigger] = [...this.#builder.concernedBy(files), ...this.#builder.stale()]
    if (trigger === undefined) return
    const building = this.#rebuild(trigger)
    this.#building = building
    try {
      await building
    } finally {
      if (this.#building === building) this.#building = undefined
    }
  }

  /**
   * Until what was saved is built, or could not be: whoever asks after a save gets the new code.
   *
   * @param save builds what was saved and nobody has told of yet
   * @returns undefined where nothing was saved; with a failure where it takes too long
   */
  upToDate(save: Save): Promise<LocalFailure | undefined> | undefined {
    return this.#isBehind(save) ? this.#caughtUp(save) : undefined
  }

  #isBehind(save: Save): boolean {
    if (this.#building === undefined) this.#look(save)
    return this.#building !== undefined
  }

  #look(save: Save): void {
    const begun = performance.now()
    const isFresh = begun < this.#freshUntil
    const stale = this.#builder.stale(isFresh ? this.#untold : undefined)
    if (stale.length > 0) return save(stale)
    if (isFresh || !this.#isTold) return
    const now = performance.now()
    this.#freshUntil = now + Math.min((now - begun) / LOOKING, LONGEST_FRESH)
  }

  /** @param tells whether the system tells of each change in the project */
  relyOnWatch(tells: boolean): void {
    this.#isTold = tells
    this.#untold = this.outside
    if (!tells) this.#freshUntil = 0
  }

  /** Something has changed, nobody knows yet what: whoever asks from now on wants to see it. */
  touched(): void {
    this.#freshUntil = 0
  }

  async #caughtUp(save: Save): Promise<LocalFailure | undefined> {
    const { longestWaitMs = LONGEST_WAIT } = this.#options
    const until = performance.now() + longestWaitMs
    while (this.#isBehind(save)) {
      const settled = Promise.allSettled([this.#building])
      if (await within(until - performance.now(), settled)) continue
      const seconds = longestWaitMs / 1000
      return { failure: `What was saved is still being built after ${seconds} s: ask again.\n` }
    }
    return undefined
  }

  async #rebuild(trigger: string): Promise<void> {
    const started = performance.now()
    const outcome = await this.#build(trigger)
    if (outcome === undefined) return
    this.#apply(outcome)
    if ('error' in outcome) return
    const { view, project } = this.#options
    const name = relative(project.root, trigger)
    view.rebuilt(this.names, name, performance.now() - started)
  }

  async #build(trigger: string | undefined): Promise<Outcome | undefined> {
    const { builds, project } = this.#options
    const saved = trigger && relative(project.root, trigger)
    const ended = builds?.begin(this.names, saved)
    const outcome = await this.#builder.build()
    ended?.(outcome)
    return outcome
  }

  /** Sources that a watch of the project's folder does not see; packages change by lock file. */
  get outside(): string[] {
    const { root } = this.#options.project
    return this.#builder.inputs.filter((file) => isSourceOutside(root, file))
  }

  /** Whether it is a function's. */
  serves(name: string): boolean {
    return this.names.includes(name)
  }

  /** As `Builder.stale`. */
  stale(): readonly string[] {
    return this.#builder.stale()
  }

  /** As `Builder.lookAround`. */
  lookAround(): Promise<void> {
    return this.#builder.lookAround()
  }

  /** Deletes what was built, once nothing runs it. */
  remove(): void {
    if (this.#outcome !== undefined && 'build' in this.#outcome) this.#outcome.build.remove()
  }

  cancel(): void {
    this.#builder.cancel()
  }

  /** After a failure the last build that worked keeps serving. */
  #apply(outcome: Outcome): void {
    if ('error' in outcome) {
      this.#options.view.buildFailed(this.names, outcome.error, this.#serves)
      if (this.#serves) return
    } else this.#serves = true
    const before = this.#outcome
    this.#outcome = outcome
    const ended = this.#give(outcome)
    if (before !== undefined && 'build' in before) void this.#removeAfter(ended, before.build)
  }

  /** The process of the build before may still be answering. */
  async #removeAfter(ended: Promise<unknown>, build: HostBuild): Promise<void> {
    await ended
    build.remove()
  }

  /** Without a build that works the reason is the answer. Settled when the code before runs no more. */
  #give(outcome: Outcome): Promise<unknown> {
    return Promise.all(
      this.#source.functions.map((fn) => {
        const code =
          'error' in outcome
            ? { failure: failureText(outcome.error) }
            : localCode(outcome.build, fn)
        return this.#local?.replace(fn.settings.name, code)
      }),
    )
  }

  /** Whether a build of it has worked. */
  get works(): boolean {
    return this.#serves
  }

  get names(): string[] {
    return this.#source.functions.map(({ settings }) => settings.name)
  }
}

function isSourceOutside(root: string, file: string): boolean {
  const path = relative(root, file)
  const outside = path.startsWith('..') || isAbsolute(path)
  return outside && !isInstalled(file)
}

function failureText(error: OcheError): string {
  return [error.message, error.detail, error.remedy].filter(Boolean).join('\n\n')
}
