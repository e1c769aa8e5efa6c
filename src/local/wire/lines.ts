import type { HeaderLine } from '../../contract/http/types.ts'

/**
 * Header lines as they are sent, each with its end; one character a byte.
 *
 * @throws TypeError where a line would not be one: it is a bug of whoever made it
 */
export function linesOf(headers: readonly HeaderLine[]): string {
  let lines = ''
  for (const [name, value] of headers) {
    if (!NAME.test(name) || !VALUE.test(value)) throw new TypeError(`the header ${name} is none`)
    lines += `${name}: ${value}\r\n`
  }
  return lines
}

const NAME = /^[!#$%&'*+\-.^`|~\w]+$/
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/
