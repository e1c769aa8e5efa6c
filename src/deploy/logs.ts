import type { Aws } from './aws/aws.ts'
import { logGroupName } from './names.ts'

export interface LogEvent {
  /** Milliseconds since 1970. */
  timestamp: number
  message: string
  stream: string
}

export interface LogOptions {
  aws: Aws
  functionName: string
  /** Milliseconds since 1970. */
  since: number
  /** A filter pattern of CloudWatch Logs. */
  filter?: string | undefined
  /** Goes on until it is aborted. */
  follow?: boolean | undefined
}

/** Milliseconds between two looks while following. */
const INTERVAL = 1000

/** Events may arrive late: each look goes back this far, and what was seen is left out. */
const OVERLAP = 15_000

/** Events in order of time. Before the first invocation there may be no log group: nothing then. */
export async function* readLogs(options: LogOptions): AsyncGenerator<LogEvent> {
  const { aws, follow = false } = options
  const seen = new Map<string, number>()
  let from = options.since
  for (;;) {
    const events = await readOnce(options, from)
    for (const { id, ...event } of events) {
      if (seen.has(id)) continue
      seen.set(id, event.timestamp)
      yield event
    }
    if (!follow) return
    from = Math.max(from, Math.max(0, ...seen.values()) - OVERLAP)
    for (const [id, time] of seen) if (time < from) seen.delete(id)
    await aws.clock.sleep(INTERVAL, aws.signal)
  }
}

async function readOnce(
  { aws, functionName, filter }: LogOptions,
  startTime: number,
): Promise<(LogEvent & { id: string })[]> {
  const events: (LogEvent & { id: string })[] = []
  let nextToken: string | undefined
  do {
    const page = await aws.find('logs:FilterLogEvents', {
      logGroupName: logGroupName(functionName),
      startTime,
      filterPattern: filter,
      nextToken,
    })
    for (const event of page?.events ?? []) {
      events.push({
        id: event.eventId ?? `${event.logStreamName}/${event.timestamp}/${event.message}`,
        timestamp: event.timestamp ?? 0,
        message: event.message ?? '',
        stream: event.logStreamName ?? '',
      })
    }
    nextToken = page?.nextToken
  } while (nextToken !== undefined)
  return events.sort((a, b) => a.timestamp - b.timestamp)
}
