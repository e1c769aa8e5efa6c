import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { silentReporter } from '../../core/reporter.ts'
import { createOutput } from '../output/output.ts'
import { connectionOptions, openAwsSession } from './aws-session.ts'
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
  const code = connectionOptions(context, { region: undefined }).askMfaCode!(DEVICE)
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

const STS = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::111111111111:user/ada</Arn><UserId>A</UserId><Account>111111111111</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`

const open = (
  project: { account?: string; region?: string },
  flags: Record<string, string> = {},
  env: Record<string, string> = {},
) => {
  const context = {
    args: { text: (name: string) => flags[name] },
    env,
    stdin: {},
    output: { json: true },
    reporter: silentReporter,
    signal: new AbortController().signal,
  } as unknown as CommandContext
  return openAwsSession(context, { account: undefined, region: undefined, ...project })
}

describe('a project that names its account and its region', () => {
  const sts = createServer((_, response) => void response.end(STS))
  beforeAll(async () => {
    await once(sts.listen(0, '127.0.0.1'), 'listening')
    const { port } = sts.address() as AddressInfo
    for (const [name, value] of Object.entries({
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_CONFIG_FILE: '/nowhere',
      AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
      AWS_REGION: '',
      AWS_PROFILE: '',
    })) {
      vi.stubEnv(name, value)
    }
  })
  afterAll(() => {
    vi.unstubAllEnvs()
    sts.close()
  })

  it('is deployed there where nothing else is said', async () => {
    const { account } = await open({ account: '111111111111', region: 'eu-west-1' })
    expect(account).toMatchObject({ id: '111111111111', region: 'eu-west-1' })
  })

  it.each([
    [{ region: 'us-east-1' }, {}],
    [{}, { AWS_REGION: 'us-east-1' }],
    [{}, { AWS_DEFAULT_REGION: 'us-east-1' }],
  ])('is refused in another region, with %j and %j', async (flags, env) => {
    await expect(open({ region: 'eu-west-1' }, flags, env)).rejects.toMatchObject({
      code: 'REGION_REFUSED',
      message: 'oche.yaml is for eu-west-1, and us-east-1 was asked for',
      exit: 1,
    })
  })

  it('is refused with credentials of another account', async () => {
    const refused = open({ account: '222222222222', region: 'eu-west-1' })
    await expect(refused).rejects.toMatchObject({ code: 'ACCOUNT_REFUSED', exit: 1 })
  })
})
