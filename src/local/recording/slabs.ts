/** Bytes of one slab: some hundred invocations. */
const SLAB = 256 * 1024
/** Slabs without anything in them that are kept for what comes next. */
const SPARE = 2
/** Everything begins where a number may. */
const ALIGNED = 8

/** A piece of memory that many things lie in, seen as bytes and as numbers. */
interface Slab {
  readonly bytes: Buffer
  readonly numbers: Float64Array
  /** Bytes that have been given away. */
  used: number
  /** How many things lie in it. */
  things: number
}

/** Where something lies. */
export interface Slice {
  readonly slab: Slab
  /** Of its first byte; a multiple of 8. */
  readonly at: number
}

/**
 * Memory for what is kept for a while and goes in about the order it came: used over and over, so that
 * keeping something, and forgetting it, is no work for the collector of garbage.
 */
export class Slabs {
  #slab: Slab | undefined
  readonly #spare: Slab[] = []

  /** @param size in bytes */
  take(size: number): Slice {
    const needed = Math.ceil(size / ALIGNED) * ALIGNED
    if (this.#slab === undefined || this.#slab.used + needed > this.#slab.bytes.length) {
      if (needed > SLAB / 4) return placed(newSlab(needed), needed)
      this.#slab = this.#spare.pop() ?? newSlab(SLAB)
    }
    return placed(this.#slab, needed)
  }

  /** Whoever took it looks at it no more. */
  free({ slab }: Slice): void {
    if (--slab.things > 0) return
    slab.used = 0
    if (slab === this.#slab || slab.bytes.length !== SLAB) return
    if (this.#spare.length < SPARE) this.#spare.push(slab)
  }
}

function newSlab(size: number): Slab {
  const bytes = Buffer.from(new ArrayBuffer(size))
  return { bytes, numbers: new Float64Array(bytes.buffer), used: 0, things: 0 }
}

function placed(slab: Slab, size: number): Slice {
  const at = slab.used
  slab.used += size
  slab.things++
  return { slab, at }
}
