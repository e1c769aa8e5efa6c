export interface BatchOptions {
  /** How many at all. */
  count: number
  /** How many at the same time. */
  concurrency: number
  /** Ends it; what is under way is waited for. */
  signal?: AbortSignal
  /** Told after each. */
  onProgress?: (result: BatchResult) => void
}

export interface BatchResult {
  sent: number
  failed: number
  /** Of each, in the order in which they ended, in milliseconds. */
  durationsMs: number[]
}

/**
 * Does the same many times, so many at once.
 *
 * @param send once; false, or a rejection, where it failed
 * @example await runBatch(() => fetch(lambda.url).then(({ ok }) => ok), { count: 100, concurrency: 4 })
 */
export async function runBatch(
  send: () => Promise<boolean>,
  { count, concurrency, signal, onProgress }: BatchOptions,
): Promise<BatchResult> {
  const result: BatchResult = { sent: 0, failed: 0, durationsMs: [] }
  let begun = 0
  const isOver = () => begun >= count || signal?.aborted === true
  const lane = async () => {
    while (!isOver()) {
      begun++
      const from = performance.now()
      const isGood = await send().catch(() => false)
      result.durationsMs.push(performance.now() - from)
      result.sent++
      if (!isGood) result.failed++
      onProgress?.(result)
    }
  }
  await Promise.all(Array.from({ length: Math.min(count, concurrency) }, lane))
  return result
}
