import fc from 'fast-check'
import { StringDecoder } from 'node:string_decoder'
import { bytes, each, outcome, text } from './each.mjs'

const label = fc.constantFrom('utf-8', 'utf-16le', 'utf-16be')
const options = fc.record({ fatal: fc.boolean(), ignoreBOM: fc.boolean() })

/** Bytes, cut where the numbers say. */
const cut = (value, places) => {
  const ends = [...new Set(places.map((one) => one % (value.length + 1)))].sort((a, b) => a - b)
  return [...ends, value.length].map((end, at) => value.subarray(at === 0 ? 0 : ends[at - 1], end))
}
const places = fc.array(fc.nat(60), { maxLength: 6 })

await each('decode', 500, [label, options, bytes], (name, given, value) =>
  new TextDecoder(name, given).decode(value),
)
/** Up to the first error, after which Node.js holds odd bytes. */
await each('decode in parts', 500, [label, options, bytes, places], (name, given, value, where) => {
  const decoder = new TextDecoder(name, given)
  const parts = []
  for (const part of cut(value, where)) parts.push(decoder.decode(part, { stream: true }))
  return [parts, decoder.decode(), decoder.decode(value)]
})
await each('encode', 300, [text, fc.nat(20)], (value, size) => {
  const into = new Uint8Array(size)
  return [new TextEncoder().encode(value), new TextEncoder().encodeInto(value, into), into]
})
await each('decoder of streams', 100, [label, bytes, places], async (name, value, where) => {
  const stream = new TextDecoderStream(name)
  const writer = stream.writable.getWriter()
  const writing = Promise.allSettled(
    cut(value, where)
      .map((part) => writer.write(part))
      .concat(writer.close()),
  )
  const seen = []
  for await (const part of stream.readable) seen.push(part)
  await writing
  return seen.join('')
})
await each('encoder of streams', 100, [fc.array(text, { maxLength: 5 })], async (parts) => {
  const stream = new TextEncoderStream()
  const writer = stream.writable.getWriter()
  const writing = Promise.all(parts.map((part) => writer.write(part)).concat(writer.close()))
  const seen = []
  for await (const part of stream.readable) seen.push(...part)
  await writing
  return seen
})
await each(
  'string decoder',
  300,
  [
    fc.constantFrom('utf8', 'utf16le', 'base64', 'base64url', 'hex', 'latin1', 'ascii'),
    bytes,
    places,
  ],
  (name, value, where) => {
    const decoder = new StringDecoder(name)
    return [cut(value, where).map((part) => decoder.write(Buffer.from(part))), decoder.end()]
  },
)
await each('well formed', 200, [text], (value) => [
  value.isWellFormed(),
  value.toWellFormed(),
  encodeURIComponent(value.toWellFormed()),
  outcome(() => encodeURIComponent(value)),
  outcome(() => decodeURIComponent(value)),
  escape(value),
  value.normalize('NFC'),
  value.normalize('NFKD'),
])
await each(
  'decodeURIComponent',
  200,
  [
    fc.array(
      fc.constantFrom('%', '%e2', '%82', '%ac', '%41', 'a', '%zz', '%C3%A4', '%F0%9F%8E%AF', '+'),
      { maxLength: 8 },
    ),
  ],
  (parts) => [
    outcome(() => decodeURIComponent(parts.join(''))),
    outcome(() => decodeURI(parts.join(''))),
    unescape(parts.join('')),
  ],
)
