import { LineCounter, parseDocument, type Document } from 'yaml'
import type { z } from 'zod'
import { OcheError } from '../errors.ts'
import { nearest } from '../nearest.ts'
import { configSchema, functionSchema, type Config } from './schema.ts'

/**
 * Reads the text of `oche.yaml`.
 *
 * @param file how the file is called in messages
 * @throws OcheError `CONFIG_SYNTAX` for malformed YAML, `CONFIG_INVALID` for a wrong key or value,
 *   each with line and column
 */
export function parseConfig(text: string, file: string): Config {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const syntaxError = document.errors[0]
  if (syntaxError !== undefined) {
    const { line, col } = lines.linePos(syntaxError.pos[0])
    throw new OcheError(
      'CONFIG_SYNTAX',
      `${file}:${line}:${col}: ${firstLine(syntaxError.message)}`,
      {
        remedy: `Correct line ${line} of ${file}.`,
      },
    )
  }
  const result = configSchema.safeParse(document.toJS() ?? {})
  if (result.success) return result.data
  throw invalid(result.error.issues, document, lines, file)
}

function invalid(
  issues: readonly z.core.$ZodIssue[],
  document: Document,
  lines: LineCounter,
  file: string,
): OcheError {
  // An unknown key says more than the known one that is missing beside it.
  const problems = issues
    .toSorted((a, b) => Number(isUnknownKey(b)) - Number(isUnknownKey(a)))
    .flatMap((issue) => describe(issue))
    .map((problem) => {
      const { line, col } = position(document, lines, problem.path)
      return { ...problem, at: `${file}:${line}:${col}` }
    })
  const [first, ...others] = problems
  return new OcheError('CONFIG_INVALID', `${first!.at}: ${first!.message}`, {
    remedy: first!.remedy,
    ...(others.length > 0 && { detail: others.map((p) => `${p.at}: ${p.message}`).join('\n') }),
  })
}

interface Problem {
  path: PropertyKey[]
  message: string
  remedy: string
}

function isUnknownKey(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'unrecognized_keys'
}

function describe(issue: z.core.$ZodIssue, base: PropertyKey[] = []): Problem[] {
  const path = [...base, ...issue.path]
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey(key, path))
  }
  if (issue.code === 'invalid_union') {
    const closest = issue.errors.toSorted((a, b) => depth(b) - depth(a))[0] ?? []
    if (depth(closest) > 0) return closest.flatMap((inner) => describe(inner, path))
    return [{ path, message: unionMessage(path, issue), remedy: `Correct ${keyText(path)}.` }]
  }
  const { message } = issue.code === 'invalid_key' ? (issue.issues[0] ?? issue) : issue
  return [{ path, message: `${keyText(path)}: ${message}`, remedy: `Correct ${keyText(path)}.` }]
}

/** How far an alternative of a union agreed with the value before it failed. */
function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(
    0,
    ...issues.map((issue) => issue.path.length + (issue.code === 'unrecognized_keys' ? 1 : 0)),
  )
}

function unionMessage(path: PropertyKey[], issue: z.core.$ZodIssueInvalidUnion): string {
  const values = issue.errors
    .flat()
    .flatMap((inner) => (inner.code === 'invalid_value' ? inner.values : []))
  const wanted =
    values.length > 0 ? `expected one of ${values.join(', ')}` : 'this value does not fit'
  return `${keyText(path)}: ${wanted}`
}

function unknownKey(key: string, path: PropertyKey[]): Problem {
  const known = knownKeys(path)
  const meant = nearest(key, known)
  const where = path.length > 0 ? ` in ${keyText(path)}` : ''
  return {
    path: [...path, key],
    message: `unknown key "${key}"${where}`,
    remedy: meant !== undefined ? `Did you mean "${meant}"?` : `Known keys: ${known.join(', ')}.`,
  }
}

/** The keys that may stand at `path`, read from the schema itself. */
function knownKeys(path: PropertyKey[]): string[] {
  if (path.length === 0) return Object.keys(configSchema.shape)
  if (path[0] === 'functions') {
    return path.length === 2 ? Object.keys(functionSchema.shape) : keysBelow(path.slice(2))
  }
  return keysBelow(path)
}

function keysBelow(path: PropertyKey[]): string[] {
  let schemas: z.core.$ZodType[] = [functionSchema]
  for (const part of path) {
    schemas = schemas.flatMap((schema) => unwrap(schema)).flatMap((schema) => child(schema, part))
  }
  return schemas.flatMap((schema) => unwrap(schema)).flatMap((schema) => shapeKeys(schema))
}

type Definition = {
  type: string
  shape?: Record<string, z.core.$ZodType>
  options?: z.core.$ZodType[]
  innerType?: z.core.$ZodType
  element?: z.core.$ZodType
}

function definition(schema: z.core.$ZodType): Definition {
  return schema._zod.def as unknown as Definition
}

/** The object and array schemas behind optionals, defaults and unions. */
function unwrap(schema: z.core.$ZodType): z.core.$ZodType[] {
  const { innerType, options } = definition(schema)
  if (innerType !== undefined) return unwrap(innerType)
  if (options !== undefined) return options.flatMap((option) => unwrap(option))
  return [schema]
}

function child(schema: z.core.$ZodType, part: PropertyKey): z.core.$ZodType[] {
  const { shape, element } = definition(schema)
  if (element !== undefined && typeof part === 'number') return [element]
  const found = shape?.[String(part)]
  return found === undefined ? [] : [found]
}

function shapeKeys(schema: z.core.$ZodType): string[] {
  return Object.keys(definition(schema).shape ?? {})
}

function keyText(path: readonly PropertyKey[]): string {
  return path
    .map((part, i) => (typeof part === 'number' ? `[${part}]` : (i > 0 ? '.' : '') + String(part)))
    .join('')
}

/** Where the node at `path`, or the nearest one above it, stands in the file. */
function position(document: Document, lines: LineCounter, path: readonly PropertyKey[]) {
  for (let length = path.length; length > 0; length--) {
    const parent = length > 1 ? document.getIn(path.slice(0, length - 1), true) : document.contents
    const pairs = (parent as { items?: unknown[] } | null)?.items ?? []
    const key = path[length - 1]
    const item =
      typeof key === 'number' ? pairs[key] : pairs.find((pair) => keyOf(pair) === String(key))
    const start = rangeStart(item)
    if (start !== undefined) return lines.linePos(start)
  }
  return { line: 1, col: 1 }
}

function keyOf(pair: unknown): string | undefined {
  const key = (pair as { key?: { value?: unknown } } | null)?.key
  return key === undefined || key === null ? undefined : String(key.value)
}

function rangeStart(item: unknown): number | undefined {
  const node = item as { range?: number[]; key?: { range?: number[] } } | undefined
  return node?.key?.range?.[0] ?? node?.range?.[0]
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!.replace(/ at line \d+, column \d+:?$/, '')
}
