import { Written } from '../text.ts'

/** Nodes that are drawn at once, and levels: what is nested deeper opens by hand. */
const MOST_NODES = 600
const MOST_LEVELS = 12

/**
 * Parts of a value of JSON that are open at first: the first two levels, and further down what is short, as
 * long as there is room. Pure.
 *
 * @param atOnce members of one part that are drawn
 */
export function openAtFirst(value: unknown, atOnce: number): ReadonlySet<unknown> {
  const opened = new Set<unknown>()
  let level = [value].filter(isPart)
  let room = MOST_NODES
  for (let depth = 0; depth < MOST_LEVELS && level.length > 0; depth++) {
    const below: object[] = []
    for (const part of level) {
      const members = Object.values(part)
      const drawn = Math.min(members.length, atOnce)
      if ((depth > 1 && members.length > 3) || (depth > 0 && drawn > room)) continue
      room -= drawn
      opened.add(part)
      below.push(...members.slice(0, atOnce).filter(isPart))
    }
    level = below
  }
  return opened
}

export function isPart(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof Written)
}
