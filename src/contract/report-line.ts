/** What a REPORT line of Lambda's tells. Durations are in milliseconds, memory in MB. */
export interface ReportLine {
  durationMs: number
  billedDurationMs: number
  memorySizeMb: number
  /** Undefined where the system does not tell, which only happens locally. */
  maxMemoryUsedMb: number | undefined
  /** Undefined where the invocation was warm. */
  initDurationMs: number | undefined
}

/**
 * The report in a log, which is of text or of JSON; undefined where there is none. Where several
 * invocations are in it, the last one's.
 *
 * @example reportIn('REPORT RequestId: 8f5…\tDuration: 2.31 ms\tBilled Duration: 33 ms\t…')
 */
export function reportIn(log: string): ReportLine | undefined {
  for (const line of log.split('\n').toReversed()) {
    const report = line.startsWith('REPORT ') ? ofText(line) : ofJson(line)
    if (report !== undefined) return report
  }
  return undefined
}

function ofText(line: string): ReportLine | undefined {
  const figure = (name: string, unit: string) => {
    const found = new RegExp(String.raw`\t${name}: ([\d.]+) ${unit}(?:\t|\s*$)`).exec(line)?.[1]
    return found === undefined ? undefined : Number(found)
  }
  return complete({
    durationMs: figure('Duration', 'ms'),
    billedDurationMs: figure('Billed Duration', 'ms'),
    memorySizeMb: figure('Memory Size', 'MB'),
    maxMemoryUsedMb: figure('Max Memory Used', 'MB'),
    initDurationMs: figure('Init Duration', 'ms'),
  })
}

function ofJson(line: string): ReportLine | undefined {
  if (!line.includes('platform.report')) return undefined
  const metrics = metricsOf(line)
  const figure = (name: string) => {
    const found = metrics?.[name]
    return typeof found === 'number' ? found : undefined
  }
  return complete({
    durationMs: figure('durationMs'),
    billedDurationMs: figure('billedDurationMs'),
    memorySizeMb: figure('memorySizeMB'),
    maxMemoryUsedMb: figure('maxMemoryUsedMB'),
    initDurationMs: figure('initDurationMs'),
  })
}

function metricsOf(line: string): Record<string, unknown> | undefined {
  try {
    const event = JSON.parse(line) as { type?: unknown; record?: { metrics?: object } }
    if (event.type !== 'platform.report') return undefined
    return event.record?.metrics as Record<string, unknown> | undefined
  } catch {
    return undefined
  }
}

function complete(found: {
  [Key in keyof ReportLine]: number | undefined
}): ReportLine | undefined {
  const { durationMs, billedDurationMs, memorySizeMb } = found
  if (durationMs === undefined || billedDurationMs === undefined || memorySizeMb === undefined) {
    return undefined
  }
  return { ...found, durationMs, billedDurationMs, memorySizeMb }
}
