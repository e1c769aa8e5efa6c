import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cachingDeflater } from './block-cache.ts'
import { BLOCK_BYTES, deflateBlock } from './deflate.ts'
import { simpleDeflater, threadedDeflater } from './deflater.ts'
import { writeZip } from './zip.ts'

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

describe('cachingDeflater', () => {
  let folder: string
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'oche-blocks-'))))
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const block = Buffer.from('what comes again '.repeat(1000))

  const deflater = () => cachingDeflater(folder, simpleDeflater)

  it('keeps a piece, and the last of a file apart from one in the middle', async () => {
    for (const last of [false, true]) {
      expect(await deflater().deflate(block, last)).toEqual(deflateBlock(block, last))
      expect(await deflater().deflate(block, last)).toEqual(deflateBlock(block, last))
    }
    expect(readdirSync(folder)).toHaveLength(2)
  })

  it('makes a damaged piece anew', async () => {
    await deflater().deflate(block, true)
    const [name] = readdirSync(folder)
    truncateSync(join(folder, name!), 40)
    expect(await deflater().deflate(block, true)).toEqual(deflateBlock(block, true))
  })
})

it('can be cancelled while threads are at work', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'oche-cancel-'))
  try {
    const cancel = new AbortController()
    const threads = threadedDeflater()
    const deflater = {
      ...threads,
      deflate: (block: Uint8Array, last: boolean) => {
        queueMicrotask(() => cancel.abort())
        return threads.deflate(block, last)
      },
    }
    const files = [{ name: 'bootstrap', file: process.execPath }]
    const { signal } = cancel
    await expect(
      writeZip(join(folder, 'x.zip'), files, { deflater, signal }),
    ).rejects.toMatchObject({ name: 'AbortError' })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

it('gives the same in threads', async () => {
  const threads = threadedDeflater()
  const blocks = Array.from({ length: 20 }, (_, i) => Buffer.from(`${i} `.repeat(i * 500)))
  try {
    const deflated = await Promise.all(blocks.map((block) => threads.deflate(block, false)))
    expect(deflated.map((one) => Buffer.from(one))).toEqual(
      blocks.map((block) => deflateBlock(block, false)),
    )
  } finally {
    await threads.close()
  }
})
