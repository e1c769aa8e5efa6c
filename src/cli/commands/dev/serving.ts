import type { OcheError } from '../../../core/errors.ts'
import {
  startLocalLambda,
  type LocalLambda,
  type LocalLambdaOptions,
} from '../../../local/index.ts'
import type { Served } from './load.ts'
import { ServedSource, type SourceOptions } from './served-source.ts'
import { isConfiguration } from './configuration-files.ts'
import type { View } from './view.ts'
import { watchFolder, type Watcher } from './watch.ts'

export interface ServingOptions extends Omit<SourceOptions, 'project' | 'watched'> {
  served: Served
  server: Pick<
    LocalLambdaOptions,
    'host' | 'allowedHosts' | 'concurrency' | 'debugging' | 'region' | 'credentials' | 'recorder'
  >
  watch: boolean
  /** Told of files that were saved. */
  onSaved(serving: Serving, files: readonly string[]): void
  onConfigurationSaved(serving: Serving): void
}

/** Requests under way when another configuration takes over have this long, in milliseconds. */
const GRACE = 30_000

/** Sources are looked at so often, whatever the watch has told, in milliseconds. */
const LOOKS = 1000

/** So often all that went in, packages too, but no more than a fiftieth of the time. */
const LOOKS_AROUND = 2000

/**
 * A configuration that is served: a local Lambda, builds of its sources, and the watch of its folder.
 * It is opened to take its port, built, and closed; in which order is for the program to say.
 */
export class Serving {
  readonly served: Served
  readonly #options: ServingOptions
  readonly #sources: readonly ServedSource[]
  #local: LocalLambda | undefined
  #watcher: Watcher | undefined
  #looking: NodeJS.Timeout | undefined
  #lookingAround: NodeJS.Timeout | undefined
  #isLeft = false

  constructor(options: ServingOptions) {
    const { served, watch, view, reporter, builds } = options
    const { project, sources } = served
    this.served = served
    this.#options = options
    this.#sources = sources.map(
      (source) => new ServedSource(source, { project, view, reporter, builds, watched: watch }),
    )
  }

  get view(): View {
    return this.#options.view
  }

  /** Whether it has its port: another configuration that takes over gets it a moment later. */
  get isOpen(): boolean {
    return this.#local !== undefined
  }

  get local(): LocalLambda {
    if (this.#local === undefined) throw new Error('it is not open')
    return this.#local
  }

  /** Takes the port. @throws OcheError `PORT_IN_USE` and the like */
  async open(port: number): Promise<void> {
    const { served, server, view } = this.#options
    this.#local = await startLocalLambda({
      ...server,
      functions: served.locals,
      root: served.project.root,
      port,
      upToDate: (name) => this.#upToDate(name),
      onEvent: (event) => view.event(event),
    })
    for (const source of this.#sources) source.serveOn(this.#local)
  }

  /** Sees from now on what is saved: before the first build, so that nothing is missed. */
  async watch(): Promise<void> {
    const { watch, view } = this.#options
    if (!watch) return
    const { root } = this.served.project
    this.#watcher = await watchFolder(root, {
      onChange: (files) => this.#tell(files),
      onTouch: () => {
        for (const source of this.#sources) source.touched()
      },
      say: view.note,
    })
    // Whoever was told to leave meanwhile found no watch to close.
    if (this.#isLeft) return this.#watcher.close()
    this.#looking = setInterval(() => this.#look(), LOOKS).unref()
    this.#lookAroundIn(LOOKS_AROUND)
  }

  /**
   * The first builds, one after the other. What saving does not fix, such as a compiler that is not there,
   * is gone on without as long as anything else can be served, but for what another configuration answers.
   *
   * @param before answers until this one takes over
   * @throws OcheError
   */
  async build(before?: Serving): Promise<void> {
    const failed: { source: ServedSource; error: OcheError }[] = []
    for (const source of this.#sources) {
      if (this.#isLeft) return
      const isAnswered = before?.answers(source.names)
      const error = await source.first(isAnswered)
      if (error !== undefined && isAnswered) throw error
      if (error !== undefined) failed.push({ source, error })
      this.#watchOutside(source)
    }
    const [first] = failed
    if (first !== undefined && failed.length === this.#sources.length) throw first.error
    for (const { source, error } of failed) source.goOnWithout(error)
  }

  #watchOutside(source: ServedSource): void {
    this.#watcher?.add(source.outside)
    source.relyOnWatch(this.#watcher?.tells ?? false)
  }

  /** Whether one of the functions has a build that works. */
  answers(functions: readonly string[]): boolean {
    return this.#sources.some((source) => source.works && functions.some((fn) => source.serves(fn)))
  }

  /** Builds again what is concerned. @throws what is no `OcheError` */
  async changed(files: readonly string[]): Promise<void> {
    await Promise.all(
      this.#sources.map(async (source) => {
        await source.changed(files)
        this.#watchOutside(source)
      }),
    )
  }

  /** Lets go of the port, and builds no more; what is connected is still served. */
  release(): Promise<void> {
    this.#local?.release()
    return this.#leave()
  }

  /** Answers what is under way; whoever stays connected is served by the next one. */
  async retire(next: Serving): Promise<void> {
    // What stands at a breakpoint has the debugger's port.
    const graceMs = this.#options.server.debugging ? 0 : GRACE
    await this.#local?.close({ graceMs, successor: next.local })
    for (const source of this.#sources) source.remove()
  }

  /** Ends everything. */
  async close(): Promise<void> {
    await Promise.all([this.#leave(), this.#local?.close()])
    for (const source of this.#sources) source.remove()
  }

  /** The same configuration, to be opened once more. */
  again(): Serving {
    return new Serving(this.#options)
  }

  #upToDate(name: string): ReturnType<ServedSource['upToDate']> {
    if (this.#isLeft || !this.#options.watch) return undefined
    const source = this.#sources.find((one) => one.serves(name))
    return source?.upToDate((files) => this.#options.onSaved(this, files))
  }

  /** The system does not tell of every change: not of all that are renamed, or saved at once. */
  #look(): void {
    const stale = this.#sources.flatMap((source) => source.stale())
    if (stale.length > 0) this.#options.onSaved(this, stale)
  }

  #lookAroundIn(milliseconds: number): void {
    if (this.#isLeft) return
    this.#lookingAround = setTimeout(() => void this.#lookAround(), milliseconds).unref()
  }

  async #lookAround(): Promise<void> {
    const begun = performance.now()
    await Promise.all(this.#sources.map((source) => source.lookAround()))
    this.#lookAroundIn(Math.max(LOOKS_AROUND, 50 * (performance.now() - begun)))
  }

  async #leave(): Promise<void> {
    this.#isLeft = true
    clearInterval(this.#looking)
    clearTimeout(this.#lookingAround)
    for (const source of this.#sources) source.cancel()
    await this.#watcher?.close()
  }

  #tell(files: readonly string[]): void {
    if (this.#isLeft) return
    const { onConfigurationSaved, onSaved } = this.#options
    const { project } = this.served
    if (files.some((file) => isConfiguration(file, project))) return onConfigurationSaved(this)
    onSaved(this, files)
  }
}
