import { randomBytes } from 'node:crypto'

/** A browser may take its time to start, in milliseconds. */
const LASTS = 60_000

/**
 * What stands for the token where others can see it, such as among the arguments of the program that
 * opens a browser: each is taken once, and soon.
 */
export class Tickets {
  readonly #until = new Map<string, number>()
  readonly #now: () => number

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  issue(): string {
    const ticket = randomBytes(24).toString('base64url')
    this.#until.set(ticket, this.#now() + LASTS)
    return ticket
  }

  /** Whether it was one that nobody has taken. */
  take(ticket: string): boolean {
    const until = this.#until.get(ticket)
    this.#until.delete(ticket)
    return until !== undefined && this.#now() < until
  }
}
