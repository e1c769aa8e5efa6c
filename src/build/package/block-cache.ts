import { createHash, randomUUID } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Deflater } from './deflater.ts'

const HASH_BYTES = 32
const KEPT_MS = 14 * 24 * 60 * 60 * 1000

/**
 * Deflated pieces of earlier packages, in files named by what they were made of. Nearly all of an
 * executable is a runtime that stays the same from one build to the next.
 *
 * @param folder may be deleted at any time
 * @param deflater makes the pieces that are not there yet
 */
export function cachingDeflater(folder: string, deflater: Deflater): Deflater {
  mkdirSync(folder, { recursive: true })
  removeUnused(folder)
  return {
    async deflate(block, last) {
      const hash = createHash('sha256').update(block)
      const file = join(folder, `${hash.digest('hex')}${last ? '-last' : ''}`)
      const known = readBlock(file)
      if (known !== undefined) return known
      const deflated = await deflater.deflate(block, last)
      writeBlock(file, deflated)
      return deflated
    },
    close: () => deflater.close(),
  }
}

/** A piece and its own hash behind it: what is damaged counts as not there. */
function readBlock(file: string): Uint8Array | undefined {
  if (!existsSync(file)) return undefined
  const content = readFileSync(file)
  const deflated = content.subarray(0, -HASH_BYTES)
  if (!sha256(deflated).equals(content.subarray(-HASH_BYTES))) return undefined
  const now = new Date()
  utimesSync(file, now, now)
  return deflated
}

function writeBlock(file: string, deflated: Uint8Array): void {
  const unfinished = `${file}.${randomUUID()}`
  writeFileSync(unfinished, Buffer.concat([deflated, sha256(deflated)]))
  renameSync(unfinished, file)
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}

function removeUnused(folder: string): void {
  const oldest = Date.now() - KEPT_MS
  for (const name of readdirSync(folder)) {
    const file = join(folder, name)
    const stat = statSync(file, { throwIfNoEntry: false })
    if (stat !== undefined && stat.mtimeMs < oldest) rmSync(file, { force: true })
  }
}
