import { usageError } from '../../arguments/usage-error.ts'
import type { Arguments } from '../../arguments/values.ts'

/** How often a copy is invoked. */
export interface Spending {
  /** Cold starts of each setting. */
  rounds: number
  /** Warm invocations after each. */
  invocations: number
  /** All of them. */
  total: number
}

const ROUNDS = 10
const INVOCATIONS = 20

/**
 * What is spent on so many settings; a budget leaves out warm invocations first, then cold starts.
 *
 * @throws OcheError `USAGE` where the budget is too small for any figure
 */
export function spendingOf(args: Arguments, settings: number): Spending {
  const budget = args.integer('budget', { min: 1, max: 1_000_000 }) ?? Infinity
  const rounds = args.integer('rounds', { min: 2, max: 1000 }) ?? ROUNDS
  const invocations = args.integer('invocations', { min: 1, max: 100_000 }) ?? INVOCATIONS
  const each = Math.floor(budget / settings)
  if (each < 4) {
    throw usageError(
      `--budget ${budget} is too small for ${settings} settings`,
      `Two cold starts and a warm invocation after each take ${settings * 4}: --budget ${settings * 4}`,
    )
  }
  const coldStarts = Math.min(rounds, Math.floor(each / 2))
  const warm = Math.min(invocations, Math.floor(each / coldStarts) - 1)
  return { rounds: coldStarts, invocations: warm, total: settings * coldStarts * (warm + 1) }
}
