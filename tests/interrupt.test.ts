import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { interruptible, Tarpit } from './support/interrupting.ts'

/** The suite `cli` does the same at 50 random moments of each command. */
describe.runIf(process.platform === 'linux')('Ctrl-C', () => {
  let tarpit: Tarpit
  beforeAll(async () => (tarpit = await Tarpit.open()))
  afterAll(() => tarpit.close())

  it.concurrent.each(interruptible.map((one) => [one.line, one] as const))(
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

  it('with --json is a value like any other', async () => {
    const files = { 'oche.yaml': 'build: sleep 600\n' }
    const { status, output } = await tarpit.interrupt({ line: 'build --json', files }, 1500)
    expect(status).toBe(130)
    const [last] = output.trim().split('\n').slice(-1)
    expect(JSON.parse(last!)).toMatchObject({ error: { code: 'INTERRUPTED' } })
  })
})
