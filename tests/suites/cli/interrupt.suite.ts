import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { interruptible, Tarpit } from '../../support/interrupting.ts'

const MOMENTS = 50

/** Within which a command has done what it begins with, in milliseconds. */
const WITHIN = 2000

/** How many run at the same time. */
const AT_ONCE = 4

const seed = Number(process.env['OCHE_INTERRUPT_SEED'] ?? randomInt(2 ** 31))

/** Mulberry32: the same moments for the same seed. */
function random(state: number): () => number {
  let next = state
  return () => {
    next = (next + 0x6d2b79f5) | 0
    const a = Math.imul(next ^ (next >>> 15), 1 | next)
    const b = (a + Math.imul(a ^ (a >>> 7), 61 | a)) ^ a
    return ((b ^ (b >>> 14)) >>> 0) / 2 ** 32
  }
}

describe(`Ctrl-C at ${MOMENTS} random moments (OCHE_INTERRUPT_SEED=${seed})`, () => {
  let tarpit: Tarpit
  beforeAll(async () => (tarpit = await Tarpit.open()))
  afterAll(() => tarpit.close())

  it.each(interruptible.map((one, index) => [one.line, one, index] as const))(
    'ends oche %s and leaves nothing',
    async (_, command, index) => {
      const next = random(seed + index)
      const moments = Array.from({ length: MOMENTS }, () => Math.floor(next() * WITHIN))
      const one = async (): Promise<void> => {
        const after = moments.pop()
        if (after === undefined) return
        const { status, signal, output, left } = await tarpit.interrupt(command, after)
        const how = `after ${after} ms: ${output}`
        expect(left, how).toEqual([])
        expect(output, how).not.toMatch(/bug of Oche/)
        // Some come to their end before.
        expect(signal === 'SIGINT' ? 130 : status, how).toBeOneOf([130, 0])
        return one()
      }
      await Promise.all(Array.from({ length: AT_ONCE }, () => one()))
    },
  )
})
