import { createHash } from 'node:crypto'

const BLOCK = Buffer.alloc(1024 * 1024, 'oche')
const BLOCKS = 8
const NUMBERS = 20_000

/**
 * Does a fixed piece of work, and says how long it took, in milliseconds: what it takes differs only as
 * the machine does.
 */
export function fixedWork(): number {
  const started = performance.now()
  const hash = createHash('sha256')
  for (let block = 0; block < BLOCKS; block++) hash.update(BLOCK)
  let state = hash.digest().readUInt32LE(0)
  const numbers = Float64Array.from({ length: NUMBERS }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state
  })
  numbers.sort()
  return performance.now() - started
}
