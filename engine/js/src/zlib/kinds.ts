import { brotli, deflater, inflater, unbrotli, type Codec } from './codec.ts'
import { constants } from './constants.ts'
import { levelOf, notBegun, parametersOf, type Options, type Range } from './options.ts'

export interface Kind extends Range {
  make(options: Options): Codec
}

const zlib = (leastWindow: number, make: (level: number) => Codec): Kind => {
  const range = { leastWindow, lastFlush: constants['Z_BLOCK']! }
  return { ...range, make: (options) => make(levelOf(options, range)) }
}

const BROTLI: Range = { leastWindow: 0, lastFlush: constants['BROTLI_OPERATION_EMIT_METADATA']! }

const between = (value: number, least: number, most: number) =>
  Math.min(most, Math.max(least, value))

/** What does not change what comes out may be given, and is not needed. */
function brotliOf(options: Options): Codec {
  const given = parametersOf(options)
  const isSwitch = (name: string) => (given.get(constants[name]!) ?? 0) <= 1
  if (
    !['BROTLI_PARAM_DISABLE_LITERAL_CONTEXT_MODELING', 'BROTLI_PARAM_LARGE_WINDOW'].every(isSwitch)
  )
    throw notBegun()
  const quality = given.get(constants['BROTLI_PARAM_QUALITY']!) ?? 11
  const window = given.get(constants['BROTLI_PARAM_LGWIN']!) ?? 22
  return brotli(between(quality, 0, 11), between(window, 10, 24))
}

function unbrotliOf(options: Options): Codec {
  const last = constants['BROTLI_DECODER_PARAM_LARGE_WINDOW']!
  for (const key of parametersOf(options).keys()) if (key > last) throw notBegun()
  return unbrotli()
}

/** By the names of the functions that Node.js has for them. */
export const KINDS = {
  deflate: zlib(8, (level) => deflater('zlib', level)),
  deflateRaw: zlib(8, (level) => deflater('raw', level)),
  gzip: zlib(9, (level) => deflater('gzip', level)),
  inflate: zlib(0, () => inflater('zlib')),
  inflateRaw: zlib(8, () => inflater('raw')),
  gunzip: zlib(0, () => inflater('gzip')),
  unzip: zlib(0, () => inflater('zlib', { any: true })),
  brotliCompress: { ...BROTLI, make: brotliOf } satisfies Kind,
  brotliDecompress: { ...BROTLI, make: unbrotliOf } satisfies Kind,
}

export type KindName = keyof typeof KINDS

/** What a codec is told for a number of Node.js's: 0 keeps back what it likes, 1 gives all, 2 is the end. */
export function flushOf({ lastFlush }: Range, number: number): 0 | 1 | 2 {
  if (number === 0) return 0
  const end = lastFlush === constants['Z_BLOCK'] ? constants['Z_FINISH'] : 2
  return number === end ? 2 : 1
}
