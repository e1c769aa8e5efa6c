import { readFileSync } from 'node:fs'

/** An older reading is measured anew, in milliseconds: a peak rises slowly, a reading takes time. */
const READING_LASTS = 50

/** How much a process used of what it has on Lambda. */
type Closeness = 'far' | 'near' | 'over'

/** Peak resident memory of a process. */
export class MemoryGauge {
  readonly #pid: number | undefined
  #peak: number | undefined
  #readAt = -Infinity
  #told: Closeness = 'far'

  constructor(pid?: number) {
    this.#pid = pid
  }

  /** MB; undefined where the system does not tell (no `/proc`). After its end, the last reading. */
  read(): number | undefined {
    const now = performance.now()
    if (this.#pid === undefined || now - this.#readAt < READING_LASTS) return this.#peak
    this.#readAt = now
    this.#peak = peakMemoryMb(this.#pid) ?? this.#peak
    return this.#peak
  }

  /** What to say of the last reading, once each where it has come near the limit and over it. */
  warning(memoryMb: number): string | undefined {
    const closeness = closenessTo(memoryMb, this.#peak ?? 0)
    if (closeness === this.#told || closeness === 'far') return undefined
    this.#told = closeness
    const used = `used ${this.#peak} of ${memoryMb} MB`
    return closeness === 'over'
      ? `${used}: Lambda would end it. Raise "memory"`
      : `${used}: Lambda ends what needs more. Consider more "memory"`
  }
}

/** From a tenth below on, the next larger event may be too much. */
export function closenessTo(memoryMb: number, usedMb: number): Closeness {
  if (usedMb > memoryMb) return 'over'
  return usedMb >= memoryMb * 0.9 ? 'near' : 'far'
}

/** Resident memory right now; undefined as in `read`. */
export function residentMemoryMb(pid: number): number | undefined {
  return figureMb(pid, /^VmRSS:\s+(\d+) kB$/m)
}

function peakMemoryMb(pid: number): number | undefined {
  return figureMb(pid, /^VmHWM:\s+(\d+) kB$/m)
}

function figureMb(pid: number, figure: RegExp): number | undefined {
  let status: string
  try {
    status = readFileSync(`/proc/${pid}/status`, 'latin1')
  } catch {
    return undefined
  }
  const kilobytes = figure.exec(status)?.[1]
  return kilobytes === undefined ? undefined : Math.ceil(Number(kilobytes) / 1024)
}
