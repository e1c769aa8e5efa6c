import { changeText, toldApart } from '../../output/changes.ts'
import type { Style } from '../../output/output.ts'
import type { PlanPart } from './parts.ts'

/** What of a plan a terminal shows; nothing of what stays as it is, but for functions. */
export function partLines(part: PlanPart, place: string, style: Style): string[] {
  const { kind, name, changes, calls } = part
  if (kind === 'function' && calls.length === 0) return [`${name}: nothing to do`]
  if (kind !== 'function' && changes.length === 0) return []
  const lines = toldApart(changes).map((change) => `  ${changeText(change, style)}`)
  return [headingOf(part, place), ...lines]
}

function headingOf({ kind, name }: PlanPart, place: string): string {
  switch (kind) {
    case 'layers':
      return 'layers:'
    case 'function':
      return `${name} in ${place}:`
    case 'shared':
      return `${name}, shared by functions:`
    case 'orphan':
      return `${name}, which oche.yaml no longer has:`
  }
}
