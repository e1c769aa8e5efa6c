import { meantValue } from '../../core/config/synonyms.ts'
import { nearest } from '../../core/nearest.ts'
import type { Flag } from './types.ts'
import { usageError } from './usage-error.ts'

/** What was typed after the command, checked against what the command takes. */
export class Arguments {
  readonly positionals: readonly string[]
  readonly #values: ReadonlyMap<string, string | true>

  constructor(positionals: readonly string[], values: ReadonlyMap<string, string | true>) {
    this.positionals = positionals
    this.#values = values
  }

  /** Whether a flag was given. */
  has(name: string): boolean {
    return this.#values.has(name)
  }

  text(name: string): string | undefined {
    const value = this.#values.get(name)
    return typeof value === 'string' ? value : undefined
  }

  /** @throws OcheError `USAGE` where the value is no whole number in the range */
  integer(name: string, { min, max }: { min: number; max: number }): number | undefined {
    const text = this.text(name)
    if (text === undefined) return undefined
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= min && value <= max) return value
    throw usageError(`--${name} takes a whole number from ${min} to ${max}, not "${text}"`)
  }
}

/** @throws OcheError `USAGE` where the flag takes a few values and this is none of them */
export function checkChoice(flag: Flag, value: string): void {
  if (flag.choices === undefined || flag.choices.includes(value)) return
  const meant = meantValue(flag.name, value, flag.choices) ?? nearest(value, flag.choices)
  throw usageError(
    `--${flag.name} takes ${flag.choices.join(', ')}, not "${value}"`,
    meant === undefined ? undefined : `Did you mean "${meant}"?`,
  )
}
