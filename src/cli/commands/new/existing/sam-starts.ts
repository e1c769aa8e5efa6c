import { known, record, route, several, type FoundFunction } from './found.ts'
import type { Reader } from './reader.ts'
import { noted, shortened, streamKind, switched } from './starts.ts'

type Data = Record<string, unknown>

/**
 * Where a function's requests and events come from. A function that has neither has no endpoint.
 *
 * @param guarded an authorizer looks at every request that does not say otherwise
 */
export function startsOf(
  data: unknown,
  url: unknown,
  guarded: boolean,
  name: string,
  reader: Reader,
): Pick<FoundFunction, 'http' | 'events'> {
  const events: object[] = []
  const routes: string[] = []
  let kind: 'http-api' | 'rest' | undefined
  let isClosed = false
  for (const [key, value] of Object.entries(record(data))) {
    const { Type, Properties } = record(value)
    const place = `${name}.Events.${key}`
    if (Type === 'Api' || Type === 'HttpApi') {
      const { Path, Method, Auth, ApiId: _api, RestApiId: _rest, ...others } = record(Properties)
      reader.others(others, [], place)
      if (Auth !== undefined) reader.note(`${place}.Auth`)
      const verb = reader.text(Method ?? 'ANY', place)
      const path = reader.text(Path ?? '*', place)
      if (verb !== undefined && path !== undefined) routes.push(route(verb, path))
      kind = Type === 'Api' ? 'rest' : 'http-api'
      isClosed ||= isGuarded(record(Auth), guarded)
    } else events.push(...(EVENTS[String(Type)] ?? noted)(record(Properties), place, reader))
  }
  if (kind === undefined) return { http: urlOf(url, name, reader), events }
  if (url !== undefined) reader.note(`${name}.FunctionUrlConfig`)
  if (isClosed) reader.note(`${name}, its authorizer: "access: iam" until you write it`)
  return { http: { kind, access: isClosed ? 'iam' : 'public', routes }, events }
}

/** What decides who may call is not taken over: until somebody writes it, nobody may call without AWS credentials. */
function isGuarded({ Authorizer, ApiKeyRequired }: Data, guarded: boolean): boolean {
  if (Authorizer === 'NONE') return false
  return guarded || Authorizer !== undefined || ApiKeyRequired === true
}

function urlOf(config: unknown, name: string, reader: Reader): FoundFunction['http'] {
  if (config === undefined) return 'none'
  const { AuthType, InvokeMode, ...rest } = record(config)
  reader.others(rest, [], `${name}.FunctionUrlConfig`)
  return known({
    kind: 'url' as const,
    access: AuthType === 'NONE' ? ('public' as const) : ('iam' as const),
    streaming: InvokeMode === 'RESPONSE_STREAM' || undefined,
  })
}

type ReadEvent = (data: Data, place: string, reader: Reader) => object[]

const schedule: ReadEvent = (data, place, reader) => {
  const {
    Schedule,
    ScheduleExpression,
    ScheduleExpressionTimezone,
    Input,
    Enabled,
    State,
    ...rest
  } = data
  reader.others(rest, [], place)
  const expression = reader.text(Schedule ?? ScheduleExpression, place)
  if (expression === undefined) return []
  const timezone = reader.text(ScheduleExpressionTimezone, place)
  const input = json(reader.text(Input, `${place}.Input`))
  const values = { expression, timezone, input, ...switched(Enabled ?? State !== 'DISABLED') }
  return [{ schedule: shortened('expression', values) }]
}

const stream: ReadEvent = (data, place, reader) => {
  const {
    Stream,
    StartingPosition,
    ParallelizationFactor,
    MaximumRetryAttempts,
    MaximumRecordAgeInSeconds,
    BisectBatchOnFunctionError,
    ...rest
  } = data
  const found = reader.text(Stream, `${place}.Stream`)
  const batch = batchOf(rest, place, reader)
  if (found === undefined) return []
  return [
    {
      [streamKind(found)]: shortened('stream', {
        stream: found,
        ...batch,
        startingPosition: reader.text(StartingPosition, place),
        parallelism: reader.number(ParallelizationFactor, place),
        retries: reader.number(MaximumRetryAttempts, place),
        maxAge: reader.number(MaximumRecordAgeInSeconds, place),
        bisect: BisectBatchOnFunctionError === true || undefined,
      }),
    },
  ]
}

const rule: ReadEvent = ({ Pattern, EventBusName, Enabled, State, ...rest }, place, reader) => {
  reader.others(rest, [], place)
  const pattern = reader.data(Pattern, `${place}.Pattern`)
  const bus = reader.text(EventBusName, `${place}.EventBusName`)
  if (pattern === undefined || (bus === undefined && EventBusName !== undefined)) return []
  return [{ eventbridge: known({ pattern, bus, ...switched(Enabled ?? State !== 'DISABLED') }) }]
}

const EVENTS: Record<string, ReadEvent> = {
  Schedule: schedule,
  ScheduleV2: schedule,
  DynamoDB: stream,
  Kinesis: stream,
  EventBridgeRule: rule,
  CloudWatchEvent: rule,

  SQS: ({ Queue, ScalingConfig, ...rest }, place, reader) => {
    const queue = reader.text(Queue, `${place}.Queue`)
    const batch = batchOf(rest, place, reader)
    if (queue === undefined) return []
    const maxConcurrency = reader.number(record(ScalingConfig)['MaximumConcurrency'], place)
    return [{ sqs: shortened('queue', { queue, ...batch, maxConcurrency }) }]
  },

  SNS: ({ Topic, FilterPolicy, FilterPolicyScope, ...rest }, place, reader) => {
    reader.others(rest, [], place)
    const topic = reader.text(Topic, `${place}.Topic`)
    const filter = reader.data(FilterPolicy, `${place}.FilterPolicy`)
    if (topic === undefined) return []
    const scope = FilterPolicyScope === 'MessageBody' ? 'body' : undefined
    return [{ sns: shortened('topic', { topic, filter, scope }) }]
  },
}

/** What queues and streams have in common. */
function batchOf(data: Data, place: string, reader: Reader): object {
  const {
    BatchSize,
    MaximumBatchingWindowInSeconds,
    Enabled,
    FilterCriteria,
    FunctionResponseTypes: _answers,
    ...rest
  } = data
  reader.others(rest, [], place)
  const filters = reader.data(FilterCriteria, `${place}.FilterCriteria`)
  return {
    batchSize: reader.number(BatchSize, `${place}.BatchSize`),
    window: reader.number(MaximumBatchingWindowInSeconds, place),
    filter:
      filters && several(record(filters)['Filters']).map((one) => json(record(one)['Pattern'])),
    ...switched(Enabled),
  }
}

/** A text as what it says in JSON; everything else as it is. */
function json(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
