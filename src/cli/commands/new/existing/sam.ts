import { list, Reader, record, route, type Found, type FoundFunction } from './found.ts'
import { readYaml } from './read-yaml.ts'
import { sourceOf } from './source.ts'

const FUNCTION = 'AWS::Serverless::Function'

const KNOWN = [
  'FunctionName',
  'Handler',
  'CodeUri',
  'Description',
  'MemorySize',
  'Timeout',
  'Architectures',
  'Environment',
  'Events',
  'FunctionUrlConfig',
  'Runtime',
  'PackageType',
]

/** `template.yaml` of AWS SAM; undefined where it is another tool's. */
export function readSam(root: string, file: string, text: string): Found | undefined {
  const data = record(readYaml(text))
  const resources = Object.entries(record(data['Resources'])).map(
    ([name, value]) => [name, record(value)] as const,
  )
  if (!resources.some(([, { Type }]) => Type === FUNCTION)) return undefined
  const reader = new Reader()
  for (const [name, { Type }] of resources) {
    if (Type !== FUNCTION) reader.note(`${name}, of ${String(Type)}`)
  }
  reader.others(data['Globals'], ['Function'], 'Globals')
  const shared = record(record(data['Globals'])['Function'])
  const functions = resources
    .filter(([, { Type }]) => Type === FUNCTION)
    .map(([name, { Properties, Metadata }]) => {
      const own = record(Properties)
      const Environment = { Variables: { ...variables(shared), ...variables(own) } }
      return functionOf(root, name, { ...shared, ...own, Environment }, Metadata, reader)
    })
  return { file, functions, notes: reader.notes }
}

function variables({ Environment }: Record<string, unknown>): Record<string, unknown> {
  return record(record(Environment)['Variables'])
}

function functionOf(
  root: string,
  name: string,
  data: Record<string, unknown>,
  metadata: unknown,
  reader: Reader,
): FoundFunction {
  reader.others(data, KNOWN, name)
  const handler = reader.text(data['Handler'], `${name}.Handler`)
  const folder = reader.text(data['CodeUri'], `${name}.CodeUri`)
  const [entry] = list(record(record(metadata)['BuildProperties'])['EntryPoints'])
  const { http, events } = eventsOf(data['Events'], name, reader)
  return {
    name: reader.text(data['FunctionName'], `${name}.FunctionName`) ?? name,
    ...sourceOf(root, handler, reader, name, { folder, entry }),
    description: reader.text(data['Description'], `${name}.Description`),
    memory: reader.number(data['MemorySize'], `${name}.MemorySize`),
    timeout: reader.number(data['Timeout'], `${name}.Timeout`),
    arch: reader.arch(list(data['Architectures'])[0], `${name}.Architectures`),
    environment: reader.environment(variables(data), `${name}.Environment`),
    http: http ?? urlOf(data['FunctionUrlConfig']),
    events,
  }
}

function urlOf(config: unknown): FoundFunction['http'] {
  if (config === undefined) return undefined
  return { kind: 'url', access: record(config)['AuthType'] === 'NONE' ? 'public' : 'iam' }
}

function eventsOf(
  data: unknown,
  name: string,
  reader: Reader,
): Pick<FoundFunction, 'http' | 'events'> {
  const events: object[] = []
  const routes: string[] = []
  let kind: 'http-api' | 'rest' | undefined
  for (const [key, value] of Object.entries(record(data))) {
    const { Type, Properties } = record(value)
    const place = `${name}.Events.${key}`
    const { Path, Method, Schedule, ScheduleExpression, Queue, Topic, BatchSize, ...rest } =
      record(Properties)
    if (Type === 'Api' || Type === 'HttpApi') {
      const [verb, path] = [reader.text(Method ?? 'ANY', place), reader.text(Path ?? '*', place)]
      if (verb !== undefined && path !== undefined) routes.push(route(verb, path))
      kind = Type === 'Api' ? 'rest' : 'http-api'
    } else if (Type === 'Schedule' || Type === 'ScheduleV2') {
      const expression = reader.text(Schedule ?? ScheduleExpression, place)
      if (expression !== undefined) events.push({ schedule: expression })
    } else if (Type === 'SQS' || Type === 'SNS') {
      const arn = reader.text(Queue ?? Topic, place)
      const size = reader.number(BatchSize, `${place}.BatchSize`)
      if (arn !== undefined && Type === 'SNS') events.push({ sns: arn })
      else if (arn !== undefined) events.push({ sqs: size ? { queue: arn, batchSize: size } : arn })
    } else {
      reader.note(place)
      continue
    }
    for (const other of Object.keys(rest)) reader.note(`${place}.${other}`)
  }
  return { events, http: kind && { kind, access: 'public', routes } }
}
