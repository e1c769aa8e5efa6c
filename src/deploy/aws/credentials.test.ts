import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync, existsSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { silentReporter } from '../../core/reporter.ts'
import { openSession } from '../session.ts'
import { connect, type ConnectionOptions } from './clients.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oche-credentials-'))
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('AWS_')) vi.stubEnv(name, undefined)
  }
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'))
  vi.stubEnv('HOME', folder)
  vi.stubEnv('USERPROFILE', folder)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

function configure(text: string): void {
  const file = join(folder, 'config')
  writeFileSync(file, text)
  vi.stubEnv('AWS_CONFIG_FILE', file)
}

/** A program that counts its runs and does what the code says. */
function program(code: string): string {
  const file = join(folder, 'program.cjs')
  const runs = JSON.stringify(join(folder, 'runs'))
  writeFileSync(file, `require('node:fs').appendFileSync(${runs}, 'x')\n${code}`)
  return `"${process.execPath}" "${file}"`
}

const runs = () =>
  existsSync(join(folder, 'runs')) ? readFileSync(join(folder, 'runs'), 'utf8').length : 0

const KEYS = { Version: 1, AccessKeyId: 'AKIAPROCESS', SecretAccessKey: 'secret' }

type Answer = (
  body: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
) => string | undefined

