import { describe, expect, it } from 'vitest'
import { describeInterruptions, interruptibleInBrief, Tarpit } from './support/interrupting.ts'

/** The suite `cli` does the same with every command, and at 50 random moments of each. */
describe.runIf(process.platform === 'linux')('Ctrl-C', () => {
  describeInterruptions(interruptibleInBrief)

  it('with --json is a value like any other', async () => {
    const files = { 'oche.yaml': 'build: sleep 600\n' }
    using tarpit = await Tarpit.open()
    const command = { line: 'build --json', files }
    let ended = await tarpit.interrupt(command, 1500)
    // On a busy machine that came before Oche could listen.
    if (ended.signal === 'SIGINT') ended = await tarpit.interrupt(command, 10_000)
    const { status, output } = ended
    expect(status).toBe(130)
    const [last] = output.trim().split('\n').slice(-1)
    expect(JSON.parse(last!)).toMatchObject({ error: { code: 'INTERRUPTED' } })
  })
})
