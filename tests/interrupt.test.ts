import { describe, expect, it } from 'vitest'
import { describeInterruptions, interruptibleInBrief, Tarpit } from './support/interrupting.ts'

/** The suite `cli` does the same with every command, and at 50 random moments of each. */
describe.runIf(process.platform === 'linux')('Ctrl-C', () => {
  describeInterruptions(interruptibleInBrief)

  it('with --json is a value like any other', async () => {
    const files = { 'oche.yaml': 'build: sleep 600\n' }
    using tarpit = await Tarpit.open()
    const { status, output } = await tarpit.interrupt({ line: 'build --json', files }, 1500)
    expect(status).toBe(130)
    const [last] = output.trim().split('\n').slice(-1)
    expect(JSON.parse(last!)).toMatchObject({ error: { code: 'INTERRUPTED' } })
  })
})
