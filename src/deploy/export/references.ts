import { REFERENCE, type ReferenceKind } from '../../core/references.ts'
import type { Account } from '../names.ts'

/** What AWS has: a parameter of SSM, or a secret of Secrets Manager. */
export interface RemotePart {
  kind: Exclude<ReferenceKind, 'env'>
  name: string
}

/** A text in parts: as it is, what stands in a variable, what AWS has, and what is known where it is deployed. */
export type Part =
  | { text: string }
  | { variable: string }
  | { remote: RemotePart }
  | { place: keyof Account }

/** In place of partition, region and number of the account, between marks that nobody types. */
export const ACCOUNT: Account = {
  partition: '\u{E000}partition\u{E001}',
  region: '\u{E000}region\u{E001}',
  id: '\u{E000}id\u{E001}',
}

const HOLE = new RegExp(`${REFERENCE.source}|\u{E000}(partition|region|id)\u{E001}`, 'g')

/** `prefix-${env:NAME}` in its parts; exported files never hold what such a variable is worth. */
export function partsOf(value: string): Part[] {
  const parts: Part[] = []
  let end = 0
  for (const match of value.matchAll(HOLE)) {
    const [whole, kind, name = '', place] = match
    if (match.index > end) parts.push({ text: value.slice(end, match.index) })
    parts.push(kind === undefined ? { place: place as keyof Account } : named(kind, name))
    end = match.index + whole.length
  }
  if (end < value.length || parts.length === 0) parts.push({ text: value.slice(end) })
  return parts
}

function named(kind: string, name: string): Part {
  return kind === 'env'
    ? { variable: name }
    : { remote: { kind: kind as RemotePart['kind'], name } }
}

/** All that a value needs of AWS, each once. */
export function remotesIn(value: unknown): RemotePart[] {
  const found = textsIn(value)
    .flatMap(partsOf)
    .flatMap((part) => ('remote' in part ? [part.remote] : []))
  return [...new Map(found.map((one) => [`${one.kind}:${one.name}`, one])).values()]
}

/** Names of all variables that a value refers to, whatever it is made of. */
export function variablesIn(value: unknown): string[] {
  return [...new Set(textsIn(value).flatMap(partsOf).flatMap(variableOf))].sort()
}

function variableOf(part: Part): string[] {
  return 'variable' in part ? [part.variable] : []
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (value === null || typeof value !== 'object') return []
  return Object.values(value).flatMap(textsIn)
}
