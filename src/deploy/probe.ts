import { amazonHeaders } from '../contract/amazon-headers.ts'
import type { Clock } from './aws/clock.ts'

/** Answers with status and headers, or throws where there was no connection. */
export type Fetch = (
  url: string,
  signal?: AbortSignal,
) => Promise<{ status: number; headers: Headers }>

/** Policy caches take 10 to 20 s; a name is longer in coming to some resolvers. */
const LIMIT_MS = 60_000

const fetchOnce: Fetch = async (url, signal) => {
  const limit = AbortSignal.timeout(10_000)
  const response = await fetch(url, {
    method: 'HEAD',
    redirect: 'manual',
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  })
  await response.body?.cancel()
  return response
}

/**
 * Waits until a public endpoint lets callers through. What the function then answers is its own
 * business.
 *
 * @returns false where it still does not after a minute
 */
export async function untilReachable(
  url: string,
  clock: Clock,
  signal?: AbortSignal,
  send: Fetch = fetchOnce,
): Promise<boolean> {
  const started = clock.now()
  for (;;) {
    try {
      if (!isRefused(await send(url, signal))) return true
    } catch {
      signal?.throwIfAborted()
    }
    if (clock.now() - started >= LIMIT_MS) return false
    await clock.sleep(1000, signal)
  }
}

/** A 403 of Lambda's own, not of the function: its permission has not reached every server yet. */
function isRefused({ status, headers }: { status: number; headers: Headers }): boolean {
  return status === 403 && headers.get(amazonHeaders.errorType)?.startsWith('AccessDenied') === true
}
