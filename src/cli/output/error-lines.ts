import { relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A stack that goes on for ever is a recursion: the first frames say which. */
const MAX_FRAMES = 10

/** Deeper, causes cause each other. */
const MAX_CAUSES = 5

/** `at name (place:line:column)`, `at place:line:column`, and Dart's `#1 name (place:line:column)`. */
const FRAME =
  /^\s*(?:at (?:async )?|#\d+\s+)(?:(.*?) \()?((?:file:\/\/)?[^()\s][^()]*?):(\d+)(?::(\d+))?\)?$/

/** A line that is none of a place: `at new Promise (<anonymous>)`, `at native code`. */
const PLACELESS = /^\s*at .*(?:<anonymous>|native(?::\d+)*|\[native code\])\)?(?::\d+)*$/

/**
 * An error as a person reads it: `NoItem: no such item`, its own frames, and what caused it.
 *
 * @param error as a runtime writes it: `errorType`, `errorMessage`, `stack` or `stackTrace`, `cause`
 * @param root the project's folder
 */
export function errorLines(error: object, root: string, depth = 0): string[] {
  const { errorType, errorMessage, stack, stackTrace, cause } = error as Record<string, unknown>
  const [type, message] = [textOf(errorType) || 'Error', textOf(errorMessage)]
  const frames = framesOf(stack ?? stackTrace).flatMap((line) => frameLine(line, root) || [])
  return [
    message === '' ? type : `${type}: ${message}`,
    ...frames.slice(0, MAX_FRAMES),
    ...(depth < MAX_CAUSES ? causeLines(cause, root, depth + 1) : []),
  ]
}

function causeLines(cause: unknown, root: string, depth: number): string[] {
  if (cause === undefined || cause === null) return []
  const lines =
    typeof cause === 'object' && 'errorMessage' in cause
      ? errorLines(cause, root, depth)
      : [typeof cause === 'string' ? cause : JSON.stringify(cause)]
  return lines.map((line, index) => (index === 0 ? `caused by ${line}` : line))
}

function framesOf(stack: unknown): string[] {
  if (Array.isArray(stack)) return stack.filter((line) => typeof line === 'string')
  return typeof stack === 'string' ? stack.split('\n') : []
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/**
 * A frame of the project's own sources, with its path from the project's folder; empty for a frame of
 * anything else; undefined for what is no frame.
 */
export function frameLine(line: string, root: string): string | undefined {
  if (PLACELESS.test(line)) return ''
  const found = FRAME.exec(line)
  if (found === null) return undefined
  const [, name = '', place = '', lineNumber = '', column] = found
  const path = pathOf(place, root)
  if (path === undefined) return ''
  const at = `${path}:${lineNumber}${column === undefined ? '' : `:${column}`}`
  return name === '' || name === '<anonymous>' ? `    at ${at}` : `    at ${name} (${at})`
}

/** Undefined where it lies outside, in packages, or in what Oche has made. */
function pathOf(place: string, root: string): string | undefined {
  if (place.startsWith('node:') || place.startsWith('dart:') || place.startsWith('package:')) {
    return undefined
  }
  const path = relative(root, place.startsWith('file://') ? fileURLToPath(place) : place)
  const parts = path.split(sep)
  const isForeign = parts.some((part) => part === '..' || part === 'node_modules')
  return isForeign || parts[0] === '.oche' ? undefined : parts.join('/')
}
