import { isCompiled, list, record, type Found, type FoundFunction } from './found.ts'
import { readYaml } from './read-yaml.ts'
import { Reader } from './reader.ts'
import { filledIn } from './serverless-references.ts'
import { startsOf } from './serverless-starts.ts'
import { arch, map, number, settingsOf, text, texts, type Setting } from './settings.ts'
import { sourceOf } from './source.ts'

const SETTINGS: Record<string, Setting> = {
  description: ['description', text],
  architecture: ['arch', arch],
  memorySize: ['memory', number],
  timeout: ['timeout', number],
  ephemeralStorageSize: ['ephemeralStorage', number],
  environment: ['environment', map],
  reservedConcurrency: ['reservedConcurrency', number],
  provisionedConcurrency: ['provisionedConcurrency', number],
  maximumRetryAttempts: ['retries', number],
  kmsKeyArn: ['kmsKey', text],
  layers: ['layers', texts],
  vpc: [
    'vpc',
    (reader, value, place) =>
      reader.vpc(record(value)['subnetIds'], record(value)['securityGroupIds'], place),
  ],
  tracing: ['tracing', (_, value) => isTraced(record(value)['lambda'] ?? value)],
  logRetentionInDays: ['logRetentionDays', number],
  tags: ['tags', map],
}

const PASSED = {
  file: [
    'service',
    'provider',
    'functions',
    'frameworkVersion',
    'org',
    'app',
    'useDotenv',
    'configValidationMode',
  ],
  provider: ['name', 'runtime', 'region'],
  function: ['handler', 'name', 'events', 'url', 'runtime'],
}

/** What Serverless deploys where nothing is said. */
const DEFAULTS = { memorySize: 1024, timeout: 6, architecture: 'x86_64' }

/** `serverless.yml` of the Serverless Framework. */
export function readServerless(root: string, file: string, content: string): Found {
  const read = readYaml(content)
  const data = record(read)
  const reader = new Reader((value) => filledIn(value, data))
  if (read === undefined) reader.note('all of it: it is no YAML')
  const provider = record(data['provider'])
  reader.others(data, PASSED.file, '')
  const service = record(data['service'])['name'] ?? data['service']
  const shared = settingsOf(
    { ...DEFAULTS, ...provider },
    SETTINGS,
    PASSED.provider,
    'provider',
    reader,
  )
  return {
    file,
    name: reader.text(service, 'service'),
    region: reader.text(provider['region'], 'provider.region'),
    shared,
    functions: entriesOf(data['functions'], reader).flatMap(([name, value]) => {
      const runtime = value['runtime'] ?? provider['runtime']
      return functionOf(root, name, { ...value, runtime }, reader) ?? []
    }),
    notes: reader.notes,
  }
}

/** Functions by name; a list has several such maps, and files of their own. */
function entriesOf(functions: unknown, reader: Reader): [string, Record<string, unknown>][] {
  const all = Array.isArray(functions) ? functions : [functions]
  return all.flatMap((one: unknown) => {
    if (typeof one === 'string') reader.note(`functions: ${one}`)
    return Object.entries(record(one)).map(
      ([name, value]) => [name, record(value)] as [string, Record<string, unknown>],
    )
  })
}

function functionOf(
  root: string,
  name: string,
  data: Record<string, unknown>,
  reader: Reader,
): FoundFunction | undefined {
  const place = `functions.${name}`
  const runtime = reader.text(data['runtime'], `${place}.runtime`)
  if (data['image'] !== undefined || !isCompiled(runtime)) {
    reader.note(`${place}, which is ${data['image'] === undefined ? `of ${runtime}` : 'an image'}`)
    return undefined
  }
  const handler = reader.text(data['handler'], `${place}.handler`)
  const settings = settingsOf(data, SETTINGS, PASSED.function, place, reader)
  return {
    name: reader.text(data['name'], `${place}.name`) ?? name,
    ...sourceOf(root, handler),
    ...settings,
    ...startsOf(list(data['events']), data['url'], place, reader),
  }
}

function isTraced(value: unknown): boolean | undefined {
  return value === true || value === 'Active' ? true : undefined
}
