import { OcheError } from './errors.ts'

/** What a reference names: a variable, a parameter of SSM, or a secret of Secrets Manager. */
export type ReferenceKind = 'env' | 'ssm' | 'secret'

/** `${env:NAME}`, `${ssm:/path}`, `${secret:id}`, `${secret:id#key}`, in any string value of the configuration. */
export const REFERENCE = /\$\{(env|ssm|secret):([^}]+)\}/g

/** What was read of AWS, by reference: `${ssm:/path}`. */
export class RemoteValues extends Map<string, string> {}

/** In place of what is read of AWS later: such a reference stays as it is written. */
export const LATER = new RemoteValues()

type Variables = Readonly<Record<string, string | undefined>>

/** Where references are looked for: variables of the process first, then those of a file; and what AWS has. */
export type ReferenceSources = readonly (Variables | RemoteValues)[]

/** What a reference stands for, so that it is not shown. */
export interface Hidden {
  /** As it is written: `${env:NAME}`. */
  reference: string
  value: string
}

/** A reference and where it stands, as in `environment.KEY of items`. */
export interface PlacedReference {
  kind: ReferenceKind
  name: string
  /** As it is written. */
  reference: string
  place: string
}

/** `id#key` in its parts: the key of a secret that is a JSON object. */
export function secretParts(name: string): { id: string; key: string | undefined } {
  const hash = name.lastIndexOf('#')
  return hash < 0
    ? { id: name, key: undefined }
    : { id: name.slice(0, hash), key: name.slice(hash + 1) }
}

/**
 * A value with every reference in it replaced; of objects and lists, in all of their values.
 *
 * @param key where it stands, as in `tags`
 * @param of whose it is: a function's name; undefined for the project's
 * @param found gets what was filled in
 * @throws OcheError `ENVIRONMENT_MISSING`, `REFERENCE_NOT_READ`; no value is ever in a message
 */
export function resolveReferences<T>(
  value: T,
  key: string,
  of: string | undefined,
  sources: ReferenceSources,
  found: Hidden[] = [],
): T {
  return resolveAt(value as unknown, key, (text, path) =>
    text.replaceAll(REFERENCE, (reference, kind: ReferenceKind, name: string) => {
      const isLater = kind !== 'env' && sources.includes(LATER)
      const stands = isLater ? undefined : standsFor(kind, name, reference, sources)
      if (isLater) return reference
      const place = placeText(path, of)
      if (stands === undefined)
        throw kind === 'env' ? unset(place, name) : notRead(place, reference)
      found.push({ reference, value: stands })
      return stands
    }),
  ) as T
}

function standsFor(
  kind: ReferenceKind,
  name: string,
  reference: string,
  sources: ReferenceSources,
): string | undefined {
  for (const source of sources) {
    if (source instanceof RemoteValues) {
      if (kind !== 'env' && source.has(reference)) return source.get(reference)
    } else if (kind === 'env' && typeof source[name] === 'string') return source[name]
  }
  return undefined
}

/** All references of a value that AWS is asked for. */
export function remoteReferences(
  value: unknown,
  key: string,
  of: string | undefined,
): PlacedReference[] {
  const found: PlacedReference[] = []
  resolveAt(value, key, (text, path) => {
    for (const [reference, kind, name] of text.matchAll(REFERENCE)) {
      if (kind === 'env') continue
      const place = placeText(path, of)
      found.push({ kind: kind as ReferenceKind, name: name!, reference, place })
    }
    return text
  })
  return found
}

function placeText(path: string, of: string | undefined): string {
  return of === undefined ? path : `${path} of ${of}`
}

function unset(place: string, name: string): OcheError {
  return new OcheError('ENVIRONMENT_MISSING', `${place} needs ${name}, which is not set here`, {
    remedy: `Set ${name} in the shell that runs oche, or in .env.`,
  })
}

function notRead(place: string, reference: string): OcheError {
  return new OcheError(
    'REFERENCE_NOT_READ',
    `${place} needs ${reference}, and AWS is not asked for it here`,
    { remedy: 'Write the value itself, a variable (${env:NAME}), or what differs into a stage.' },
  )
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

/** A text with references in place of what they stand for. */
export function hiding(text: string, hidden: readonly Hidden[]): string {
  return [...hidden]
    .filter(({ value }) => value.length > 2)
    .sort((a, b) => b.value.length - a.value.length)
    .reduce((shown, { reference, value }) => shown.replaceAll(value, () => reference), text)
}
