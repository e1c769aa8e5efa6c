import type { HeaderLine } from '../../contract/http/types.ts'

/** Header lines as they came, each after a line's end; one character a byte. */
export class HeaderLines {
  readonly #text: string
  #all: readonly HeaderLine[] | undefined
  /** The name of each line in lower case. */
  #names: readonly string[] | undefined

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
    const [all, names] = [this.all, this.#lowerNames]
    let value: string | undefined
    for (let at = 0; at < names.length; at++) {
      if (names[at] !== name) continue
      value = value === undefined ? all[at]![1] : `${value}, ${all[at]![1]}`
    }
    return value
  }

  /** How many lines have it. @param name in lower case */
  count(name: string): number {
    let lines = 0
    for (const one of this.#lowerNames) if (one === name) lines++
    return lines
  }

  get #lowerNames(): readonly string[] {
    this.#names ??= this.all.map(([name]) => name.toLowerCase())
    return this.#names
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

/** Spaces and tabs alone are no part of a value: `trim` would take bytes of UTF-8 as well. */
function trimmed(text: string, start: number, end: number): string {
  while (start < end && isBlank(text.charCodeAt(start))) start++
  while (start < end && isBlank(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09
}
