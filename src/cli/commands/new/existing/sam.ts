import {
  isCompiled,
  list,
  record,
  type Found,
  type FoundFunction,
  type FoundSettings,
} from './found.ts'
import { readYaml } from './read-yaml.ts'
import { Reader } from './reader.ts'
import { samReference } from './sam-references.ts'
import { startsOf } from './sam-starts.ts'
import { map, number, settingsOf, text, texts, type Setting } from './settings.ts'
import { sourceOf } from './source.ts'

const FUNCTION = 'AWS::Serverless::Function'

const SETTINGS: Record<string, Setting> = {
  Description: ['description', text],
  Architectures: ['arch', (reader, value, place) => reader.arch(list(value)[0], place)],
  MemorySize: ['memory', number],
  Timeout: ['timeout', number],
  EphemeralStorage: [
    'ephemeralStorage',
    (reader, value, place) => reader.number(record(value)['Size'], place),
  ],
  Environment: [
    'environment',
    (reader, value, place) => reader.map(record(value)['Variables'], place),
  ],
  ReservedConcurrentExecutions: ['reservedConcurrency', number],
  Role: ['role', text],
  KmsKeyArn: ['kmsKey', text],
  Layers: ['layers', texts],
  VpcConfig: [
    'vpc',
    (reader, value, place) =>
      reader.vpc(record(value)['SubnetIds'], record(value)['SecurityGroupIds'], place),
  ],
  Tracing: ['tracing', (_, value) => value === 'Active' || undefined],
  Tags: ['tags', map],
}

const PASSED = [
  'FunctionName',
  'Handler',
  'CodeUri',
  'Events',
  'FunctionUrlConfig',
  'Runtime',
  'PackageType',
]

/** What SAM deploys where nothing is said. */
const DEFAULTS = { Timeout: 3, Architectures: ['x86_64'] }

/** `template.yaml` of AWS SAM; undefined where it is another tool's. */
export function readSam(root: string, file: string, content: string): Found | undefined {
  const data = record(readYaml(content))
  const resources = Object.entries(record(data['Resources'])).map(
    ([name, value]) => [name, record(value)] as const,
  )
  if (!resources.some(([, { Type }]) => Type === FUNCTION)) return undefined
  const reader = new Reader(samReference)
  reader.others(
    data,
    ['AWSTemplateFormatVersion', 'Transform', 'Description', 'Resources', 'Globals'],
    '',
  )
  for (const [name, { Type }] of resources) {
    if (Type !== FUNCTION) reader.note(`${name}, of ${String(Type)}`)
  }
  const globals = record(data['Globals'])
  reader.others(globals, ['Function'], 'Globals')
  const all = record(globals['Function'])
  const shared = settingsOf({ ...DEFAULTS, ...all }, SETTINGS, PASSED, 'Globals.Function', reader)
  const apis = [...Object.values(globals), ...resources.map(([, { Properties }]) => Properties)]
  const template = { root, shared, guarded: apis.some(isGuarded), reader }
  const functions = resources
    .filter(([, { Type }]) => Type === FUNCTION)
    .flatMap(([name, { Properties, Metadata }]) => {
      const { Runtime, Handler, CodeUri, PackageType } = all
      const own = { Runtime, Handler, CodeUri, PackageType, ...record(Properties) }
      return functionOf(name, own, Metadata, template) ?? []
    })
  return { file, shared, functions, notes: reader.notes }
}

/** An API whose requests are all looked at by an authorizer. */
function isGuarded(properties: unknown): boolean {
  return record(record(properties)['Auth'])['DefaultAuthorizer'] !== undefined
}

interface Template {
  root: string
  shared: FoundSettings
  guarded: boolean
  reader: Reader
}

function functionOf(
  name: string,
  data: Record<string, unknown>,
  metadata: unknown,
  { root, shared, guarded, reader }: Template,
): FoundFunction | undefined {
  const runtime = reader.text(data['Runtime'], `${name}.Runtime`)
  const isImage = data['PackageType'] === 'Image'
  if (isImage || !isCompiled(runtime)) {
    reader.note(`${name}, which is ${isImage ? 'an image' : `of ${runtime}`}`)
    return undefined
  }
  const handler = reader.text(data['Handler'], `${name}.Handler`)
  const folder = reader.text(data['CodeUri'], `${name}.CodeUri`)
  const [entry] = list(record(record(metadata)['BuildProperties'])['EntryPoints'])
  const settings = settingsOf(data, SETTINGS, PASSED, name, reader)
  // Layers of all functions stay beside a function's own.
  const layers = settings.layers && [...(shared.layers ?? []), ...settings.layers]
  return {
    name: reader.text(data['FunctionName'], `${name}.FunctionName`) ?? name,
    ...sourceOf(root, handler, { folder, entry }),
    ...settings,
    ...(layers && { layers }),
    ...startsOf(data['Events'], data['FunctionUrlConfig'], guarded, name, reader),
  }
}
