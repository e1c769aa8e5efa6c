import yoctoSpinner, { type Spinner } from 'yocto-spinner'
import type { Reporter } from '../../core/reporter.ts'
import type { Output } from './output.ts'
import { durationText } from './units.ts'

/** A spinner with the time that has passed on a terminal, plain lines elsewhere. */
export function createReporter(output: Output): Reporter {
  const { style, quiet } = output
  const progress = output.canRedraw ? new SpinningProgress(output) : new PlainProgress(output)
  const note = (line: string) => progress.interrupt(() => output.note(line))
  return {
    step: (message, work) => (quiet ? work(() => {}) : progress.step(message, work)),
    info: (message) => void (quiet || note(message)),
    warn: (message) => note(`${style('yellow', 'warning:')} ${message}`),
    debug: (message) => void (output.verbose && note(style('dim', message))),
  }
}

type Work<T> = (update: (message: string) => void) => Promise<T>

interface Progress {
  step<T>(message: string, work: Work<T>): Promise<T>
  /** Writes a line while steps may be under way. */
  interrupt(write: () => void): void
}

/** One spinner for all steps under way. */
class SpinningProgress implements Progress {
  readonly #output: Output
  readonly #steps = new Set<{ message: string; started: number }>()
  #spinner: Spinner | undefined
  #refresh: NodeJS.Timeout | undefined

  constructor(output: Output) {
    this.#output = output
  }

  async step<T>(message: string, work: Work<T>): Promise<T> {
    const step = { message, started: Date.now() }
    this.#steps.add(step)
    this.#show()
    try {
      return await work((newer) => {
        step.message = newer
        this.#show()
      })
    } finally {
      this.#steps.delete(step)
      this.#show()
    }
  }

  interrupt(write: () => void): void {
    this.#spinner?.clear()
    write()
  }

  #show(): void {
    if (this.#steps.size === 0) return this.#stop()
    this.#spinner ??= yoctoSpinner({
      stream: this.#output.noteStream,
      handleSignals: false,
    }).start()
    this.#refresh ??= setInterval(() => this.#show(), 200)
    this.#spinner.text = [...this.#steps].map((step) => this.#text(step)).join(', ')
  }

  #text({ message, started }: { message: string; started: number }): string {
    const passed = Date.now() - started
    if (passed < 1000) return message
    return `${message} ${this.#output.style('dim', durationText(passed))}`
  }

  #stop(): void {
    clearInterval(this.#refresh)
    this.#spinner?.stop()
    this.#spinner = this.#refresh = undefined
  }
}

/** Each message once; a step that took long says so at its end. */
class PlainProgress implements Progress {
  readonly #output: Output

  constructor(output: Output) {
    this.#output = output
  }

  async step<T>(message: string, work: Work<T>): Promise<T> {
    const started = Date.now()
    this.#output.note(`${message} …`)
    const result = await work((newer) => this.#output.note(`${newer} …`))
    const passed = Date.now() - started
    if (passed >= 1000) this.#output.note(`${message}: done in ${durationText(passed)}`)
    return result
  }

  interrupt(write: () => void): void {
    write()
  }
}
