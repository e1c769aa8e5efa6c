import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newEntry, note, noteLine, type Entry } from './entry.ts'
import { pack, unpack } from './packed.ts'
import { Slabs } from './slabs.ts'

const at = fc.double({ min: 0, max: 2e12, noNaN: true })
const body = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.string({ unit: 'grapheme' }).map((text) => Buffer.from(text)),
  fc.integer({ min: 4000, max: 5000 }).map((size) => Buffer.alloc(size, 'é')),
)
/** Any text, half a character too, and such as is in headers. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', '\ud800', 'a\0b', '\u00ff'),
)
const headers = fc.array(fc.tuple(text, text), { maxLength: 3 })
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined })
const parts = fc.record({
  times: fc.array(at, { minLength: 8, maxLength: 8 }),
  asked: maybe(fc.record({ target: text, headers })),
  sent: maybe(fc.record({ headers, body, status: fc.nat(599) })),
  event: maybe(body),
  result: maybe(body),
  pieces: fc.array(body, { maxLength: 3 }),
  lines: fc.array(text, { maxLength: 3 }),
  start: maybe(fc.record({ environment: text, coldStart: fc.boolean() })),
  kind: fc.constantFrom('payload', 'error', 'stream'),
  streamEnd: maybe(fc.record({ failure: maybe(text) })),
  report: maybe(
    fc.record({
      status: fc.constantFrom('success', 'error', 'timeout'),
      errorType: maybe(text),
      durationMs: at,
      initDurationMs: maybe(at),
      memorySizeMb: fc.nat(),
      maxMemoryUsedMb: maybe(fc.nat()),
    }),
  ),
  refused: maybe(fc.record({ cause: text, reason: text })),
  from: fc.constantFrom('stdout', 'stderr'),
  extension: maybe(text),
  isComplete: fc.boolean(),
  /** Whether what came and went is the same, as with an echo. */
  isEcho: fc.boolean(),
})

function entryOf(told: Told, number: number): Entry {
  const { times, asked, sent, event, result, pieces, isEcho } = told
  const entry = newEntry(number, times[0]!)
  const id = 'a'
  if (asked) {
    const { target, headers: lines } = asked
    const origin = 'http://127.0.0.1:3000'
    const request = { origin, isInvokeApi: isEcho, method: 'POST', target, headers: lines }
    note(entry, { type: 'exchange', exchange: 3, at: times[1]!, ...request })
  }
  if (event) {
    const invocation = { function: 'fn', requestId: 'r', event, exchange: asked && 3 }
    note(entry, { type: 'invocation', id, at: times[2]!, ...invocation })
  }
  if (told.start) note(entry, { type: 'start', id, at: times[3]!, ...told.start })
  const payload = isEcho ? event : result
  note(entry, { type: 'answer', id, at: times[4]!, kind: told.kind, payload })
  for (const bytes of pieces) note(entry, { type: 'piece', id, at: 1, bytes })
  for (const line of told.lines) {
    noteLine(entry, { at: times[5]!, from: told.from, line, extension: told.extension })
  }
  if (told.streamEnd) {
    note(entry, { type: 'stream-end', id, at: times[5]!, failure: told.streamEnd.failure })
  }
  note(entry, { type: 'runtime-done', id, at: times[5]!, hasExtensions: isEcho })
  entry.report = told.report
  const response = sent && {
    status: sent.status,
    headers: sent.headers,
    body: (isEcho ? event : undefined) ?? sent.body,
    bytes: 9,
    firstAt: isEcho ? times[6] : undefined,
  }
  const end = { exchange: 3, at: times[6]!, body: event, response, refused: told.refused }
  if (asked) note(entry, { type: 'exchange-end', ...end })
  if (told.isComplete) note(entry, { type: 'complete', id, at: times[7]! })
  return entry
}

type Told = typeof parts extends fc.Arbitrary<infer T> ? T : never

describe('a packed entry', () => {
  it('is the same entry again, with bodies of every size, also where several are one', () => {
    fc.assert(
      fc.property(parts, (told) => {
        const entry = entryOf(told, 7)
        const slabs = new Slabs()
        expect(plain(unpack(pack(entry, slabs), slabs))).toEqual(plain(entry))
      }),
    )
  })

  it('stays what it is while others come and go, in whatever order', () => {
    const slabs = new Slabs()
    const step = fc.tuple(parts, fc.nat(40), fc.nat(300_000))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const kept: { entry: Entry; packed: ReturnType<typeof pack> }[] = []
        for (const [number, [told, gone, size]] of steps.entries()) {
          const entry = entryOf(told, number)
          // Now and then one that fills what is left, or more than there is in one piece.
          if (gone === 0) noteLine(entry, line('x'.repeat(size)))
          kept.push({ entry, packed: pack(entry, slabs) })
          for (const one of kept.splice(gone, 1)) slabs.free(one.packed.address)
        }
        for (const { entry, packed } of kept) {
          expect(plain(unpack(packed, slabs))).toEqual(plain(entry))
          slabs.free(packed.address)
        }
      }),
    )
  })
})

function line(text: string) {
  return { at: 1, from: 'stdout', line: text, extension: undefined } as const
}

/** Bytes are what counts of a body, not its class. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]))
}
