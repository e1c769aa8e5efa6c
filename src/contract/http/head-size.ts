import type { RequestHead } from './endpoint.ts'
import type { HeaderLine } from './types.ts'

/** In characters, without the CR LF at its end. */
export function requestLineLength({ method, target, protocol }: RequestHead): number {
  return `${method} ${target} ${protocol}`.length
}

/** `name: value` and CR LF, in bytes. */
export function headerLineLength([name, value]: HeaderLine): number {
  return name.length + value.length + 4
}

/** All lines of headers together, in bytes. */
export function headersLength({ headers }: RequestHead): number {
  return headers.reduce((sum, line) => sum + headerLineLength(line), 0)
}
