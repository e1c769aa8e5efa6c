import type { HeaderLine } from '../../contract/http/types.ts'

/** Header lines as they came, each after a line's end; one character a byte. */
export class HeaderLines {
  readonly #text: string
  #all: readonly HeaderLine[] | undefined
  #values: ReadonlyMap<string, string> | undefined

  constructor(text: string) {
    this.#text = text
  }

  /** Every line by itself, repeated ones included. */
  get all(): readonly HeaderLine[] {
    this.#all ??= linesOf(this.#text)
    return this.#all
  }

  /**
   * Values of several lines are joined by a comma (RFC 9110, 5.2).
   *
   * @param name in lower case
   */
  get(name: string): string | undefined {
    this.#values ??= valuesOf(this.all)
    return this.#values.get(name)
  }

  /** How many lines have it. @param name in lower case */
  count(name: string): number {
    let lines = 0
    for (const [spelt] of this.all) if (spelt.toLowerCase() === name) lines++
    return lines
  }
}

function linesOf(text: string): HeaderLine[] {
  const lines: HeaderLine[] = []
  for (let at = 0; (at = text.indexOf('\r\n', at)) !== -1;) {
    at += 2
    const colon = text.indexOf(':', at)
    const next = text.indexOf('\r\n', colon)
    const value = trimmed(text, colon + 1, next === -1 ? text.length : next)
    lines.push([text.slice(at, colon), value])
  }
  return lines
}

function valuesOf(lines: readonly HeaderLine[]): Map<string, string> {
  const values = new Map<string, string>()
  for (const [spelt, value] of lines) {
    const name = spelt.toLowerCase()
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
