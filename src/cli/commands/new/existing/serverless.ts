import { list, Reader, record, route, type Found, type FoundFunction } from './found.ts'
import { readYaml } from './read-yaml.ts'
import { sourceOf } from './source.ts'

const KNOWN = {
  file: ['service', 'provider', 'functions', 'frameworkVersion', 'org', 'app', 'package'],
  provider: ['name', 'runtime', 'memorySize', 'timeout', 'architecture', 'region', 'environment'],
  function: [
    'handler',
    'name',
    'description',
    'memorySize',
    'timeout',
    'architecture',
    'environment',
    'events',
    'url',
    'runtime',
  ],
}

/** `serverless.yml` of the Serverless Framework. */
export function readServerless(root: string, file: string, text: string): Found {
  const reader = new Reader()
  const data = record(readYaml(text))
  const provider = record(data['provider'])
  reader.others(data, KNOWN.file, '')
  reader.others(provider, KNOWN.provider, 'provider')
  const service = record(data['service'])['name'] ?? data['service']
  const functions = Object.entries(record(data['functions'])).map(([name, value]) =>
    functionOf(root, name, inherited(provider, record(value)), reader),
  )
  return {
    file,
    name: reader.text(service, 'service'),
    region: reader.text(provider['region'], 'provider.region'),
    functions,
    notes: reader.notes,
  }
}

/** A function with what `provider` says for all; variables come together. */
function inherited(provider: Record<string, unknown>, own: Record<string, unknown>) {
  const environment = { ...record(provider['environment']), ...record(own['environment']) }
  return { ...pick(provider), ...own, environment }
}

function pick({ memorySize, timeout, architecture }: Record<string, unknown>): object {
  return Object.fromEntries(
    Object.entries({ memorySize, timeout, architecture }).filter(
      ([, value]) => value !== undefined,
    ),
  )
}

function functionOf(
  root: string,
  name: string,
  data: Record<string, unknown>,
  reader: Reader,
): FoundFunction {
  const place = `functions.${name}`
  reader.others(data, KNOWN.function, place)
  const handler = reader.text(data['handler'], `${place}.handler`)
  const routes: string[] = []
  const kinds = new Set<'http-api' | 'rest'>()
  const events: object[] = []
  for (const entry of list(data['events'])) {
    const [[kind, value] = ['', undefined]] =
      typeof entry === 'string' ? [[entry, undefined] as const] : Object.entries(record(entry))
    if (kind === 'http' || kind === 'httpApi') {
      const found = routeOf(value, `${place}.events.${kind}`, reader)
      if (found !== undefined) routes.push(found)
      kinds.add(kind === 'http' ? 'rest' : 'http-api')
    } else {
      const found = eventOf(kind, value, `${place}.events.${kind}`, reader)
      if (found !== undefined) events.push(found)
    }
  }
  const [kind, second] = kinds
  if (second !== undefined) reader.note(`${place}: routes of a second kind of API`)
  return {
    name,
    ...sourceOf(root, handler, reader, place),
    description: reader.text(data['description'], `${place}.description`),
    memory: reader.number(data['memorySize'], `${place}.memorySize`),
    timeout: reader.number(data['timeout'], `${place}.timeout`),
    arch: reader.arch(data['architecture'], `${place}.architecture`),
    environment: reader.environment(data['environment'], `${place}.environment`),
    http: httpOf(data['url'], kind, routes),
    events,
  }
}

function httpOf(
  url: unknown,
  kind: 'http-api' | 'rest' | undefined,
  routes: readonly string[],
): FoundFunction['http'] {
  if (kind !== undefined) return { kind, access: 'public', routes }
  if (url === undefined || url === false) return undefined
  const isSigned = record(url)['authorizer'] === 'aws_iam'
  return { kind: 'url', access: isSigned ? 'iam' : 'public' }
}

function routeOf(value: unknown, place: string, reader: Reader): string | undefined {
  const { method, path, ...rest } = record(value)
  for (const key of Object.keys(rest)) reader.note(`${place}.${key}`)
  if (typeof value === 'string' && value === '*') return '$default'
  const [verb, way] =
    typeof value === 'string'
      ? value.split(/\s+/)
      : [reader.text(method, place), reader.text(path, place)]
  return verb === undefined || way === undefined ? undefined : route(verb, way)
}

function eventOf(kind: string, value: unknown, place: string, reader: Reader): object | undefined {
  const { rate, arn, batchSize } = record(value)
  if (kind === 'schedule') {
    const given = typeof value === 'string' ? value : (list(rate)[0] ?? rate)
    const expression = reader.text(given, place)
    return expression === undefined ? undefined : { schedule: expression }
  }
  if (kind === 'sqs' || kind === 'sns') {
    const from = reader.text(typeof value === 'string' ? value : arn, place)
    if (!from?.startsWith('arn:')) {
      if (from !== undefined) reader.note(`${place}: ${from} is no ARN`)
      return undefined
    }
    const size = reader.number(batchSize, `${place}.batchSize`)
    return { [kind]: kind === 'sqs' && size ? { queue: from, batchSize: size } : from }
  }
  reader.note(place)
  return undefined
}
