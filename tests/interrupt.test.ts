import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { interruptibleInBrief, Tarpit } from './support/interrupting.ts'

/** The suite `cli` does the same with every command, and at 50 random moments of each. */
describe.runIf(process.platform === 'linux')('Ctrl-C', () => {
  let tarpit: Tarpit
  beforeAll(async () => (tarpit = await Tarpit.open()))
  afterAll(() => tarpit.close())

  it.concurrent.each(interruptibleInBrief.map((one) => [one.line, one] as const))(
    'at once ends oche %s and leaves nothing',
    async (_, command) => {
      const { status, signal, output, left } = await tarpit.interrupt(command, 700)
      expect(left, output).toEqual([])
      expect(output).not.toMatch(/bug of Oche/)
      expect(signal === 'SIGINT' ? 130 : status, output).toBe(130)
    },
  )

  it('with --json is a value like any other', async () => {
    const files = { 'oche.yaml': 'build: sleep 600\n' }
    const { status, output } = await tarpit.interrupt({ line: 'build --json', files }, 1500)
    expect(status).toBe(130)
    const [last] = output.trim().split('\n').slice(-1)
    expect(JSON.parse(last!)).toMatchObject({ error: { code: 'INTERRUPTED' } })
  })
})
