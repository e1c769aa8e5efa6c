/** Status and headers of an HTTP/1.1 response; header values are looked up only when asked for. */
export class Head {
  readonly status: number
  /** Of the protocol version: HTTP/1.0 closes unless told otherwise. */
  readonly minorVersion: number
  readonly #text: string
  readonly #lowerCase: string

  /** @param text status line and header lines, decoded as latin1, without the empty line */
  constructor(text: string) {
    const statusLine = /^HTTP\/1\.(\d) (\d{3})(?: |\r|$)/.exec(text)
    if (!statusLine) throw new Error('the answer is not HTTP/1.1')
    this.minorVersion = Number(statusLine[1])
    this.status = Number(statusLine[2])
    this.#text = text
    this.#lowerCase = text.toLowerCase()
  }

  /**
   * The header's value, undefined where it is absent or empty: Lambda's clients treat both alike.
   *
   * @param name in lower case
   */
  get(name: string): string | undefined {
    const found = this.#lowerCase.indexOf(`\r\n${name}:`)
    if (found < 0) return undefined
    const start = found + name.length + 3
    const end = this.#text.indexOf('\r\n', start)
    return this.#text.slice(start, end < 0 ? undefined : end).trim() || undefined
  }
}
