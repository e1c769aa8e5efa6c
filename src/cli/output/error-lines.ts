import { stackFrame } from '../../core/stack-frame.ts'

/** A stack that goes on for ever is a recursion: the first frames say which. */
export const MAX_FRAMES = 10

/** Deeper, causes cause each other. */
const MAX_CAUSES = 5

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
  const frame = stackFrame(line, root)
  if (frame === undefined) return undefined
  const { name, path, line: lineNumber, column } = frame
  if (path === undefined) return ''
  const at = `${path}:${lineNumber}${column === undefined ? '' : `:${column}`}`
  return name === '' ? `    at ${at}` : `    at ${name} (${at})`
}
