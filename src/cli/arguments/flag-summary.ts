import type { Flag } from './types.ts'

/**
 * What is said of a flag: what it does, the values it takes, its default.
 *
 * @param written how a value is shown
 */
export function flagSummary(
  { choices, summary, default: value }: Flag,
  written: (value: string) => string = String,
): string {
  // Some summaries say what each value means.
  const isNamed = (choice: string) => new RegExp(`(^|[ ,;])${choice}($|[ ,:;])`).test(summary)
  const values =
    choices === undefined || choices.every(isNamed) ? '' : `: ${choices.map(written).join(', ')}`
  return summary + values + (value === undefined ? '' : ` (default: ${value})`)
}
