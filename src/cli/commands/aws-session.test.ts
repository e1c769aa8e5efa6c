import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { createOutput } from '../output/output.ts'
import { connectionOptions } from './aws-session.ts'
import type { CommandContext } from './context.ts'

const DEVICE = 'arn:aws:iam::123456789012:mfa/ada'

/** Somebody at a terminal who is asked for a code, and types. */
async function asked(keys: string) {
  const [stdin, screen] = [Object.assign(new PassThrough(), { isTTY: true }), new PassThrough()]
  const controller = new AbortController()
  const how = { json: false, verbose: false, quiet: false, colour: false, canRedraw: true }
  let lent = 0
  const context = {
    args: { text: () => undefined },
    env: {},
    stdin,
    output: createOutput({ stdout: screen, stderr: screen, columns: 80, ...how }),
    signal: controller.signal,
    keyboard: { lend: (ask: () => Promise<string>) => (lent++, ask()) },
    // A signal comes some time later.
    interrupt: () => void setImmediate(() => controller.abort(new Error('Ctrl-C'))),
  } as unknown as CommandContext
  const code = connectionOptions(context).askMfaCode!(DEVICE)
  stdin.write(keys)
  const settled = await code.catch((thrown: unknown) => thrown)
  return { settled, lent, screen: String(screen.read()) }
}

it('the code of an MFA device is a line; the keyboard is lent for it', async () => {
  const { settled, lent, screen } = await asked(' 123456 \r')
  expect([settled, lent]).toEqual(['123456', 1])
  expect(screen).toContain(`Code of ${DEVICE}: `)
})

it('Ctrl-C at that question interrupts the program', async () => {
  expect((await asked('12\x03')).settled).toMatchObject({ message: 'Ctrl-C' })
})

it('Ctrl-D leaves it without a code', async () => {
  expect((await asked('\x04')).settled).toMatchObject({ code: 'MFA_NEEDED', exit: 4 })
})
