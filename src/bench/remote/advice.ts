import type { Subject } from '../report/types.ts'
import { mean, median } from '../statistics/quantile.ts'

/** The settings that somebody may want, by name. */
export interface Advice {
  cheapest: string
  fastest: string
  /** The least of cost × time. */
  balanced: string
}

/** Undefined where there is nothing to choose from. */
export function adviceOf(subjects: readonly Subject[]): Advice | undefined {
  const all = subjects.flatMap(({ name, samples }) => {
    const [cost, warm] = [samples.cost?.flat(), samples.warm?.flat()]
    if (cost === undefined || warm === undefined) return []
    return [{ name, cost: mean(cost), time: median(warm) }]
  })
  if (all.length < 2) return undefined
  const least = (of: (one: (typeof all)[number]) => number) =>
    all.reduce((best, one) => (of(one) < of(best) ? one : best)).name
  return {
    cheapest: least(({ cost }) => cost),
    fastest: least(({ time }) => time),
    balanced: least(({ cost, time }) => cost * time),
  }
}
