import { StringDecoder } from 'node:string_decoder'

/** A longer line is passed on in pieces, so that a process cannot fill our memory with one. */
const LONGEST_LINE = 256 * 1024

/** Cuts what a process writes into lines. */
export class Lines {
  readonly #decoder = new StringDecoder('utf8')
  readonly #onLine: (line: string) => void
  #rest = ''

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine
  }

  write(chunk: Buffer): void {
    const lines = (this.#rest + this.#decoder.write(chunk)).split('\n')
    this.#rest = lines.pop()!
    for (const line of lines) this.#onLine(line.endsWith('\r') ? line.slice(0, -1) : line)
    if (this.#rest.length > LONGEST_LINE) this.end()
  }

  /** What has come without a line's end is a line too. */
  end(): void {
    const line = this.#rest + this.#decoder.end()
    this.#rest = ''
    if (line !== '') this.#onLine(line)
  }
}
