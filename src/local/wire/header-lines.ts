/** Header lines as they came, each after a line's end; one character a byte. */
export class HeaderLines {
  readonly #text: string
  #values: ReadonlyMap<string, string> | undefined

  constructor(text: string) {
    this.#text = text
  }

  /**
   * Values of several lines are joined by a comma (RFC 9110, 5.2).
   *
   * @param name in lower case
   */
  get(name: string): string | undefined {
    this.#values ??= valuesOf(this.#text)
    return this.#values.get(name)
  }
}

function valuesOf(text: string): Map<string, string> {
  const values = new Map<string, string>()
  for (let at = 0; (at = text.indexOf('\r\n', at)) !== -1;) {
    at += 2
    const colon = text.indexOf(':', at)
    const next = text.indexOf('\r\n', colon)
    const name = text.slice(at, colon).toLowerCase()
    const value = trimmed(text, colon + 1, next === -1 ? text.length : next)
    const before = values.get(name)
    values.set(name, before === undefined ? value : `${before}, ${value}`)
  }
  return values
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
