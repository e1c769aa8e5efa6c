import { debug } from '../../core/debug.ts'
import { messageOf } from '../../core/errors.ts'
import type { Credentials } from '../types.ts'
import { hostCredentials } from './variables.ts'

/** They are asked for anew that long before they end, in milliseconds. */
const SPARE = 4 * 60_000
/** And again that long after that came to nothing, in milliseconds. */
const PAUSE = 60_000
/** Never sooner than that, however soon they end, in milliseconds. */
const SOONEST = 10_000
/** The longest that a timer takes, in milliseconds. */
const LONGEST = 2 ** 31 - 1

type Source = Credentials | (() => Promise<Credentials>)

/** What functions call AWS with, as it is now. */
export class LentCredentials {
  readonly #source: Source
  /** Told of new ones: processes have the old until they end. */
  readonly #onRenewed: () => void
  #current: Credentials | undefined
  #timer: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(source: Source = hostCredentials(), onRenewed: () => void = () => {}) {
    this.#source = source
    this.#onRenewed = onRenewed
    if (typeof source !== 'function') this.#current = source
  }

  /** Only after `load`. */
  get current(): Credentials {
    return this.#current!
  }

  /** @throws whatever the one who has them throws */
  async load(): Promise<void> {
    if (typeof this.#source !== 'function') return
    this.#current = await this.#source()
    this.#renewIn(this.#untilRenewal)
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
  }

  get #untilRenewal(): number {
    const { expiration } = this.current
    return expiration === undefined ? Infinity : expiration.getTime() - Date.now() - SPARE
  }

  #renewIn(milliseconds: number): void {
    if (this.#isClosed || milliseconds === Infinity) return
    const delay = Math.min(Math.max(milliseconds, SOONEST), LONGEST)
    this.#timer = setTimeout(() => void this.#renew(), delay).unref()
  }

  async #renew(): Promise<void> {
    const before = this.current.accessKeyId
    try {
      await this.load()
      if (this.current.accessKeyId !== before) this.#onRenewed()
    } catch (error) {
      debug('local', () => `credentials are not renewed: ${messageOf(error)}`)
      this.#renewIn(PAUSE)
    }
  }
}
