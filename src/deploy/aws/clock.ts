import { setTimeout as delay } from 'node:timers/promises'

/** Time and chance, so that a test decides both. */
export interface Clock {
  /** Milliseconds. */
  now(): number
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
  /** From 0 to 1, for jitter. */
  random(): number
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (milliseconds, signal) => void (await delay(milliseconds, undefined, { signal })),
  random: Math.random,
}
