/** Bytes of one slab: some hundred invocations. */
const SLAB = 256 * 1024
/** Larger things have a slab of their own. */
const LARGE = SLAB / 4
/** Slabs without anything in them that are kept for what comes next. */
const SPARE = 2
/** Everything begins where a number may. */
const ALIGNED = 8

/** A piece of memory that many things lie in, seen as bytes and as numbers. */
interface Slab {
  /** Its place among the others. */
  readonly index: number
  readonly bytes: Buffer
  readonly numbers: Float64Array
  /** Bytes that have been given away. */
  used: number
  /** How many things lie in it. */
  things: number
}

/** Says where something lies, in one number: what is kept is one object the less for each. */
export type Address = number

/** Where something lies. */
export interface Slice {
  readonly bytes: Buffer
  readonly numbers: Float64Array
  /** Of its first byte; a multiple of 8. */
  readonly at: number
}

/**
 * Memory for what is kept for a while and goes in about the order it came: used over and over, so that
 * keeping something, and forgetting it, is no work for the collector of garbage.
 */
export class Slabs {
  /** By index; undefined where there is none for now. */
  readonly #slabs: (Slab | undefined)[] = []
  #slab: Slab | undefined
  readonly #spare: Slab[] = []

  /** @param size in bytes */
  take(size: number): Address {
    const needed = Math.ceil(size / ALIGNED) * ALIGNED
    if (needed > LARGE) return place(this.#make(needed), needed)
    if (this.#slab === undefined || this.#slab.used + needed > SLAB) {
      this.#slab = this.#spare.pop() ?? this.#make(SLAB)
    }
    return place(this.#slab, needed)
  }

  /** To be looked at before anything else is taken or freed. */
  slice(address: Address): Slice {
    const { bytes, numbers } = this.#slabs[Math.floor(address / SLAB)]!
    return { bytes, numbers, at: address % SLAB }
  }

  /** Whoever took it looks at it no more. */
  free(address: Address): void {
    const slab = this.#slabs[Math.floor(address / SLAB)]!
    if (--slab.things > 0) return
    slab.used = 0
    if (slab === this.#slab) return
    if (slab.bytes.length === SLAB && this.#spare.length < SPARE) this.#spare.push(slab)
    else this.#slabs[slab.index] = undefined
  }

  /** Everything that was taken is freed. */
  clear(): void {
    this.#slabs.length = 0
    this.#spare.length = 0
    this.#slab = undefined
  }

  #make(size: number): Slab {
    const bytes = Buffer.from(new ArrayBuffer(size))
    const numbers = new Float64Array(bytes.buffer)
    const free = this.#slabs.indexOf(undefined)
    const index = free === -1 ? this.#slabs.length : free
    const slab = { index, bytes, numbers, used: 0, things: 0 }
    this.#slabs[index] = slab
    return slab
  }
}

function place(slab: Slab, size: number): Address {
  const at = slab.used
  slab.used += size
  slab.things++
  return slab.index * SLAB + at
}
