import { REFERENCE } from '../../core/references.ts'

/** A value of `oche.yaml` in parts: text as it is, and names of variables to be given elsewhere. */
export type Part = { text: string } | { variable: string }

/** `prefix-${env:NAME}` in its parts; exported files never hold what such a variable is worth. */
export function partsOf(value: string): Part[] {
  const parts: Part[] = []
  let end = 0
  for (const match of value.matchAll(REFERENCE)) {
    if (match.index > end) parts.push({ text: value.slice(end, match.index) })
    parts.push({ variable: match[1]! })
    end = match.index + match[0].length
  }
  if (end < value.length || parts.length === 0) parts.push({ text: value.slice(end) })
  return parts
}

/** Names of all variables that an environment refers to. */
export function variablesIn(environment: Readonly<Record<string, string>>): string[] {
  const names = Object.values(environment)
    .flatMap(partsOf)
    .flatMap((part) => ('variable' in part ? [part.variable] : []))
  return [...new Set(names)].sort()
}
