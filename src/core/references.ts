import { OcheError } from './errors.ts'

/** `${env:NAME}`, in any string value of the configuration. */
export const REFERENCE = /\$\{env:([^}]+)\}/g

/** Where a reference is looked for: the process first, then the variables of a file. */
export type ReferenceSources = readonly Readonly<Record<string, string | undefined>>[]

/** What a reference stands for, so that it is not shown. */
export interface Hidden {
  name: string
  value: string
}

/**
 * A value with every reference in it replaced; of objects and lists, in all of their values.
 *
 * @param key where it stands, as in `tags`
 * @param of whose it is: a function's name; undefined for the project's
 * @param found gets what was filled in
 * @throws OcheError `ENVIRONMENT_MISSING`; no value is ever in a message
 */
export function resolveReferences<T>(
  value: T,
  key: string,
  of: string | undefined,
  sources: ReferenceSources,
  found: Hidden[] = [],
): T {
  return resolveAt(value as unknown, key, (text, path) =>
    text.replaceAll(REFERENCE, (_, name: string) => {
      const stands = sources.map((source) => source[name]).find((one) => typeof one === 'string')
      if (stands !== undefined) {
        found.push({ name, value: stands })
        return stands
      }
      const where = of === undefined ? path : `${path} of ${of}`
      throw new OcheError('ENVIRONMENT_MISSING', `${where} needs ${name}, which is not set here`, {
        remedy: `Set ${name} in the shell that runs oche, or in .env.`,
      })
    }),
  ) as T
}

function resolveAt(
  value: unknown,
  path: string,
  replace: (text: string, path: string) => string,
): unknown {
  if (typeof value === 'string') return replace(value, path)
  if (Array.isArray(value))
    return value.map((one, index) => resolveAt(one, `${path}[${index}]`, replace))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, resolveAt(one, `${path}.${key}`, replace)]),
  )
}

/** A text with the names of references in place of what they stand for. */
export function hiding(text: string, hidden: readonly Hidden[]): string {
  return [...hidden]
    .filter(({ value }) => value.length > 2)
    .sort((a, b) => b.value.length - a.value.length)
    .reduce((shown, { name, value }) => shown.replaceAll(value, `\${env:${name}}`), text)
}
