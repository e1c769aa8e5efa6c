import type { Readable } from 'node:stream'
import { keyIn, signalsIn, type TerminalSignal } from './bytes.ts'
import { isInForeground } from './foreground.ts'

/** Standard input where it is a terminal. */
export interface TerminalInput extends Readable {
  setRawMode(isRaw: boolean): unknown
}

export interface KeyboardOptions {
  stdin: TerminalInput
  /** Sends what the terminal does not send while it is read raw. */
  send(signal: TerminalSignal): void
  /** @default as the system says */
  isOurs?: () => boolean
}

/** Bytes this close together are no keys that somebody has pressed one by one, in milliseconds. */
const TOGETHER = 20

/** Keys that are pressed on a terminal, one by one. What ends or stops programs does so as ever. */
export class Keyboard {
  readonly #options: Required<KeyboardOptions>
  #onKey: ((key: string) => void) | undefined
  #isReading = false
  /** As Node.js knows it: asked for once more, it would do nothing. */
  #isRaw = false
  #bytes: Buffer[] = []
  #timer: NodeJS.Timeout | undefined

  constructor({ isOurs = isInForeground, ...options }: KeyboardOptions) {
    this.#options = { ...options, isOurs }
  }

  /** Until `close`. Nothing comes while the terminal is another's, or is none any more. */
  listen(onKey: (key: string) => void): void {
    this.#onKey = onKey
    // It was closed: SIGHUP tells of that.
    this.#options.stdin.on('error', ignore)
    process.on('SIGCONT', this.#continued)
    this.#take()
  }

  /** Gives the terminal back as it was. May be called twice. */
  close(): void {
    this.#onKey = undefined
    process.off('SIGCONT', this.#continued)
    this.#giveBack()
  }

  /** Leaves the terminal to somebody who asks something. */
  async lend<T>(ask: () => Promise<T>): Promise<T> {
    this.#giveBack()
    try {
      return await ask()
    } finally {
      this.#take()
    }
  }

  #take(): void {
    const { stdin, isOurs } = this.#options
    if (this.#onKey === undefined || this.#isReading || !isOurs()) return
    this.#isReading = true
    this.#isRaw = true
    stdin.setRawMode(true)
    stdin.on('data', this.#read).resume()
  }

  #giveBack(): void {
    const { stdin, isOurs } = this.#options
    clearTimeout(this.#timer)
    this.#bytes = []
    if (this.#isReading) stdin.off('data', this.#read).pause()
    this.#isReading = false
    if (!this.#isRaw || !isOurs()) return
    this.#isRaw = false
    stdin.setRawMode(false)
  }

  readonly #read = (bytes: Buffer): void => {
    for (const signal of signalsIn(bytes)) this.#send(signal)
    this.#bytes.push(bytes)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#tell(), TOGETHER)
  }

  #tell(): void {
    const key = keyIn(Buffer.concat(this.#bytes.splice(0)))
    if (key !== undefined) this.#onKey?.(key)
  }

  #send(signal: TerminalSignal): void {
    if (signal === 'SIGINT') return this.#options.send(signal)
    // It stands still in there until the shell lets it go on.
    this.#giveBack()
    this.#options.send(signal)
    this.#take()
  }

  /** The shell has set the terminal as it likes it, or keeps it. */
  readonly #continued = (): void => {
    this.#giveBack()
    this.#take()
  }
}

function ignore(): void {}
