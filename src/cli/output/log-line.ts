import { logColumns, toldError } from '../../core/log-columns.ts'
import { errorLines, frameLine, MAX_FRAMES } from './error-lines.ts'
import type { Style } from './output.ts'

/** A line of a function's as a person reads it. */
export interface Readable {
  /** Without a line break at the end. */
  text: string
  /** Whether it tells why an invocation or the initialisation failed. */
  isFailure: boolean
}

/**
 * Time and request id stand nowhere else on the terminal, a level only where it is more than
 * information, and a carriage return is the line break it stands for in a log. Of an error there are
 * type, message and the frames that lie in the project.
 *
 * @param root the project's folder
 */
export function readableLine(line: string, root: string): Readable {
  const { level, text } = logColumns(line) ?? { level: 'INFO', text: line }
  const told = errorIn(text, root)
  if (told !== undefined) return { text: told, isFailure: true }
  const shown = level === 'INFO' ? text : `${level} ${text}`
  return { text: broken(shown, root), isFailure: false }
}

/** The same for a terminal: what failed stands out. */
export function colouredLine(line: string, root: string, style: Style): Readable {
  const { text, isFailure } = readableLine(line.trimEnd(), root)
  return { text: isFailure ? text.replace(/^.*/, (first) => style('red', first)) : text, isFailure }
}

function errorIn(text: string, root: string): string | undefined {
  const error = toldError(text)
  return error && errorLines(error, root).join('\n')
}

/** Frames of a stack that somebody has written are shortened as well, also where each is a line of its own. */
function broken(text: string, root: string): string {
  const [first, ...others] = text.split(/\r\n?|\n/)
  let frames = 0
  const shown = others.flatMap((line) => {
    const frame = frameLine(line, root)
    if (frame === undefined) return [`  ${line}`]
    return frame === '' || ++frames > MAX_FRAMES ? [] : [frame]
  })
  return [frameLine(first!, root) || first, ...shown].join('\n')
}
