import fc from 'fast-check'
import { check, show } from '../cases/check.mjs'

const seed = Number(process.env.OCHE_SEED ?? 1)

/** One line for each sample: the same ones on every engine. */
export async function each(name, count, arbitraries, work) {
  const samples = fc.sample(fc.tuple(...arbitraries), { seed, numRuns: count })
  for (const [index, sample] of samples.entries()) {
    const told = `${name} ${index} ${show(sample)}`.replaceAll(': ', ':').slice(0, 300)
    await check(told, () => work(...sample))
  }
}

/** What a call gives or throws. */
export function outcome(work) {
  try {
    return work()
  } catch (error) {
    return `throws ${error?.name} ${error?.code ?? ''}`
  }
}

/** Text with what goes wrong most: lone surrogates, controls, other planes, nothing. */
export const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 10 }),
  fc.string({ maxLength: 20 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 })
    .map((units) => String.fromCharCode(...units)),
  fc.constantFrom(
    '',
    '\u0000',
    '\ufeff',
    '\ud800',
    '\udc00',
    '\ud83c\udfaf',
    'a\r\nb',
    'ÿ',
    '\u0100',
  ),
)

export const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  // Near to UTF-8: pieces of it, and bytes that begin or continue characters.
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          [0xe2, 0x82, 0xac],
          [0xc3, 0xa4],
          [0xf0, 0x9f, 0x8e, 0xaf],
          [0xef, 0xbb, 0xbf],
          [0xed, 0xa0, 0x80],
          [0x41],
          [0],
          [0xf0],
          [0xe2],
          [0x82],
          [0xff],
          [0xd8, 0],
          [0, 0xdc],
        ),
        fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 3 }),
      ),
      { maxLength: 10 },
    )
    .map((parts) => Uint8Array.from(parts.flat())),
)
