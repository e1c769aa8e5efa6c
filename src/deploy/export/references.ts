import { REFERENCE } from '../../core/references.ts'
import type { Account } from '../names.ts'

/** A text in parts: as it is, what stands in a variable, and what is known where it is deployed. */
export type Part = { text: string } | { variable: string } | { place: keyof Account }

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
    const [whole, variable, place] = match
    if (match.index > end) parts.push({ text: value.slice(end, match.index) })
    parts.push(variable === undefined ? { place: place as keyof Account } : { variable })
    end = match.index + whole.length
  }
  if (end < value.length || parts.length === 0) parts.push({ text: value.slice(end) })
  return parts
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
