/** Decodes a chunked body piece by piece; trailers are read over. */
export class ChunkedDecoder {
  readonly #parts: Buffer[] = []
  #line = ''
  #state: 'size' | 'data' | 'data-end' | 'trailers' | 'done' = 'size'
  #left = 0

  /** Takes bytes and returns how many of them belonged to the body. */
  push(bytes: Buffer): number {
    let at = 0
    while (at < bytes.length && this.#state !== 'done') {
      at = this.#state === 'data' ? this.#data(bytes, at) : this.#takeLine(bytes, at)
    }
    return at
  }

  /** The whole body, once the last chunk and the trailers have been seen. */
  get body(): Buffer | undefined {
    return this.#state === 'done' ? Buffer.concat(this.#parts) : undefined
  }

  #data(bytes: Buffer, at: number): number {
    const part = bytes.subarray(at, at + this.#left)
    this.#parts.push(part)
    this.#left -= part.length
    if (this.#left === 0) this.#state = 'data-end'
    return at + part.length
  }

  #takeLine(bytes: Buffer, at: number): number {
    const newline = bytes.indexOf(10, at)
    const end = newline < 0 ? bytes.length : newline
    this.#line += bytes.toString('latin1', at, end)
    if (this.#line.length > 8192) throw new Error('a chunk header is too long')
    if (newline < 0) return end
    const line = this.#line.replace(/\r$/, '')
    this.#line = ''
    this.#endLine(line)
    return newline + 1
  }

  #endLine(line: string): void {
    if (this.#state === 'size') {
      const size = /^([0-9a-f]+)\s*(?:;|$)/i.exec(line)
      if (!size) throw new Error('a chunk has no size')
      this.#left = Number.parseInt(size[1]!, 16)
      this.#state = this.#left === 0 ? 'trailers' : 'data'
    } else if (this.#state === 'data-end') {
      if (line !== '') throw new Error('a chunk is longer than its size')
      this.#state = 'size'
    } else if (line === '') this.#state = 'done'
  }
}
