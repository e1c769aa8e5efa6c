import { debug } from '../../../core/debug.ts'
import { deferred } from '../../../core/deferred.ts'
import { OcheError } from '../../../core/errors.ts'
import type { Restarted } from '../../../local/index.ts'
import { START, step, type Action, type EventType } from './machine.ts'
import type { Serving } from './serving.ts'

/** What the program does with the world; what it does when is for `machine.ts` to say. */
interface Deeds {
  /** A configuration that is in order, not open yet. @throws OcheError */
  load(): Serving
  /** Tells of a configuration that answers from now on. */
  announce(serving: Serving): void
  withdraw(serving: Serving): void
  /** Tells why a new configuration is not served, and whether the next save of a source tries it again. */
  refused(error: OcheError, isTriedAgain: boolean): void
  /** Tells that the new one takes over. */
  switching(): void
  /** Tells of what a restart has ended. */
  restarted(ended: Restarted): void
}

export interface ProgramOptions extends Deeds {
  /** What is served at the start. */
  first: Serving
  /** 0: any that is free */
  port: number
  signal: AbortSignal
}

/** Carries out what the machine says, and tells it how that ends. */
export class Program {
  readonly #options: ProgramOptions
  readonly #ended = deferred<void>()
  /** Let go of, but with requests still to be answered. */
  readonly #retired = new Set<Serving>()
  #state = START
  #port: number
  #current: Serving
  #next: Serving | undefined
  /** What was saved and who saw it, still to be built. */
  #saved: { serving: Serving; files: readonly string[] }[] = []
  #builds = 0
  #saves = 0
  /** Whether a configuration waits for sources that build. */
  #isWaiting = false
  #failure: { thrown: unknown } | undefined

  constructor(options: ProgramOptions) {
    this.#options = options
    this.#port = options.port
    this.#current = options.first
  }

  /** Until it is stopped. @throws OcheError for what is wrong at the start; a bug as it is */
  async run(): Promise<void> {
    const { signal } = this.#options
    signal.addEventListener('abort', () => this.#tell('stop'), { once: true })
    if (signal.aborted) this.#tell('stop')
    else void this.#start(this.#current)
    await this.#ended.promise
    if (this.#failure !== undefined) throw this.#failure.thrown
  }

  /** That answers now, or is about to. */
  get current(): Serving {
    return this.#current
  }

  /** Also a configuration that is still being loaded has to see what is saved meanwhile. */
  saved(serving: Serving, files: readonly string[]): void {
    this.#saves++
    this.#saved.push({ serving, files })
    this.#tell('source-saved')
    if (this.#isWaiting) this.#tell('configuration-saved')
  }

  configurationSaved(serving: Serving): void {
    if (serving === this.#current) this.#tell('configuration-saved')
  }

  /** Every process starts anew. Nothing happens where none can run, or all do so anyway. */
  restart(): void {
    this.#tell('restart-asked')
  }

  #tell(event: EventType): void {
    const { state, actions } = step(this.#state, event)
    debug('dev', () => `${this.#state.phase}: ${event} → ${state.phase} ${actions.join(', ')}`)
    this.#state = state
    for (const action of actions) this.#do(action)
    if (state.phase === 'ended') this.#ended.resolve()
  }

  #do(action: Action): void {
    switch (action) {
      case 'announce':
        return this.#options.announce(this.#current)
      case 'build':
        return void this.#attempt(() => this.#build())
      case 'load':
        return void this.#attempt(() => this.#load())
      case 'switch':
        return void this.#attempt(() => this.#switch())
      case 'restart':
        return this.#options.restarted(this.#current.local.restart())
      case 'close':
        return void this.#close()
    }
  }

  /** Whatever nobody expected ends the program, with everything stopped. */
  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (thrown) {
      this.#fail(thrown)
    }
  }

  #fail(thrown: unknown): void {
    this.#failure ??= { thrown }
    this.#tell('failed')
  }

  /** The port first: whoever asks while it builds waits for the answer. */
  async #start(serving: Serving): Promise<void> {
    await this.#attempt(async () => {
      await serving.open(this.#port)
      this.#port = serving.local.port
      await serving.watch()
      await serving.build()
      this.#tell('started')
    })
  }

  async #build(): Promise<void> {
    const saved = this.#saved.splice(0)
    this.#builds++
    try {
      await Promise.all(saved.map(({ serving, files }) => serving.changed(files)))
    } finally {
      if (--this.#builds === 0) this.#tell('rebuilt')
    }
  }

  /** Checked and built whole while the old one answers. */
  async #load(): Promise<void> {
    await this.#discardNext()
    this.#isWaiting = false
    const saves = this.#saves
    try {
      this.#next = this.#options.load()
      await this.#next.watch()
      await this.#next.build(this.#current)
    } catch (thrown) {
      if (!(thrown instanceof OcheError)) throw thrown
      this.#isWaiting = this.#next !== undefined
      await this.#discardNext()
      if (this.#state.phase === 'loading') this.#options.refused(thrown, this.#isWaiting)
      this.#tell('refused')
      if (this.#isWaiting && this.#saves !== saves) this.#tell('configuration-saved')
      return
    }
    this.#tell('loaded')
  }

  async #discardNext(): Promise<void> {
    const next = this.#next
    this.#next = undefined
    await next?.close()
  }

  async #switch(): Promise<void> {
    const [old, next] = [this.#current, this.#next!]
    this.#next = undefined
    this.#options.switching()
    this.#options.withdraw(old)
    this.#retired.add(old)
    this.#current = next
    await old.release()
    try {
      await next.open(this.#port)
    } catch (thrown) {
      if (!(thrown instanceof OcheError)) throw thrown
      // Something else took a port: the configuration before is served as it was.
      this.#options.refused(thrown, false)
      await next.close()
      await this.#reopen(old)
    }
    this.#retire(old, this.#current)
    this.#tell('switched')
  }

  async #reopen(old: Serving): Promise<void> {
    const again = old.again()
    this.#current = again
    await again.open(this.#port)
    await again.watch()
    await again.build()
  }

  #retire(old: Serving, next: Serving): void {
    void this.#attempt(async () => {
      await old.retire(next)
      this.#retired.delete(old)
    })
  }

  async #close(): Promise<void> {
    const all = [this.#current, this.#next, ...this.#retired].filter((one) => one !== undefined)
    this.#options.withdraw(this.#current)
    await Promise.all(all.map((serving) => serving.close()))
    this.#tell('closed')
  }
}
