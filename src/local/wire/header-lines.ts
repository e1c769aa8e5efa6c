/** Header lines as they came, each after a line's end; one character a byte. */
export class HeaderLines {
  readonly #text: string
  #lowerCase: string | undefined

  constructor(text: string) {
    this.#text = text
  }

  /**
   * Values of several lines are joined by a comma (RFC 9110, 5.2).
   *
   * @param name in lower case
   */
  get(name: string): string | undefined {
    const lowerCase = (this.#lowerCase ??= this.#text.toLowerCase())
    const start = `\r\n${name}:`
    let value: string | undefined
    for (let at = 0; (at = lowerCase.indexOf(start, at)) !== -1;) {
      at += start.length
      const end = lowerCase.indexOf('\r\n', at)
      const one = trimmed(this.#text, at, end === -1 ? this.#text.length : end)
      value = value === undefined ? one : `${value}, ${one}`
    }
    return value
  }
}

/** Spaces and tabs alone are no part of a value: `trim` would take bytes of UTF-8 as well. */
function trimmed(text: string, start: number, end: number): string {
  while (start < end && isBlank(text.charCodeAt(start))) start++
  while (start < end && isBlank(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09
}
