import { known, list, record, route, several, type FoundFunction } from './found.ts'
import type { Reader } from './reader.ts'
import { noted, shortened, streamKind, switched } from './starts.ts'

type Data = Record<string, unknown>

/** Where a function's requests and events come from. A function that has neither has no endpoint. */
export function startsOf(
  entries: readonly unknown[],
  url: unknown,
  place: string,
  reader: Reader,
): Pick<FoundFunction, 'http' | 'events'> {
  const routes: string[] = []
  const kinds = new Set<'http-api' | 'rest'>()
  const events: object[] = []
  let isClosed = false
  for (const entry of entries) {
    const [[kind, value] = ['', undefined]] =
      typeof entry === 'string' ? [[entry, undefined] as const] : Object.entries(record(entry))
    const at = `${place}.events.${kind}`
    if (kind === 'http' || kind === 'httpApi') {
      const found = routeOf(value, at, reader)
      if (found !== undefined) routes.push(found)
      kinds.add(kind === 'http' ? 'rest' : 'http-api')
      isClosed ||= isGuarded(record(value))
    } else events.push(...(EVENTS[kind] ?? noted)(value, at, reader))
  }
  const [kind, second] = kinds
  if (second !== undefined) reader.note(`${place}: routes of a second kind of API`)
  if (kind === undefined) return { http: urlOf(url, place, reader), events }
  if (url !== undefined) reader.note(`${place}.url`)
  return { http: { kind, access: isClosed ? 'iam' : 'public', routes }, events }
}

/** What decides who may call is not taken over: until somebody writes it, nobody may call without AWS credentials. */
function isGuarded({ authorizer, private: isPrivate }: Data): boolean {
  return authorizer !== undefined || isPrivate === true
}

function urlOf(url: unknown, place: string, reader: Reader): FoundFunction['http'] {
  if (url === undefined || url === false) return 'none'
  const { authorizer, invokeMode, ...rest } = record(url)
  reader.others(rest, [], `${place}.url`)
  return known({
    kind: 'url' as const,
    access: authorizer === 'aws_iam' ? ('iam' as const) : ('public' as const),
    streaming: invokeMode === 'RESPONSE_STREAM' || undefined,
  })
}

function routeOf(value: unknown, place: string, reader: Reader): string | undefined {
  const { method, path, authorizer, private: isPrivate, ...rest } = record(value)
  reader.others(rest, [], place)
  for (const [key, guard] of Object.entries({ authorizer, private: isPrivate })) {
    if (guard !== undefined) reader.note(`${place}.${key}: "access: iam" until you write it`)
  }
  if (value === '*') return '$default'
  const [verb, way] =
    typeof value === 'string'
      ? value.split(/\s+/)
      : [reader.text(method ?? 'any', place), reader.text(path, place)]
  return verb === undefined || way === undefined ? undefined : route(verb, way)
}

type ReadEvent = (value: unknown, place: string, reader: Reader) => object[]

const EVENTS: Record<string, ReadEvent> = {
  schedule: (value, place, reader) => {
    const { rate, enabled, input, timezone, ...rest } =
      typeof value === 'string' ? { rate: value } : record(value)
    reader.others(rest, [], place)
    return several(rate).flatMap((one) => {
      const expression = reader.text(one, place)
      if (expression === undefined) return []
      return [
        {
          schedule: shortened('expression', {
            expression,
            ...switched(enabled),
            timezone,
            input: plainInput(input, place, reader),
          }),
        },
      ]
    })
  },

  sqs: (value, place, reader) => {
    const { arn, maximumConcurrency, maximumBatchingWindow, ...rest } = queueOf(value)
    const queue = arnIn(arn, place, reader)
    const batch = batchOf(rest, place, reader)
    if (queue === undefined) return []
    return [
      {
        sqs: shortened('queue', {
          queue,
          ...batch,
          window: reader.number(maximumBatchingWindow, place),
          maxConcurrency: reader.number(maximumConcurrency, place),
        }),
      },
    ]
  },

  stream: (value, place, reader) => {
    const {
      arn,
      type: _type,
      batchWindow,
      startingPosition,
      parallelizationFactor,
      maximumRetryAttempts,
      maximumRecordAgeInSeconds,
      bisectBatchOnFunctionError,
      ...rest
    } = queueOf(value)
    const stream = arnIn(arn, place, reader)
    const batch = batchOf(rest, place, reader)
    if (stream === undefined) return []
    return [
      {
        [streamKind(stream)]: shortened('stream', {
          stream,
          ...batch,
          startingPosition,
          window: reader.number(batchWindow, place),
          parallelism: reader.number(parallelizationFactor, place),
          retries: reader.number(maximumRetryAttempts, place),
          maxAge: reader.number(maximumRecordAgeInSeconds, place),
          bisect: bisectBatchOnFunctionError === true || undefined,
        }),
      },
    ]
  },

  sns: (value, place, reader) => {
    const { arn, filterPolicy, filterPolicyScope, ...rest } = queueOf(value)
    reader.others(rest, [], place)
    const topic = arnIn(arn, place, reader)
    const filter = reader.data(filterPolicy, place)
    if (topic === undefined) return []
    const scope = filterPolicyScope === 'MessageBody' ? 'body' : undefined
    return [{ sns: shortened('topic', { topic, filter, scope }) }]
  },

  s3: (value, place, reader) => {
    const { bucket: named, event, existing, rules, ...rest } = record(value)
    if (existing !== true) {
      reader.note(`${place}, which makes the bucket`)
      return []
    }
    reader.others(rest, [], place)
    const bucket = reader.text(named, place)
    if (bucket === undefined) return []
    const { prefix, suffix } = Object.assign({}, ...list(rules)) as Data
    const events = event === undefined ? undefined : [event]
    return [{ s3: known({ bucket, events, prefix, suffix }) }]
  },

  eventBridge: (value, place, reader) => {
    const { pattern: given, eventBus, enabled, schedule, input, ...rest } = record(value)
    if (schedule !== undefined)
      return EVENTS['schedule']!({ rate: schedule, enabled, input, ...rest }, place, reader)
    reader.others({ ...rest, input }, input === undefined ? ['input'] : [], place)
    const pattern = reader.data(given, place)
    const bus = reader.text(eventBus, place)?.replace(/^arn:.*:event-bus\//, '')
    if (pattern === undefined || (bus === undefined && eventBus !== undefined)) return []
    return [{ eventbridge: known({ pattern, bus, ...switched(enabled) }) }]
  },
}

/** The form of one text as the long one. */
function queueOf(value: unknown): Data {
  return typeof value === 'string' ? { arn: value } : record(value)
}

function arnIn(value: unknown, place: string, reader: Reader): string | undefined {
  const arn = reader.text(value, `${place}.arn`)
  if (arn === undefined || arn.startsWith('arn:')) return arn
  reader.note(`${place}: ${arn} is no ARN`)
  return undefined
}

/** What queues and streams have in common. */
function batchOf(data: Data, place: string, reader: Reader): object {
  const { batchSize, enabled, filterPatterns, functionResponseType: _answers, ...rest } = data
  reader.others(rest, [], place)
  return {
    batchSize: reader.number(batchSize, `${place}.batchSize`),
    filter: reader.data(filterPatterns, `${place}.filterPatterns`),
    ...switched(enabled),
  }
}

function plainInput(input: unknown, place: string, reader: Reader): unknown {
  return input === undefined ? undefined : reader.data(input, `${place}.input`)
}
