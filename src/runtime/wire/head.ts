/** Status and headers of an HTTP/1.1 response; header values are looked up only when asked for. */
export class Head {
  readonly status: number
  readonly text: string
  readonly #minorVersion: number
  #lowerCase: string | undefined
  #framing: Framing | undefined

  /** @param text status line and header lines, decoded as latin1, without the empty line */
  constructor(text: string) {
    const statusLine = /^HTTP\/1\.(\d) (\d{3})(?: |\r|$)/.exec(text)
    if (!statusLine) throw new Error('the answer is not HTTP/1.1')
    this.#minorVersion = Number(statusLine[1])
    this.status = Number(statusLine[2])
    this.text = text
  }

  /**
   * The header's value, undefined where it is absent or empty: Lambda's clients treat both alike.
   *
   * @param name in lower case
   */
  get(name: string): string | undefined {
    this.#lowerCase ??= this.text.toLowerCase()
    const found = this.#lowerCase.indexOf(`\r\n${name}:`)
    if (found < 0) return undefined
    const start = found + name.length + 3
    const end = this.text.indexOf('\r\n', start)
    return this.text.slice(start, end < 0 ? undefined : end).trim() || undefined
  }

  /** @throws Error where Content-Length is no length */
  get framing(): Framing {
    this.#framing ??= {
      length: this.#bodyLength(),
      staysOpen: this.#staysOpen(),
    }
    return this.#framing
  }

  #bodyLength(): Framing['length'] {
    if (this.get('transfer-encoding')?.toLowerCase().endsWith('chunked')) return 'chunked'
    if (this.status === 204 || this.status === 304) return 0
    const value = this.get('content-length')
    if (value === undefined) return 'until close'
    const size = Number(value)
    if (/^\d+$/.test(value) && Number.isSafeInteger(size)) return size
    throw new Error(`Content-Length is ${JSON.stringify(value)}`)
  }

  /** HTTP/1.0 closes unless told otherwise. */
  #staysOpen(): boolean {
    const connection = this.get('connection')?.toLowerCase()
    return this.#minorVersion === 0 ? connection === 'keep-alive' : connection !== 'close'
  }
}

/** How long a body is, and whether the connection may carry another exchange after it. */
interface Framing {
  length: number | 'chunked' | 'until close'
  staysOpen: boolean
}
