import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { blockCache } from './block-cache.ts'
import { BLOCK_BYTES, deflateBlock } from './deflate.ts'

/** Bytes between noise and monotony, as executables are. */
const piece = fc
  .tuple(fc.uint8Array({ maxLength: 300 }), fc.nat(400), fc.uint8Array({ maxLength: 50_000 }))
  .map(([pattern, times, noise]) =>
    Buffer.concat([...Array.from({ length: times }, () => pattern), noise]),
  )

describe('deflateBlock', () => {
  it('makes one stream of any pieces', () => {
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 4 }), (pieces) => {
        const stream = pieces.map((one, i) => deflateBlock(one, i === pieces.length - 1))
        expect(inflateRawSync(Buffer.concat(stream)).equals(Buffer.concat(pieces))).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('makes one stream of the pieces of an executable', () => {
    const executable = readFileSync(process.execPath).subarray(0, 8 * BLOCK_BYTES)
    const stream: Buffer[] = []
    for (let at = 0; at < executable.length; at += BLOCK_BYTES) {
      const block = executable.subarray(at, at + BLOCK_BYTES)
      stream.push(deflateBlock(block, at + BLOCK_BYTES >= executable.length))
    }
    expect(inflateRawSync(Buffer.concat(stream)).equals(executable)).toBe(true)
  })
})

describe('blockCache', () => {
  let folder: string
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'oche-blocks-'))))
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const block = Buffer.from('what comes again '.repeat(1000))

  it('keeps a piece, and the last of a file apart from one in the middle', () => {
    const cache = blockCache(folder)
    for (const last of [false, true]) {
      expect(cache.deflate(block, last)).toEqual(deflateBlock(block, last))
      expect(blockCache(folder).deflate(block, last)).toEqual(deflateBlock(block, last))
    }
    expect(readdirSync(folder)).toHaveLength(2)
  })

  it('makes a damaged piece anew', () => {
    blockCache(folder).deflate(block, true)
    const [name] = readdirSync(folder)
    truncateSync(join(folder, name!), 40)
    expect(blockCache(folder).deflate(block, true)).toEqual(deflateBlock(block, true))
  })
})
