import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { stampOf } from '../../../../core/stamp.ts'

interface Seen {
  stamp: string
  /** When it was written or renamed or its times were set, in milliseconds since 1970. */
  touched: number
  /** Set where that was long enough ago for anything that comes to have another time. */
  isSettled: boolean
  /** Undefined where nobody knows which contents were compiled. */
  hash: string | undefined
}

/** File systems tell the time in steps, of milliseconds. */
const CLOCK_MS = 10

/** The sources of a program, as they were when it was compiled. */
export class CompiledSources {
  #seen = new Map<string, Seen | undefined>()

  /** Absolute paths. */
  get files(): string[] {
    return [...this.#seen.keys()].map((uri) => fileURLToPath(uri))
  }

  /** URIs of those that are different now, deleted ones among them. */
  changed(): string[] {
    return [...this.#seen].filter(([uri, seen]) => isOther(uri, seen)).map(([uri]) => uri)
  }

  /** What they are now, before they are compiled. */
  look(): void {
    for (const uri of this.#seen.keys()) this.#seen.set(uri, seenNow(uri))
  }

  /** @param begun when the compilation began that found them, in milliseconds since 1970 */
  join(added: readonly string[], removed: readonly string[], begun: number): void {
    for (const uri of removed) this.#seen.delete(uri)
    for (const uri of added.filter((one) => one.startsWith('file:'))) {
      const seen = seenNow(uri)
      const isOld = seen !== undefined && seen.touched < begun - CLOCK_MS
      this.#seen.set(uri, isOld ? seen : seen && { ...seen, hash: undefined })
    }
  }
}

function isOther(uri: string, before: Seen | undefined): boolean {
  const stat = statSync(fileURLToPath(uri), { throwIfNoEntry: false })
  if (stat === undefined || before === undefined) return stat !== before
  if (before.hash === undefined) return true
  if (before.isSettled && stampOf(stat) === before.stamp) return false
  return seenNow(uri)?.hash !== before.hash
}

function seenNow(uri: string): Seen | undefined {
  const file = fileURLToPath(uri)
  const now = Date.now()
  const stat = statSync(file, { throwIfNoEntry: false })
  if (stat === undefined) return undefined
  const hash = createHash('sha256').update(readFileSync(file)).digest('hex')
  const touched = stat.ctimeMs
  return { stamp: stampOf(stat), touched, isSettled: touched < now - CLOCK_MS, hash }
}
