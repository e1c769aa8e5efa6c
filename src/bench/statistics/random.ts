/** Numbers from 0 to below 1, the same for the same seed. */
export type Chance = () => number

/** A seeded row of numbers: SplitMix32. */
export function seeded(seed: number): Chance {
  let state = seed >>> 0
  return () => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }
}

/** The same items in an order by chance. */
export function shuffled<T>(items: readonly T[], chance: Chance): T[] {
  const all = [...items]
  for (let left = all.length; left > 1; left--) {
    const chosen = Math.floor(chance() * left)
    const last = all[left - 1]!
    all[left - 1] = all[chosen]!
    all[chosen] = last
  }
  return all
}
