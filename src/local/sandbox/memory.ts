import { readFileSync } from 'node:fs'

/** An older reading is measured anew, in milliseconds: a peak rises slowly, a reading takes time. */
const READING_LASTS = 50

/** Peak resident memory of a process. */
export class MemoryGauge {
  readonly #pid: number | undefined
  #peak: number | undefined
  #readAt = -Infinity

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
}

function peakMemoryMb(pid: number): number | undefined {
  let status: string
  try {
    status = readFileSync(`/proc/${pid}/status`, 'latin1')
  } catch {
    return undefined
  }
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]
  return kilobytes === undefined ? undefined : Math.ceil(Number(kilobytes) / 1024)
}
