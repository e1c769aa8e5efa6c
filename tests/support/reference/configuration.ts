import { jsonSchema } from '../../../src/core/config/schema.ts'
import { defaults } from '../../../src/core/defaults.ts'
import { cell, table } from './markdown.ts'

/** What of a JSON Schema stands on the page. */
interface Schema {
  type?: string | string[]
  description?: string
  default?: unknown
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  additionalProperties?: Schema | boolean
  minimum?: number
  maximum?: number
}

export interface Key {
  /** With those that it stands in: `api.domain.name`, `events[].sqs`. */
  path: string
  schema: Schema
}

/** They hold the same keys again, which is said once. */
const NESTED = new Set(['functions', 'stages', '$schema'])

/** Every key of `oche.yaml`, one that holds others before those. */
export function keys(): Key[] {
  const { properties = {} } = jsonSchema() as Schema
  return Object.entries(properties)
    .filter(([name]) => !NESTED.has(name))
    .flatMap(([name, schema]) => [{ path: name, schema }, ...below(name, schema)])
}

function below(path: string, schema: Schema): Key[] {
  const parts = [schema, ...formsOf(schema)]
  const found = parts.flatMap(({ properties = {} }) =>
    Object.entries(properties).flatMap(([name, one]) => [
      { path: `${path}.${name}`, schema: one },
      ...below(`${path}.${name}`, one),
    ]),
  )
  const inLists = parts.flatMap(({ items }) =>
    items === undefined ? [] : below(`${path}[]`, items),
  )
  // A list of what may also stand alone has the same keys.
  return together(found.length > 0 ? found : inLists)
}

/** The ways of which a value may have one. */
function formsOf({ anyOf = [], oneOf = [] }: Schema): Schema[] {
  return [...anyOf, ...oneOf]
}

/** A key that several forms have, such as `type`, is one key. */
function together(found: readonly Key[]): Key[] {
  const paths = [...new Set(found.map(({ path }) => path))]
  return paths.map((path) => {
    const [first, ...others] = found.filter((key) => key.path === path).map(({ schema }) => schema)
    if (others.length === 0) return { path, schema: first! }
    const { description } = first!
    return { path, schema: { ...first, description, anyOf: [first!, ...others] } as Schema }
  })
}

/** docs/reference/oche-yaml.md: every key with what it takes. */
export function configurationPage(): string {
  const top = keys().filter(({ path }) => !/[.[]/.test(path))
  const groups = top.map(({ path: name }) => {
    return [name, keys().filter(({ path }) => /^[^.[]+/.exec(path)![0] === name)] as const
  })
  const plain = groups.filter(([, { length }]) => length === 1).flatMap(([, all]) => all)
  const nested = groups.filter(([, { length }]) => length > 1)
  return [
    '# Every key of oche.yaml',
    'Made from the JSON Schema that editors read. [Configure a function](../configuration.md) explains how keys go together.',
    'Each key can stand at the top, for all functions, and below `functions.NAME`, for one; `name`, `account`, `region`, `api`, `stage`, `stages` and `functions` stand at the top only. `stages.NAME` takes what the top takes, see [stages](../stages.md).',
    '## Keys with one value',
    table(HEAD, plain.map(row)),
    ...nested.flatMap(([name, all]) => [`## ${name}`, table(HEAD, all.map(row))]),
    '',
  ].join('\n\n')
}

const HEAD = ['key', 'takes', 'default', '']

function row({ path, schema }: Key): string[] {
  const value = (defaults as Record<string, unknown>)[path] ?? schema.default
  const shown =
    value === undefined || value === '' || typeof value === 'object' ? '' : `\`${value}\``
  return [`\`${path}\``, takes(schema), shown, cell(schema.description ?? '')]
}

function takes(schema: Schema): string {
  const { enum: values, const: only, type, items, minimum, maximum, properties } = schema
  const forms = formsOf(schema)
  if (forms.length > 0) return either([...new Set(forms.map(takes))])
  if (values !== undefined) return values.map((value) => `\`${String(value)}\``).join(', ')
  if (only !== undefined) return `\`${String(only)}\``
  if (items !== undefined) return `list of ${takes(items)}`
  if (type === 'integer' || type === 'number') return rangeText(minimum, maximum)
  if (type === 'boolean') return '`true`, `false`'
  if (properties !== undefined) return 'keys below'
  if (type === 'object') return 'map'
  return 'text'
}

function either(forms: readonly string[]): string {
  const isOfValues = forms.every((form) => form.startsWith('`'))
  return forms.join(isOfValues ? ', ' : ' or ')
}

function rangeText(least: number | undefined, most: number | undefined): string {
  const from = least === undefined ? '' : ` from ${least}`
  const to = most === undefined || most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most}`
  return `number${from}${to}`
}
