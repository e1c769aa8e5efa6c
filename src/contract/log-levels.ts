/** From the least to the most important. */
export const LOG_LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/**
 * Whether a line of the function's own is kept at a level. Only JSON lines that carry a level can be
 * below it.
 */
export function isKeptAtLevel(line: string, level: LogLevel): boolean {
  if (!line.startsWith('{')) return true
  const own = levelInJson(line)
  return own === undefined || LOG_LEVELS.indexOf(own) >= LOG_LEVELS.indexOf(level)
}

function levelInJson(line: string): LogLevel | undefined {
  try {
    const { level } = JSON.parse(line) as { level?: unknown }
    const upper = String(level).toUpperCase() as LogLevel
    return LOG_LEVELS.includes(upper) ? upper : undefined
  } catch {
    return undefined
  }
}
