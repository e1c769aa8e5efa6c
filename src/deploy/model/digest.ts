import { createHash } from 'node:crypto'

/** In place of a digest while what it is of is being changed. */
export const CHANGING = 'changing'

/** Of what is written down, short enough for a tag or a description. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32)
}
