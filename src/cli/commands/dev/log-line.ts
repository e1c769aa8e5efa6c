/** Time, request id, level and text: the columns of Lambda's text format. */
const COLUMNS = /^\d{4}-\d\d-\d\dT[\d:.]+Z\t[^\t]*\t([A-Z]+)\t([^]*)$/

/**
 * A line of a function's as a person reads it: time and request id stand nowhere else on the
 * terminal, a level only where it is more than information, and a carriage return is the line break
 * it stands for in a log.
 */
export function readableLine(line: string): string {
  const columns = COLUMNS.exec(line)
  const [level, text] = columns ? [columns[1]!, columns[2]!] : ['INFO', line]
  const shown = level === 'INFO' ? text : `${level} ${text}`
  return shown.replaceAll('\r', '\n      ')
}
