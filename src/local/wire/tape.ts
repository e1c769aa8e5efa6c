import { limits } from '../../contract/limits.ts'
import type { HeaderLine } from '../../contract/http/types.ts'
import { now, type TracedResponse } from '../trace.ts'

/** What of a body is kept: all that Lambda takes and gives as a whole. */
const KEPT_BYTES = limits.invokeResponseBytes

let exchanges = 0

/** What goes through one request and its response, as it went over the wire. */
export class Tape {
  /** Its own number in this process. */
  readonly exchange = ++exchanges
  /** Of the request, once it has come whole. */
  body: Uint8Array | undefined
  #head: { status: number; headers: readonly HeaderLine[] } | undefined
  readonly #pieces: Uint8Array[] = []
  #bytes = 0
  #kept = 0
  #firstAt: number | undefined

  head(status: number, headers: readonly HeaderLine[]): void {
    this.#head = { status, headers }
  }

  /** A piece of the body that is sent. */
  piece(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    this.#firstAt ??= now()
    this.#bytes += bytes.length
    if (this.#kept >= KEPT_BYTES) return
    const kept = bytes.subarray(0, KEPT_BYTES - this.#kept)
    this.#kept += kept.length
    this.#pieces.push(kept)
  }

  get response(): TracedResponse | undefined {
    if (this.#head === undefined) return undefined
    const [first = EMPTY, ...others] = this.#pieces
    const body = others.length === 0 ? first : Buffer.concat(this.#pieces)
    const { status, headers } = this.#head
    return { status, headers, body, bytes: this.#bytes, firstAt: this.#firstAt }
  }
}

const EMPTY = new Uint8Array()
