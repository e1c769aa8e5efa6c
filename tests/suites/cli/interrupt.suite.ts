import { randomInt } from 'node:crypto'
import pMap from 'p-map'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { interruptible, Tarpit, type Interrupted } from '../../support/interrupting.ts'
import { Random } from '../../support/random.ts'

const MOMENTS = 50

/** Within which a command has done what it begins with, in milliseconds. */
const WITHIN = 2000

/** How many run at the same time, of whatever commands: some only wait, others only compute. */
const AT_ONCE = 6

const seed = Number(process.env['OCHE_INTERRUPT_SEED'] ?? randomInt(2 ** 31))

interface Moment {
  command: number
  after: number
}

/** All moments of all commands, the commands in turn. */
const moments: Moment[] = Array.from({ length: MOMENTS }, (_, turn) =>
  interruptible.map((_one, command) => ({
    command,
    after: new Random(seed + command * MOMENTS + turn).below(WITHIN),
  })),
).flat()

describe(`Ctrl-C at ${MOMENTS} random moments (OCHE_INTERRUPT_SEED=${seed})`, () => {
  let tarpit: Tarpit
  let ended: Promise<(Moment & Interrupted)[]>
  beforeAll(async () => {
    tarpit = await Tarpit.open()
    const interrupt = async (moment: Moment) => {
      const { command, after } = moment
      return { ...moment, ...(await tarpit.interrupt(interruptible[command]!, after)) }
    }
    ended = pMap(moments, interrupt, { concurrency: AT_ONCE })
    ended.catch(() => {})
  })
  afterAll(() => tarpit.close())

  it.each(interruptible.map(({ line }, index) => [line, index] as const))(
    'ends oche %s and leaves nothing',
    async (_, index) => {
      const own = (await ended).filter(({ command }) => command === index)
      expect(own).toHaveLength(MOMENTS)
      for (const { after, status, signal, output, left } of own) {
        const how = `after ${after} ms: ${output}`
        expect(left, how).toEqual([])
        expect(output, how).not.toMatch(/bug of Oche/)
        // Some come to their end before.
        expect(signal === 'SIGINT' ? 130 : status, how).toBeOneOf([130, 0])
      }
    },
  )
})
