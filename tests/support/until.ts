import { setTimeout as sleep } from 'node:timers/promises'

interface Bound {
  /** What there was, which is told where there was never what was waited for. */
  instead?: () => unknown
  /** Milliseconds, by default less than a test of `npm test` has. */
  limit?: number
}

type Found<T> = Exclude<T, undefined | null | false>

/**
 * Looks again and again until there is something.
 *
 * @param what completes "waited 50 s for", e.g. `an event of the queue`
 * @throws Error where the time is over
 */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  bound: Bound = {},
): Promise<Found<T>> {
  const { limit = 50_000 } = bound
  const deadline = Date.now() + limit
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== null && found !== false) return found as Found<T>
    if (Date.now() >= deadline) throw inVain(what, { ...bound, limit })
    await sleep(20)
  }
}

/**
 * Waits for what comes by itself.
 *
 * @param what as for {@link until}
 * @throws Error where the time is over
 */
export async function within<T>(what: string, coming: Promise<T>, bound: Bound = {}): Promise<T> {
  const { limit = 50_000 } = bound
  const over = new AbortController()
  const late = sleep(limit, undefined, { signal: over.signal }).then(() => {
    throw inVain(what, { ...bound, limit })
  })
  late.catch(() => {})
  try {
    return await Promise.race([coming, late])
  } finally {
    over.abort()
  }
}

function inVain(what: string, { instead, limit }: Bound & { limit: number }): Error {
  const had = instead === undefined ? '' : `; there was ${JSON.stringify(instead(), null, 2)}`
  return new Error(`waited ${limit / 1000} s for ${what}${had}`)
}
