import type { Entry } from './entry.ts'
import { list, readEntry, writeEntry } from './parts.ts'
import type { Slabs, Slice } from './slabs.ts'
import { TupleReader, TupleWriter } from './tuples.ts'

/**
 * An entry as bytes. What is kept for long and made of a hundred small objects is moved about by two
 * collections of garbage, and these are what the slowest requests wait for.
 */
export interface Packed {
  /** Numbers and texts, then small bodies. */
  readonly slice: Slice
  /** Larger bodies, as they are. */
  readonly apart: readonly Uint8Array[] | undefined
}

/** Up to here a body is copied: a buffer of its own takes a few hundred bytes besides. */
const SMALL = 4096

/** Where a body lies: so many bytes after those before it, or one of these, or with one before it. */
type Place = number
const [ABSENT, APART, AS_BEFORE] = [-1, -2, -3]

const writer = new TupleWriter()
/** Of the entry that is being packed: event, request, response, result, pieces. */
const bodies: (Uint8Array | undefined)[] = []
const places: Place[] = []

/** @param slabs where it is put */
export function pack(entry: Entry, slabs: Slabs): Packed {
  const { exchangeEnd, invocation, answer, pieces } = entry
  bodies.length = 0
  bodies.push(invocation?.event, exchangeEnd?.body, exchangeEnd?.response?.body, answer?.payload)
  for (const piece of pieces) bodies.push(piece)
  const { size, apart } = place()
  writeEntry(writer.begin(), entry)
  writer.number(places.length)
  for (const one of places) writer.number(one)
  const { slice, besideAt } = writer.end(slabs, size)
  let end = besideAt
  for (let at = 0; at < places.length; at++) {
    if (places[at]! <= 0) continue
    slice.slab.bytes.set(bodies[at]!, end)
    end += places[at]!
  }
  bodies.length = 0
  return { slice, apart }
}

/** Says where each of the bodies goes. @returns bytes of those that are copied, and those that are not */
function place(): { size: number; apart: Uint8Array[] | undefined } {
  places.length = 0
  let size = 0
  let apart: Uint8Array[] | undefined
  for (let at = 0; at < bodies.length; at++) {
    const body = bodies[at]
    const one = body === undefined ? ABSENT : placeOf(body, bodies.indexOf(body), at)
    places.push(one)
    if (one > 0) size += one
    else if (one === APART) (apart ??= []).push(body!)
  }
  return { size, apart }
}

function placeOf(body: Uint8Array, first: number, at: number): Place {
  if (first !== at) return AS_BEFORE - first
  return body.length <= SMALL ? body.length : APART
}

export function unpack({ slice, apart = [] }: Packed): Entry {
  const reader = new TupleReader(slice)
  const entry = readEntry(reader)
  const all = list(reader, () => reader.number())
  const [event, request, response, result, ...pieces] = bodiesOf(all, slice, reader, apart)
  const { exchangeEnd, invocation, answer } = entry
  return {
    ...entry,
    exchangeEnd: exchangeEnd && {
      ...exchangeEnd,
      body: request,
      response: exchangeEnd.response && { ...exchangeEnd.response, body: response! },
    },
    invocation: invocation && { ...invocation, event: event! },
    answer: answer && { ...answer, payload: result },
    pieces: pieces as Uint8Array[],
  }
}

/** Copies: what they are copied from is used again. */
function bodiesOf(
  all: readonly Place[],
  { slab: { bytes } }: Slice,
  { besideAt }: TupleReader,
  apart: readonly Uint8Array[],
): (Uint8Array | undefined)[] {
  const found: (Uint8Array | undefined)[] = []
  let [end, taken] = [besideAt, 0]
  for (const one of all) {
    if (one >= 0) found.push(Buffer.from(bytes.subarray(end, (end += one))))
    else if (one === APART) found.push(apart[taken++])
    else found.push(one === ABSENT ? undefined : found[AS_BEFORE - one])
  }
  return found
}
