/**
 * The Telemetry API and the Logs API before it, by which an extension has the log of its execution
 * environment sent to itself. Their paths stand in this file and nowhere else.
 */

const PATHS: Readonly<Record<string, SubscriptionApi>> = {
  '/2022-07-01/telemetry': 'telemetry',
  '/2020-08-15/logs': 'logs',
}

export type SubscriptionApi = 'telemetry' | 'logs'

/** Which of the two a path belongs to; both are asked with PUT. */
export function parseSubscriptionPath(target: string): SubscriptionApi | undefined {
  return Object.hasOwn(PATHS, target) ? PATHS[target] : undefined
}

const TELEMETRY_TYPES = ['platform', 'function', 'extension'] as const
export type TelemetryType = (typeof TELEMETRY_TYPES)[number]

/** One record as it is sent. */
export interface TelemetryEvent {
  /** ISO 8601. */
  time: string
  /** As in `platform.start`, or `function` or `extension`. */
  type: string
  record: unknown
}

export interface Subscription {
  api: SubscriptionApi
  schemaVersion: string
  types: readonly TelemetryType[]
  buffering: Buffering
  destination: Destination
}

/** What is sent at once: as soon as one of these is reached. */
interface Buffering {
  maxItems: number
  maxBytes: number
  timeoutMs: number
}

export type Destination =
  | { protocol: 'HTTP'; port: number; path: string }
  /** One JSON object a line. */
  | { protocol: 'TCP'; port: number }

const VERSIONS: Readonly<Record<SubscriptionApi, readonly string[]>> = {
  telemetry: ['2022-07-01', '2022-12-13', '2025-01-29'],
  logs: ['2020-08-15', '2021-03-18'],
}

/** Least, most and default. */
const BUFFERING: Readonly<Record<keyof Buffering, readonly [number, number, number]>> = {
  maxItems: [1000, 10_000, 10_000],
  maxBytes: [262_144, 1_048_576, 262_144],
  timeoutMs: [25, 30_000, 1000],
}

/** Names of this machine as an extension sees it. */
const HOSTS = ['sandbox.localdomain', 'sandbox', 'localhost', '127.0.0.1', '[::1]']

/** What was subscribed to, or what is wrong with it. */
export function parseSubscription(
  api: SubscriptionApi,
  body: string,
): Subscription | { faults: string } {
  const given = parsed(body)
  if (given === undefined) return { faults: 'the body is no JSON object' }
  const faults: string[] = []
  const { schemaVersion = VERSIONS[api][0]!, types, buffering, destination } = given
  if (!VERSIONS[api].includes(schemaVersion as string)) {
    faults.push(`schemaVersion should be one of ${VERSIONS[api].join(', ')}`)
  }
  if (!Array.isArray(types) || types.length === 0) faults.push('types should not be empty')
  else if (!types.every((type) => TELEMETRY_TYPES.includes(type))) {
    faults.push(`types should be of ${TELEMETRY_TYPES.join(', ')}`)
  }
  const buffer = parseBuffering(buffering, faults)
  const to = parseDestination(destination, faults)
  if (faults.length > 0 || to === undefined) return { faults: faults.join('; ') }
  return {
    api,
    schemaVersion: schemaVersion as string,
    types: types as TelemetryType[],
    buffering: buffer,
    destination: to,
  }
}

type Fields = Record<string, unknown>

function parsed(body: string): Fields | undefined {
  try {
    return fieldsOf(JSON.parse(body))
  } catch {
    return undefined
  }
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null ? (value as Fields) : undefined
}

function parseBuffering(value: unknown, faults: string[]): Buffering {
  const given = fieldsOf(value) ?? {}
  const field = (name: keyof Buffering): number => {
    const [least, most, standard] = BUFFERING[name]
    const own = given[name] ?? standard
    if (Number.isInteger(own) && Number(own) >= least && Number(own) <= most) return Number(own)
    faults.push(`${name} should be between ${least} and ${most}`)
    return standard
  }
  return { maxItems: field('maxItems'), maxBytes: field('maxBytes'), timeoutMs: field('timeoutMs') }
}

function parseDestination(value: unknown, faults: string[]): Destination | undefined {
  const { protocol, URI: uri, port } = fieldsOf(value) ?? {}
  if (protocol === 'TCP') {
    if (isPort(port)) return { protocol, port }
    faults.push('port is not provided')
  } else if (protocol === 'HTTP') {
    return parseUri(String(uri), faults)
  } else faults.push('destination protocol should be HTTP or TCP')
  return undefined
}

function parseUri(uri: string, faults: string[]): Destination | undefined {
  const match = /^http:\/\/([^/:]+|\[[^\]]*\])(?::(\d+))?(\/.*)?$/.exec(uri)
  const [, host = '', port = '', path = '/'] = match ?? []
  if (match === null) faults.push('URI is not valid')
  else if (!HOSTS.includes(host)) faults.push('URI host should be sandbox.localdomain')
  else if (!isPort(Number(port))) faults.push('URI port is not provided')
  else return { protocol: 'HTTP', port: Number(port), path }
  return undefined
}

function isPort(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) > 0 && Number(value) < 65_536
}

/**
 * A record as a subscriber of the Logs API gets it: that API knows fewer records, with less in them, and
 * END in the place of what the Telemetry API says at that moment.
 */
export function asLogsRecords(
  event: TelemetryEvent,
  schemaVersion: string,
): readonly TelemetryEvent[] {
  const record = fieldsOf(event.record) ?? {}
  const { requestId } = record
  switch (event.type) {
    case 'platform.initStart':
    case 'platform.initRuntimeDone':
    case 'platform.initReport':
    case 'platform.telemetrySubscription':
      return []
    case 'platform.start':
      return [{ ...event, record: { requestId, version: record['version'] } }]
    case 'platform.runtimeDone': {
      const done = { ...event, record: { requestId, status: record['status'] } }
      const end = { ...event, type: 'platform.end', record: { requestId } }
      return schemaVersion === '2020-08-15' ? [end] : [done, end]
    }
    case 'platform.report':
      return [{ ...event, record: { requestId, metrics: record['metrics'] } }]
    default:
      return [event]
  }
}
