import { utf8 } from './body.ts'
import type { HeaderLine } from './types.ts'

/** The first value of a header, names compared without regard to case. */
export function headerValue(lines: readonly HeaderLine[], name: string): string | undefined {
  // By a loop, and by length first: every request is asked for a dozen of them.
  for (const line of lines) {
    const key = line[0]
    if (key.length === name.length && key.toLowerCase() === name) return line[1]
  }
  return undefined
}

/**
 * Bytes of a header value as text: UTF-8 where they are UTF-8 (an ALB does this, see
 * honojs/hono#4432; not recorded for the others), otherwise one character a byte.
 */
export function decodeHeaderValue(latin1: string): string {
  return isAscii(latin1) ? latin1 : (utf8(Buffer.from(latin1, 'latin1')) ?? latin1)
}

/** The reverse: text as the UTF-8 bytes of a header value, one character a byte. */
export function encodeHeaderValue(text: string): string {
  return isAscii(text) ? text : Buffer.from(text).toString('latin1')
}

function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length
}

/** RFC 9110, 5.1: a field name is a token. */
export function isHeaderName(name: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)
}

/** RFC 9110, 5.5: no control characters in a field value, except the tab. */
export function isHeaderValue(value: string): boolean {
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i)
    if ((code < 32 && code !== 9) || code === 127) return false
  }
  return true
}

/** `x-my-header` → `X-My-Header`, as an HTTP API spells the names of a function's headers. */
export function canonicalName(name: string): string {
  return name.toLowerCase().replaceAll(/(^|-)[a-z]/g, (start) => start.toUpperCase())
}
