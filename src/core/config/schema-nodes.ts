import { safeParse, type z } from 'zod'
import { configSchema } from './schema.ts'

interface Definition {
  type: string
  shape?: Record<string, z.core.$ZodType>
  options?: z.core.$ZodType[]
  innerType?: z.core.$ZodType
  element?: z.core.$ZodType
  valueType?: z.core.$ZodType
  in?: z.core.$ZodType
}

/** The schemas that may stand at a place, behind optionals, defaults and unions. */
export function schemasAt(path: readonly PropertyKey[]): z.core.$ZodType[] {
  let schemas: z.core.$ZodType[] = unwrap(configSchema)
  for (const part of path) {
    schemas = schemas.flatMap((schema) => child(schema, part)).flatMap((schema) => unwrap(schema))
  }
  return schemas
}

/** The keys that may stand below a place. */
export function knownKeys(path: readonly PropertyKey[]): string[] {
  return schemasAt(path).flatMap((schema) => Object.keys(definition(schema).shape ?? {}))
}

/** The keys that each entry of a list may have. */
export function knownEntryKeys(path: readonly PropertyKey[]): string[] {
  return schemasAt(path)
    .flatMap((schema) => definition(schema).element ?? [])
    .flatMap((schema) => unwrap(schema))
    .flatMap((schema) => Object.keys(definition(schema).shape ?? {}))
}

/** What does not fit of a value at a place; nothing where one of the schemas there takes it. */
export function issuesAt(path: readonly PropertyKey[], value: unknown): z.core.$ZodIssue[] {
  const results = schemasAt(path.slice(0, -1))
    .flatMap((schema) => child(schema, path.at(-1)!))
    .map((schema) => safeParse(schema, value))
  if (results.some((result) => result.success)) return []
  return results[0]?.error?.issues ?? []
}

/** The values that a key of the objects at a place may have, where there are only a few. */
export function knownValues(path: readonly PropertyKey[], key: string): string[] {
  return schemasAt(path)
    .flatMap((schema) => child(schema, key))
    .flatMap((schema) => unwrap(schema))
    .flatMap((schema) => [...(schema._zod.values ?? [])].map(String))
}

function definition(schema: z.core.$ZodType): Definition {
  return schema._zod.def as unknown as Definition
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType[] {
  const { innerType, options, in: input } = definition(schema)
  const behind = innerType ?? input
  if (behind !== undefined) return unwrap(behind)
  if (options !== undefined) return options.flatMap((option) => unwrap(option))
  return [schema]
}

function child(schema: z.core.$ZodType, part: PropertyKey): z.core.$ZodType[] {
  const { shape, element, valueType } = definition(schema)
  if (element !== undefined) return typeof part === 'number' ? [element] : []
  if (valueType !== undefined) return [valueType]
  return shape !== undefined && Object.hasOwn(shape, part) ? [shape[String(part)]!] : []
}
