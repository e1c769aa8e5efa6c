/** Time, request id, level and text: the columns of Lambda's text format. */
const COLUMNS = /^\d{4}-\d\d-\d\dT[\d:.]+Z\t[^\t]*\t([A-Z]+)\t([^]*)$/

/** What stands before an error that a runtime tells of, as JSON. */
const TOLD_ERROR =
  /^(?:Invoke Error|Uncaught Exception|Unhandled Promise Rejection|Init Error) *\t(\{[^]*\})$/

/** Level and text of a line in Lambda's text format; undefined where it has no columns. */
export function logColumns(line: string): { level: string; text: string } | undefined {
  const columns = COLUMNS.exec(line)
  return columns === null ? undefined : { level: columns[1]!, text: columns[2]! }
}

/** The error that a runtime tells of; undefined where the text is none. */
export function toldError(text: string): object | undefined {
  const json = TOLD_ERROR.exec(text)?.[1]
  if (json === undefined) return undefined
  try {
    return JSON.parse(json) as object
  } catch {
    return undefined
  }
}
