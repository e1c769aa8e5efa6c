import { stripVTControlCharacters } from 'node:util'
import { logColumns, toldError } from '../core/log-columns.ts'
import { stackFrame } from '../core/stack-frame.ts'
import type { RecordedLine } from '../local/index.ts'
import type { LineView } from './types.ts'

/**
 * A line as it is shown: without the columns that stand elsewhere, its level apart, and with the places of
 * the project that it names. Pure.
 *
 * @param root the project's folder
 */
export function lineView({ at, from, line, extension }: RecordedLine, root: string): LineView {
  const columns = logColumns(line)
  const error = toldError(columns?.text ?? line)
  const text = error === undefined ? broken(columns?.text ?? line) : errorText(error)
  const json = error === undefined ? objectIn(text) : undefined
  return {
    at,
    from,
    level: levelIn(json) ?? columns?.level ?? (from === 'fault' ? 'ERROR' : undefined),
    extension,
    text,
    isJson: json !== undefined,
    frames: json === undefined ? framesIn(text, root) : [],
  }
}

/** Without colours of a terminal; in Lambda's text format a carriage return is the line break that it stands for. */
function broken(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/\r\n?/g, '\n').trimEnd()
}

function errorText(error: object): string {
  const { errorType, errorMessage, stack, stackTrace } = error as Record<string, unknown>
  const lines = Array.isArray(stack ?? stackTrace) ? ((stack ?? stackTrace) as unknown[]) : []
  const first = [errorType, errorMessage].filter((one) => typeof one === 'string' && one !== '')
  const frames = lines.filter(
    (one) => typeof one === 'string' && stackFrame(one, '/') !== undefined,
  )
  return [first.join(': '), ...frames].join('\n')
}

function objectIn(text: string): Record<string, unknown> | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    const value = JSON.parse(text) as unknown
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

function levelIn(json: Record<string, unknown> | undefined): string | undefined {
  const level = json?.['level'] ?? json?.['severity']
  return typeof level === 'string' ? level.toUpperCase() : undefined
}

function framesIn(text: string, root: string): LineView['frames'] {
  return text.split('\n').flatMap((line, row) => {
    const frame = stackFrame(line, root)
    if (frame === undefined) return []
    const { path } = frame
    const place = path === undefined ? undefined : { path, line: frame.line, column: frame.column }
    return [{ row, place }]
  })
}
