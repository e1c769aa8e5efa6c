import { coded } from '../define.ts'

/** Names of headers and of methods. */
export const TOKEN = /^[\w!#$%&'*+\-.^`|~]+$/

/** @throws TypeError `ERR_INVALID_HTTP_TOKEN` */
export function validateHeaderName(name: unknown): void {
  if (typeof name === 'string' && TOKEN.test(name)) return
  throw coded(
    new TypeError(`Header name must be a valid HTTP token ["${String(name)}"]`),
    'ERR_INVALID_HTTP_TOKEN',
  )
}

/** @throws TypeError `ERR_HTTP_INVALID_HEADER_VALUE`, `ERR_INVALID_CHAR` */
export function validateHeaderValue(name: string, value: unknown): void {
  if (value === undefined)
    throw coded(
      new TypeError(`Invalid value "${value}" for header "${name}"`),
      'ERR_HTTP_INVALID_HEADER_VALUE',
    )
  if (/[^\t\x20-\x7e\x80-\xff]/.test(String(value)))
    throw coded(
      new TypeError(`Invalid character in header content ["${name}"]`),
      'ERR_INVALID_CHAR',
    )
}
