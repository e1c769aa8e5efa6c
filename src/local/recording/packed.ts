import type { Entry } from './entry.ts'
import { list, readEntry, writeEntry } from './parts.ts'
import type { Address, Slabs } from './slabs.ts'
import { TupleReader, TupleWriter } from './tuples.ts'

/**
 * An entry as bytes. What is kept for long and made of a hundred small objects is moved about by two
 * collections of garbage, and these are what the slowest requests wait for.
 */
export interface Packed {
  /** Of numbers and texts, then small bodies. */
  readonly address: Address
  /** Larger bodies, as they are. */
  readonly apart: readonly Uint8Array[] | undefined
}

/** Up to here a body is copied: a buffer of its own takes a few hundred bytes besides. */
const SMALL = 4096

/** Where a body lies: so many bytes after those before it, or one of these, or with one before it. */
type Place = number
const [ABSENT, APART, AS_BEFORE] = [-1, -2, -3]

const writer = new TupleWriter()
/** Bodies of the entry that is being packed: all of them, and those that are copied. */
const bodies: (Uint8Array | undefined)[] = []
const copied: Uint8Array[] = []

/** @param slabs where it is put */
export function pack(entry: Entry, slabs: Slabs): Packed {
  const { exchangeEnd, invocation, answer, pieces } = entry
  bodies.length = 0
  copied.length = 0
  // The order that they are read in.
  bodies.push(invocation?.event, exchangeEnd?.body, exchangeEnd?.response?.body, answer?.payload)
  for (const piece of pieces) bodies.push(piece)
  writeEntry(writer.begin(), entry)
  writer.number(bodies.length)
  let apart: Uint8Array[] | undefined
  for (let at = 0; at < bodies.length; at++) {
    const body = bodies[at]
    const place = body === undefined ? ABSENT : placeOf(body, bodies.indexOf(body), at)
    writer.number(place)
    if (place >= 0) copied.push(body!)
    else if (place === APART) (apart ??= []).push(body!)
  }
  const address = writer.end(slabs, copied)
  bodies.length = 0
  copied.length = 0
  return { address, apart }
}

function placeOf(body: Uint8Array, first: number, at: number): Place {
  if (first !== at) return AS_BEFORE - first
  return body.length <= SMALL ? body.length : APART
}

/** @param slabs where it was put */
export function unpack({ address, apart = [] }: Packed, slabs: Slabs): Entry {
  const slice = slabs.slice(address)
  const reader = new TupleReader(slice)
  const entry = readEntry(reader)
  const places = list(reader, () => reader.number())
  const found = bodiesOf(places, slice.bytes.subarray(reader.besideAt), apart)
  const [event, request, response, result, ...pieces] = found
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
  places: readonly Place[],
  bytes: Buffer,
  apart: readonly Uint8Array[],
): (Uint8Array | undefined)[] {
  const found: (Uint8Array | undefined)[] = []
  let [end, taken] = [0, 0]
  for (const place of places) {
    if (place >= 0) found.push(Buffer.from(bytes.subarray(end, (end += place))))
    else if (place === APART) found.push(apart[taken++])
    else found.push(place === ABSENT ? undefined : found[AS_BEFORE - place])
  }
  return found
}
