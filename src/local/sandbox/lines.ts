import { StringDecoder } from 'node:string_decoder'
import { logColumns } from '../../core/log-columns.ts'

/** A longer line is passed on in pieces, so that a process cannot fill our memory with one. */
const LONGEST_LINE = 256 * 1024

/** How long a line that has not ended stays unseen, in milliseconds: a prompt has no end. */
const QUIET = 100

/**
 * Cuts what a process writes into lines. What is left unended is passed on after a quiet moment, as a line
 * of its own, and what comes then up to the line's end as another. A line that a program reads, JSON or one
 * with columns, stays whole.
 */
export class Lines {
  readonly #decoder = new StringDecoder('utf8')
  readonly #onLine: (line: string) => void
  #rest = ''
  /** Whether the beginning of the line was passed on. */
  #hasBegun = false
  #timer: NodeJS.Timeout | undefined

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine
  }

  write(chunk: Buffer): void {
    const lines = (this.#rest + this.#decoder.write(chunk)).split('\n')
    this.#rest = lines.pop()!
    for (const line of lines) this.#pass(line, false)
    if (this.#rest.length > LONGEST_LINE) this.#passRest()
    clearTimeout(this.#timer)
    if (this.#rest !== '') this.#timer = setTimeout(() => this.#wait(), QUIET).unref()
  }

  /** The writer is done for now: what has come is passed on without waiting. */
  pause(): void {
    if (this.#rest !== '' && !isForPrograms(this.#rest)) this.#passRest()
  }

  /** What has come without a line's end is a line too. */
  end(): void {
    clearTimeout(this.#timer)
    this.#rest += this.#decoder.end()
    this.#passRest()
  }

  /** Where we were busy for so long, the line's end may be there and not read yet. */
  #wait(): void {
    const seen = this.#rest
    setImmediate(() => {
      if (this.#rest === seen) this.pause()
    })
  }

  #passRest(): void {
    const line = this.#rest
    this.#rest = ''
    if (line !== '') this.#pass(line, true)
  }

  /** The end of a line that was passed on already is no empty line. */
  #pass(written: string, isUnended: boolean): void {
    const line = written.endsWith('\r') ? written.slice(0, -1) : written
    const isBareEnd = line === '' && this.#hasBegun
    this.#hasBegun = isUnended
    if (!isBareEnd) this.#onLine(line)
  }
}

/** Whether half of it would be of no use: JSON that goes on, or a line in Lambda's text format. */
function isForPrograms(line: string): boolean {
  if (logColumns(line) !== undefined) return true
  if (!line.startsWith('{')) return false
  try {
    JSON.parse(line)
    return false
  } catch {
    return true
  }
}
