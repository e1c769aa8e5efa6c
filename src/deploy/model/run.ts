import { randomBytes } from 'node:crypto'

/** A name for one run of a command; those of later runs sort behind it. */
export function newRun(now: Date = new Date()): string {
  return `${now.toISOString()}-${randomBytes(2).toString('hex')}`
}