/** Takes the place of every service of AWS; an answer is XML, as STS and IAM write it. */
async function serverThat(answer: Answer) {
  const server = createServer((request, response) => void take(request, response))
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const text = answer(new URLSearchParams(Buffer.concat(chunks).toString()), request, response)
    response.end(text)
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  return {
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const IDENTITY =
  '<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account>' +
  '<Arn>arn:aws:iam::123456789012:user/ada</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>'

function assumed(action: string, key: string): string {
  const expiration = new Date(Date.now() + 3_600_000).toISOString()
  return `<${action}Response><${action}Result><Credentials><AccessKeyId>${key}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${expiration}</Expiration></Credentials><AssumedRoleUser><Arn>arn:aws:sts::1:assumed-role/r/s</Arn><AssumedRoleId>x</AssumedRoleId></AssumedRoleUser></${action}Result></${action}Response>`
}

/** Whose key signed a request. */
const signer = ({ headers }: IncomingMessage) =>
  /Credential=([^/]+)/.exec(headers.authorization ?? '')?.[1]

const open = (options: ConnectionOptions = {}) =>
  openSession({ region: 'eu-west-1', reporter: silentReporter, ...options })

const thrownBy = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('the reason is told, with the command that fixes it', () => {
  it('where there is no such profile', async () => {
    configure('[profile one]\nregion = eu-west-1\n[profile two]\nregion = eu-west-1\n')
    expect(await thrownBy(open({ profile: 'tow' }))).toMatchObject({
      code: 'PROFILE_UNKNOWN',
      message: 'there is no AWS profile "tow"',
      remedy: expect.stringContaining('There are: one, two'),
    })
    vi.stubEnv('AWS_PROFILE', 'other')
    expect(await thrownBy(openSession({ reporter: silentReporter }))).toMatchObject({
      code: 'PROFILE_UNKNOWN',
    })
  })

  it('where an SSO session has expired, or was never begun', async () => {
    configure(
      '[profile work]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = dev\n' +
        '[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.example/start\n',
    )
    expect(await thrownBy(open({ profile: 'work' }))).toMatchObject({
      code: 'CREDENTIALS_EXPIRED',
      message: 'profile work has no valid SSO session',
      remedy: 'Type: aws sso login --profile work',
      exit: 4,
    })
  })

  it('where a session of aws login is not there', async () => {
    configure('[profile me]\nlogin_session = arn:aws:iam::123456789012:user/me\n')
    expect(await thrownBy(open({ profile: 'me' }))).toMatchObject({
      code: 'CREDENTIALS_EXPIRED',
      remedy: 'Type: aws login --profile me',
    })
  })

  it('where credential_process fails: what it wrote, without its arguments', async () => {
    const command = program('console.error("vault is sealed"); process.exit(3)')
    configure(`[profile vault]\ncredential_process = ${command} --token hush\n`)
    const thrown = await thrownBy(open({ profile: 'vault' }))
    expect(thrown).toMatchObject({
      code: 'CREDENTIAL_PROCESS_FAILED',
      message: 'credential_process of profile vault failed',
      detail: 'vault is sealed',
    })
    const { message, detail, remedy } = thrown as {
      message: string
      detail: string
      remedy: string
    }
    expect([message, detail, remedy].join()).not.toContain('hush')
  })

  it('where the default profile fails: no other place is looked at', async () => {
    configure(`[default]\ncredential_process = ${program('process.exit(1)')}\n`)
    expect(await thrownBy(open())).toMatchObject({ code: 'CREDENTIAL_PROCESS_FAILED' })
  })

  it('where a code is needed and there is nobody to ask', async () => {
    configure(MFA)
    expect(await thrownBy(open({ profile: 'admin' }))).toMatchObject({
      code: 'MFA_NEEDED',
      message: 'profile admin needs a code of arn:aws:iam::123456789012:mfa/ada',
    })
  })

  it('where there are no credentials anywhere, or a profile has settings only', async () => {
    configure('[profile plain]\nregion = eu-west-1\n')
    expect(await thrownBy(open())).toMatchObject({ code: 'NO_CREDENTIALS', exit: 4 })
    expect(await thrownBy(open({ profile: 'plain' }))).toMatchObject({
      code: 'NO_CREDENTIALS',
      remedy: 'Type: aws configure --profile plain',
    })
  })
})

const MFA =
  '[profile base]\naws_access_key_id = AKIABASE\naws_secret_access_key = s\n' +
  '[profile admin]\nrole_arn = arn:aws:iam::123456789012:role/admin\nsource_profile = base\n' +
  'mfa_serial = arn:aws:iam::123456789012:mfa/ada\nregion = eu-west-1\n'

describe('credentials', () => {
  it('of a program are fetched once, however many services are called', async () => {
    configure(`[profile p]\ncredential_process = ${program(print(KEYS))}\n`)
    await using _server = await serverThat(() => IDENTITY)
    const { send } = connect({ profile: 'p', region: 'eu-west-1' })
    await Promise.all([
      send('sts:GetCallerIdentity', {}),
      thrownBy(send('iam:GetRole', { RoleName: 'r' })),
      thrownBy(send('lambda:GetFunction', { FunctionName: 'f' })),
      thrownBy(send('s3:HeadBucket', { Bucket: 'b' })),
    ])
    await send('sts:GetCallerIdentity', {})
    expect(runs()).toBe(1)
  })

  it('that end soon are fetched anew', async () => {
    const soon = { ...KEYS, Expiration: new Date(Date.now() + 60_000).toISOString() }
    configure(`[profile p]\ncredential_process = ${program(print(soon))}\n`)
    await using _server = await serverThat(() => IDENTITY)
    const { send } = connect({ profile: 'p', region: 'eu-west-1' })
    await send('sts:GetCallerIdentity', {})
    const before = runs()
    await send('sts:GetCallerIdentity', {})
    expect(runs()).toBeGreaterThan(before)
  })

  it('of a role with MFA: the code is asked for once, and the role signs', async () => {
    configure(MFA)
    const seen: (string | undefined)[] = []
    await using _server = await serverThat((body, request) => {
      seen.push(`${signer(request)} ${body.get('Action')} ${body.get('TokenCode') ?? ''}`.trim())
      return body.get('Action') === 'AssumeRole' ? assumed('AssumeRole', 'ASIAROLE') : IDENTITY
    })
    const asked: string[] = []
    const askMfaCode = async (device: string) => (asked.push(device), '123456')
    const { account, aws } = await open({ profile: 'admin', askMfaCode })
    await aws.call('sts:GetCallerIdentity', {})
    expect(account.id).toBe('123456789012')
    expect(asked).toEqual(['arn:aws:iam::123456789012:mfa/ada'])
    expect(seen).toEqual([
      'AKIABASE AssumeRole 123456',
      'ASIAROLE GetCallerIdentity',
      'ASIAROLE GetCallerIdentity',
    ])
  })

  it('of a chain of roles', async () => {
    configure(
      '[profile base]\naws_access_key_id = AKIABASE\naws_secret_access_key = s\n' +
        '[profile one]\nrole_arn = arn:aws:iam::1:role/one\nsource_profile = base\nregion = eu-west-1\n' +
        '[profile two]\nrole_arn = arn:aws:iam::1:role/two\nsource_profile = one\nregion = eu-west-1\n',
    )
    const seen: (string | undefined)[] = []
    await using _server = await serverThat((body, request) => {
      seen.push(signer(request))
      const role = body.get('RoleArn')?.split('/')[1]
      return role === undefined ? IDENTITY : assumed('AssumeRole', `ASIA${role.toUpperCase()}`)
    })
    await open({ profile: 'two' })
    expect(seen).toEqual(['AKIABASE', 'ASIAONE', 'ASIATWO'])
  })

  it('of a web identity, as pipelines have them', async () => {
    configure('')
    writeFileSync(join(folder, 'token'), 'web-token')
    vi.stubEnv('AWS_WEB_IDENTITY_TOKEN_FILE', join(folder, 'token'))
    vi.stubEnv('AWS_ROLE_ARN', 'arn:aws:iam::1:role/deployer')
    const action = 'AssumeRoleWithWebIdentity'
    await using _server = await serverThat((body, request) => {
      if (body.get('Action') === action) return assumed(action, 'ASIAWEB')
      return signer(request) === 'ASIAWEB' ? IDENTITY : undefined
    })
    expect((await open()).account.id).toBe('123456789012')
  })

  it('in the environment come before a profile that nobody chose, and not before a chosen one', async () => {
    configure(`[default]\ncredential_process = ${program(print(KEYS))}\n`)
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAENV')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 's')
    const seen: (string | undefined)[] = []
    await using _server = await serverThat((_body, request) => {
      seen.push(signer(request))
      return IDENTITY
    })
    await open()
    await open({ profile: 'default' })
    expect(seen).toEqual(['AKIAENV', 'AKIAPROCESS'])
  })
})

const print = (value: object) => `console.log(${JSON.stringify(JSON.stringify(value))})`

/** Refuses what is signed for another time, as AWS does. */
const strict =
  (server: () => number): Answer =>
  (_body, { headers }, response) => {
    const now = server()
    response.setHeader('date', new Date(now).toUTCString())
    const [, year, month, day, hour, minute, second] = /^(....)(..)(..)T(..)(..)(..)Z/.exec(
      headers['x-amz-date'] as string,
    )!
    const signed = Date.UTC(+year!, +month! - 1, +day!, +hour!, +minute!, +second!)
    if (Math.abs(signed - now) < 300_000) return IDENTITY
    response.statusCode = 403
    return '<ErrorResponse><Error><Type>Sender</Type><Code>SignatureDoesNotMatch</Code><Message>Signature expired: x is now earlier than y</Message></Error></ErrorResponse>'
  }

describe("a clock that differs from AWS's", () => {
  const TEN_MINUTES = 600_000

  beforeEach(() => {
    configure('')
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
  })

  it.each([TEN_MINUTES, -TEN_MINUTES])('by %i ms is corrected by the answer', async (off) => {
    await using _server = await serverThat(strict(() => Date.now() + off))
    expect((await open()).account.id).toBe('123456789012')
  })

  it('is named where correcting it does not help', async () => {
    let answers = 0
    // Each answer is from another time, so none of them can be met.
    await using _server = await serverThat(strict(() => Date.now() + ++answers * TEN_MINUTES))
    expect(await thrownBy(open())).toMatchObject({
      code: 'CLOCK_WRONG',
      message: expect.stringContaining("this machine's clock is wrong"),
    })
    expect(answers).toBe(2)
  })
})
