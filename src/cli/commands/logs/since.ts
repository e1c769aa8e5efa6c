import { usageError } from '../../arguments/usage-error.ts'

const UNITS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Milliseconds since 1970 for `30m`, `2h`, `1d` ago, or for a time in ISO 8601. */
export function sinceTime(text: string, now: number): number {
  const ago = /^(\d+)([smhd])$/.exec(text)
  if (ago !== null) return now - Number(ago[1]) * UNITS[ago[2]!]!
  const time = /^\d{4}-/.test(text) ? Date.parse(text) : Number.NaN
  if (!Number.isNaN(time)) return time
  throw usageError(
    `--since takes a duration or a time, not "${text}"`,
    'For example: --since 30m, --since 2h, --since 2026-11-01T12:00:00Z',
  )
}
