import { bufferOf } from '../../contract/http/body.ts'

/** What an event is, told by its form as AWS's own libraries do. */
export interface EventKind {
  /** As in `RecordedSummary.kind`. */
  kind: string
  title: string
  method?: string
}

/** Every kind has one of these: most events of one's own need not be read as JSON. */
const TELLING =
  /"(?:requestContext|httpMethod|Records|detail-type|triggerSource|methodArn|routeArn|awslogs)"/

type Members = Record<string, unknown>

/** What stands in `eventSource` of the first record. */
const RECORDS: Readonly<Record<string, { kind: string; title(record: Members): unknown }>> = {
  'aws:sqs': { kind: 'sqs', title: ({ eventSourceARN }) => lastPart(eventSourceARN) },
  'aws:sns': { kind: 'sns', title: ({ Sns }) => lastPart(at(Sns, 'TopicArn')) },
  'aws:s3': {
    kind: 's3',
    title: ({ eventName, s3 }) =>
      `${textOf(eventName)} ${textOf(at(s3, 'bucket', 'name'))}/${textOf(at(s3, 'object', 'key'))}`,
  },
  'aws:dynamodb': {
    kind: 'dynamodb',
    title: ({ eventName, eventSourceARN }) =>
      `${textOf(eventName)} ${textOf(eventSourceARN).split('/')[1] ?? ''}`,
  },
  'aws:kinesis': { kind: 'kinesis', title: ({ eventSourceARN }) => lastPart(eventSourceARN) },
  'aws:ses': { kind: 'ses', title: ({ ses }) => at(ses, 'mail', 'commonHeaders', 'subject') },
}

/** Pure. @param bytes of an event */
export function eventKind(bytes: Uint8Array): EventKind {
  const buffer = bufferOf(bytes)
  const event = TELLING.test(buffer.toString('latin1')) ? parsed(buffer) : undefined
  if (!isObject(event)) return { kind: 'event', title: beginning(bytes) }
  return httpKind(event) ?? recordsKind(event) ?? ownKind(event) ?? unknown(bytes)
}

function httpKind(event: Members): EventKind | undefined {
  const http = at(event, 'requestContext', 'http')
  if (isObject(http)) {
    const query = textOf(event['rawQueryString'])
    const path = textOf(event['rawPath'] ?? http['path'])
    return {
      kind: 'http',
      method: textOf(http['method']),
      title: query ? `${path}?${query}` : path,
    }
  }
  const { httpMethod, path } = event
  if (typeof httpMethod === 'string' && typeof path === 'string') {
    return { kind: 'http', method: httpMethod, title: path }
  }
  const route = at(event, 'requestContext', 'routeKey')
  const isSocket = at(event, 'requestContext', 'connectionId') !== undefined
  return isSocket ? { kind: 'websocket', title: textOf(route) } : undefined
}

function recordsKind({ Records }: Members): EventKind | undefined {
  if (!Array.isArray(Records) || !isObject(Records[0])) return undefined
  const first = Records[0]
  const source = textOf(first['eventSource'] ?? first['EventSource'])
  const known = RECORDS[source]
  if (known === undefined) return undefined
  const more = Records.length > 1 ? ` × ${Records.length}` : ''
  return { kind: known.kind, title: `${textOf(known.title(first))}${more}` }
}

function ownKind(event: Members): EventKind | undefined {
  const { source, triggerSource, methodArn, routeArn, awslogs } = event
  const detailType = event['detail-type']
  if (detailType === 'Scheduled Event') {
    const [rule] = Array.isArray(event['resources']) ? (event['resources'] as unknown[]) : []
    return { kind: 'schedule', title: lastPart(rule) }
  }
  if (typeof detailType === 'string') {
    return { kind: 'eventbridge', title: `${textOf(source)} ${detailType}` }
  }
  if (typeof triggerSource === 'string') return { kind: 'cognito', title: triggerSource }
  if (typeof methodArn === 'string') return { kind: 'authorizer', title: lastPart(methodArn) }
  if (typeof routeArn === 'string') return { kind: 'authorizer', title: lastPart(routeArn) }
  return isObject(awslogs) ? { kind: 'logs', title: 'CloudWatch Logs' } : undefined
}

function unknown(bytes: Uint8Array): EventKind {
  return { kind: 'event', title: beginning(bytes) }
}

/** So much of an event says which one it is. */
const SHOWN = 80

function beginning(bytes: Uint8Array): string {
  return bufferOf(bytes.subarray(0, SHOWN * 4))
    .toString()
    .replaceAll(/\s+/g, ' ')
    .slice(0, SHOWN)
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString()) as unknown
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((inner, name) => (isObject(inner) ? inner[name] : undefined), value)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Of an ARN or a path: its name. */
function lastPart(value: unknown): string {
  return textOf(value).split(/[:/]/).at(-1) ?? ''
}
