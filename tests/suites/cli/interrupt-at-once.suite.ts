import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { interruptible, interruptibleInBrief, Tarpit } from '../../support/interrupting.ts'

const others = interruptible.filter((one) => !interruptibleInBrief.includes(one))

/** The commands that tests/interrupt.test.ts leaves out, at the same moment. */
describe.runIf(process.platform === 'linux')('Ctrl-C', () => {
  let tarpit: Tarpit
  beforeAll(async () => (tarpit = await Tarpit.open()))
  afterAll(() => tarpit.close())

  it.concurrent.each(others.map((one) => [one.line, one] as const))(
    'at once ends oche %s and leaves nothing',
    async (_, command) => {
      const { status, signal, output, left } = await tarpit.interrupt(command, 700)
      expect(left, output).toEqual([])
      expect(output).not.toMatch(/bug of Oche/)
      // What was done by then is done.
      const ends = command.line === 'export sam' ? [0, 130] : [130]
      expect(signal === 'SIGINT' ? 130 : status, output).toBeOneOf(ends)
    },
  )
})
