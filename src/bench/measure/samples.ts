import type { SampleId } from '../report/types.ts'

/** Collects what is measured of one candidate. */
export class Samples {
  readonly #rounds: Partial<Record<SampleId, number[][]>> = {}

  add(sample: SampleId, values: readonly number[]): void {
    if (values.length === 0) return
    const rounds = (this.#rounds[sample] ??= [])
    rounds.push(values.map(rounded))
  }

  get all(): Partial<Record<SampleId, number[][]>> {
    return this.#rounds
  }
}

/** More digits than a clock is good for would only make reports large. */
function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(5))
}
