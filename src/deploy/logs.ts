import { OcheError } from '../core/errors.ts'
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

type Found = LogEvent & { id: string }

/** Events in order of time. @throws OcheError `LOGS_NOT_FOUND` where there is no log group */
export async function* readLogs(options: LogOptions): AsyncGenerator<LogEvent> {
  const { aws, functionName, follow = false } = options
  const seen = new Map<string, number>()
  let from = options.since
  for (let first = true; ; first = false) {
    const events = await readOnce(options, from)
    if (first && events === undefined) throw logsNotFound(functionName)
    for (const { id, ...event } of events ?? []) {
      if (seen.has(id)) continue
      seen.set(id, event.timestamp)
      yield event
    }
    if (!follow) return
    // In order of time: the last one is the newest.
    from = Math.max(from, (events?.at(-1)?.timestamp ?? 0) - OVERLAP)
    for (const [id, time] of seen) if (time < from) seen.delete(id)
    await aws.clock.sleep(INTERVAL, aws.signal)
  }
}

function logsNotFound(functionName: string): OcheError {
  return new OcheError(
    'LOGS_NOT_FOUND',
    `${functionName} is not deployed here: there is no log group ${logGroupName(functionName)}`,
    { remedy: 'Type: oche deploy. Deployed elsewhere? Name the place: --region, --profile' },
  )
}

/** Undefined where there is no log group. */
async function readOnce(
  { aws, functionName, filter }: LogOptions,
  startTime: number,
): Promise<Found[] | undefined> {
  const events: Found[] = []
  let nextToken: string | undefined
  do {
    const page = await aws.find('logs:FilterLogEvents', {
      logGroupName: logGroupName(functionName),
      startTime,
      filterPattern: filter,
      nextToken,
    })
    if (page === undefined) return undefined
    for (const event of page.events ?? []) {
      events.push({
        id: event.eventId ?? `${event.logStreamName}/${event.timestamp}/${event.message}`,
        timestamp: event.timestamp ?? 0,
        message: event.message ?? '',
        stream: event.logStreamName ?? '',
      })
    }
    nextToken = page.nextToken
  } while (nextToken !== undefined)
  return events.sort((a, b) => a.timestamp - b.timestamp)
}
