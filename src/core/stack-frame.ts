import { posix, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { dartLibraries } from './dart-libraries.ts'

/** `at name (place:line:column)`, `at place:line:column`, and Dart's `#1 name (place:line:column)`. */
const FRAME =
  /^\s*(?:at (?:async )?|#\d+\s+)(?:(.*?) \()?((?:file:\/\/)?[^()\s][^()]*?):(\d+)(?::(\d+))?\)?$/

/**
 * A line that is none of a place: `at new Promise (<anonymous>)`, `at native code`, Dart's wait, what it leaves
 * out, and what it has generated, such as the getter of a late field: `#0 name (file:///api.dart)`.
 */
const PLACELESS =
  /^\s*(?:at .*(?:<anonymous>|native(?::\d+)*|\[native code\])\)?(?::\d+)*|<asynchronous suspension>|\.\.\.|#\d+\s+.* \((?:file|package|dart):[^()]*(?<!:\d+)\))$/

/** A line of a stack trace. */
export interface StackFrame {
  /** Empty where it has none. */
  name: string
  /** From the project's folder, with `/`; undefined where it lies outside, in packages, or in what Oche has made. */
  path: string | undefined
  line: number
  column: number | undefined
}

/**
 * Undefined for what is no frame.
 *
 * @param root the project's folder
 */
export function stackFrame(text: string, root: string): StackFrame | undefined {
  if (PLACELESS.test(text)) return { name: '', path: undefined, line: 0, column: undefined }
  const found = FRAME.exec(text)
  if (found === null) return undefined
  const [, name = '', place = '', line, column] = found
  return {
    name: name === '<anonymous>' ? '' : name,
    path: pathOf(place, root),
    line: Number(line),
    column: column === undefined ? undefined : Number(column),
  }
}

function pathOf(place: string, root: string): string | undefined {
  const [, name, library] = /^package:([^/]+)\/(.+)$/.exec(place) ?? []
  if (name !== undefined) {
    const folder = dartLibraries(root, name)
    return folder === undefined ? undefined : posix.join(folder, library!)
  }
  if (place.startsWith('node:') || place.startsWith('dart:')) return undefined
  const file = place.startsWith('file://') ? fileOf(place) : place
  if (file === undefined) return undefined
  const path = relative(root, file)
  const parts = path.split(sep)
  const isForeign = parts.some((part) => part === '..' || part === 'node_modules')
  return isForeign || parts[0] === '.oche' ? undefined : parts.join('/')
}

/** A function may log whatever looks like an address: undefined where it leads to no file. */
function fileOf(url: string): string | undefined {
  try {
    return fileURLToPath(url)
  } catch {
    return undefined
  }
}
