import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { interruptible, Tarpit } from '../../support/interrupting.ts'
import { Random } from '../../support/random.ts'

const MOMENTS = 50

/** Within which a command has done what it begins with, in milliseconds. */
const WITHIN = 2000

/** How many run at the same time. */
const AT_ONCE = 4

const seed = Number(process.env['OCHE_INTERRUPT_SEED'] ?? randomInt(2 ** 31))

describe(`Ctrl-C at ${MOMENTS} random moments (OCHE_INTERRUPT_SEED=${seed})`, () => {
  let tarpit: Tarpit
  beforeAll(async () => (tarpit = await Tarpit.open()))
  afterAll(() => tarpit.close())

  it.each(interruptible.map((one, index) => [one.line, one, index] as const))(
    'ends oche %s and leaves nothing',
    async (_, command, index) => {
      const random = new Random(seed + index)
      const moments = Array.from({ length: MOMENTS }, () => random.below(WITHIN))
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
