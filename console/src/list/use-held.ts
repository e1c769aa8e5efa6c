import { useRef } from 'preact/hooks'
import type { Row } from '../rows.ts'

/** The rows, or those of the moment at which the list was paused, and how many are newer. */
export function useHeld(
  rows: readonly Row[],
  isPaused: boolean,
): { rows: readonly Row[]; newer: number } {
  const held = useRef<readonly Row[] | undefined>(undefined)
  // What was cleared is not held.
  if (!isPaused || rows.length === 0) held.current = undefined
  else held.current ??= rows
  if (held.current === undefined) return { rows, newer: 0 }
  const newest = held.current[0]?.id ?? 0
  return { rows: held.current, newer: rows.filter(({ id }) => id > newest).length }
}
