import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newEntry, note, noteLine } from './entry.ts'
import { pack, unpack } from './packed.ts'

const at = fc.double({ min: 0, max: 2e12, noNaN: true })
const body = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.string({ unit: 'grapheme' }).map((text) => Buffer.from(text)),
  fc.integer({ min: 4000, max: 5000 }).map((size) => Buffer.alloc(size, 'é')),
)
const text = fc.string({ unit: 'binary' })
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
  /** Whether what came and went is the same, as with an echo. */
  isEcho: fc.boolean(),
})

describe('a packed entry', () => {
  it('is the same entry again, with bodies of every size, also where several are one', () => {
    fc.assert(
      fc.property(parts, ({ times, asked, sent, event, result, pieces, lines, isEcho }) => {
        const entry = newEntry(7, times[0]!)
        const id = 'a'
        if (asked) {
          const { target, headers: lines } = asked
          const origin = 'http://127.0.0.1:3000'
          const told = { origin, isInvokeApi: true, method: 'POST', target, headers: lines }
          note(entry, { type: 'exchange', exchange: 3, at: times[1]!, ...told })
        }
        if (event) {
          const told = { function: 'fn', requestId: 'r', event, exchange: asked && 3 }
          note(entry, { type: 'invocation', id, at: times[2]!, ...told })
        }
        note(entry, { type: 'start', id, at: times[3]!, environment: 'fn-1', coldStart: true })
        const payload = isEcho ? event : result
        note(entry, { type: 'answer', id, at: times[4]!, kind: 'payload', payload })
        for (const bytes of pieces) note(entry, { type: 'piece', id, at: 1, bytes })
        for (const line of lines) {
          noteLine(entry, { at: times[5]!, from: 'stdout', line, extension: undefined })
        }
        const response = sent && {
          status: sent.status,
          headers: sent.headers,
          body: (isEcho ? event : undefined) ?? sent.body,
          bytes: 9,
          firstAt: times[6],
        }
        note(entry, {
          type: 'exchange-end',
          exchange: 3,
          at: times[6]!,
          body: event,
          response,
          refused: undefined,
        })
        note(entry, { type: 'complete', id, at: times[7]! })
        expect(plain(unpack(pack(entry)))).toEqual(plain(entry))
      }),
    )
  })
})

/** Bytes are what counts of a body, not its class. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]))
}
