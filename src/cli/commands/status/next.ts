import type { Status } from '../../../deploy/index.ts'

/**
 * What to type next; undefined where AWS has what the configuration says.
 *
 * @param flag names the stage, where there is one
 */
export function nextStep(status: Status, flag: string): string | undefined {
  const { name, foreign, deployed, remedy, drift } = status
  if (foreign !== undefined) {
    return `It is left as it is. What taking it over would change: oche deploy ${name} --adopt --dry-run${flag}`
  }
  if (!deployed) return `To deploy it: oche deploy${flag}`
  if (remedy !== undefined) return remedy
  if (drift.length === 0) return undefined
  return `To make it what the configuration says: oche deploy --repair${flag}`
}
