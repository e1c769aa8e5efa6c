import type { Entry } from './entry.ts'

/**
 * An entry as bytes. What is kept for long and made of a hundred small objects is moved about by two
 * collections of garbage, and these are what the slowest requests wait for.
 */
export interface Packed {
  /** Its JSON, then its small bodies. */
  readonly bytes: Buffer
  /** Where the JSON ends. */
  readonly textEnd: number
  /** Larger bodies, as they are. */
  readonly apart: readonly Uint8Array[] | undefined
}

/** Up to here a body is copied: a buffer of its own takes a few hundred bytes besides. */
const SMALL = 4096

/** Where a body lies: so many bytes after those before it, or one of these, or with one before it. */
type Place = number
const [ABSENT, APART, AS_BEFORE] = [-1, -2, -3]

/** In JSON; bodies are not in it, but their places in this order: event, request, response, result, pieces. */
type Text = Entry & { places: Place[] }

/** Pure. */
export function pack(entry: Entry): Packed {
  const { exchangeEnd, invocation, answer } = entry
  const bodies = [
    invocation?.event,
    exchangeEnd?.body,
    exchangeEnd?.response?.body,
    answer?.payload,
    ...entry.pieces,
  ]
  const places: Place[] = []
  const apart: Uint8Array[] = []
  let size = 0
  for (const [at, body] of bodies.entries()) {
    const place = body === undefined ? ABSENT : placeOf(body, bodies.indexOf(body), at)
    places.push(place)
    if (place === APART) apart.push(body!)
    else if (place > 0) size += place
  }
  const text = JSON.stringify(textOf(entry, places))
  const textEnd = Buffer.byteLength(text)
  const bytes = Buffer.allocUnsafe(textEnd + size)
  bytes.write(text)
  let end = textEnd
  for (const [at, place] of places.entries()) {
    if (place <= 0) continue
    bytes.set(bodies[at]!, end)
    end += place
  }
  return { bytes, textEnd, apart: apart.length === 0 ? undefined : apart }
}

function placeOf(body: Uint8Array, first: number, at: number): Place {
  if (first !== at) return AS_BEFORE - first
  return body.length <= SMALL ? body.length : APART
}

/** Member by member: it happens with every invocation. */
function textOf(entry: Entry, places: Place[]): unknown {
  const { exchangeEnd, invocation, answer } = entry
  const response = exchangeEnd?.response
  return {
    id: entry.id,
    at: entry.at,
    exchange: entry.exchange,
    exchangeEnd: exchangeEnd && {
      type: exchangeEnd.type,
      exchange: exchangeEnd.exchange,
      at: exchangeEnd.at,
      response: response && {
        status: response.status,
        headers: response.headers,
        bytes: response.bytes,
        firstAt: response.firstAt,
      },
      refused: exchangeEnd.refused,
    },
    invocation: invocation && {
      type: invocation.type,
      id: invocation.id,
      at: invocation.at,
      function: invocation.function,
      requestId: invocation.requestId,
      exchange: invocation.exchange,
    },
    start: entry.start,
    answer: answer && { type: answer.type, id: answer.id, at: answer.at, kind: answer.kind },
    streamEnd: entry.streamEnd,
    runtimeDone: entry.runtimeDone,
    report: entry.report,
    completedAt: entry.completedAt,
    lines: entry.lines,
    lineBytes: entry.lineBytes,
    droppedLines: entry.droppedLines,
    bytes: entry.bytes,
    places,
  }
}

/** Pure. */
export function unpack({ bytes, textEnd, apart = [] }: Packed): Entry {
  const { places, ...entry } = JSON.parse(bytes.toString('utf8', 0, textEnd)) as Text
  const [event, request, response, result, ...pieces] = bodiesOf(places, bytes, textEnd, apart)
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

function bodiesOf(
  places: readonly Place[],
  bytes: Buffer,
  textEnd: number,
  apart: readonly Uint8Array[],
): (Uint8Array | undefined)[] {
  const bodies: (Uint8Array | undefined)[] = []
  let [end, taken] = [textEnd, 0]
  for (const place of places) {
    if (place >= 0) bodies.push(bytes.subarray(end, (end += place)))
    else if (place === APART) bodies.push(apart[taken++])
    else bodies.push(place === ABSENT ? undefined : bodies[AS_BEFORE - place])
  }
  return bodies
}
