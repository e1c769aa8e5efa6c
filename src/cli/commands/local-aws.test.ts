import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Credentials } from '../../local/index.ts'
import type { CommandContext } from './context.ts'
import { localAws } from './local-aws.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'oche-test-'))
  const config = join(folder, 'config')
  writeFileSync(
    config,
    [
      '[profile mine]',
      'region = eu-west-3',
      'aws_access_key_id = MINE',
      'aws_secret_access_key = secret',
      '[profile empty]',
      'region = eu-west-1',
      'credential_process = this-program-does-not-exist',
    ].join('\n'),
  )
  vi.stubEnv('AWS_CONFIG_FILE', config)
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'none'))
})
afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

const warn = vi.fn<(message: string) => void>()
afterEach(() => void warn.mockClear())

function lentTo(args: Record<string, string>, env: Record<string, string> = {}) {
  const context = {
    args: { text: (name: string) => args[name] },
    env,
    stdin: {},
    output: { json: true },
    reporter: { warn },
  } as unknown as CommandContext
  return localAws(context, { region: undefined })
}

const keyOf = async ({ credentials }: { credentials?: unknown }) =>
  (await (credentials as () => Promise<Credentials>)()).accessKeyId

describe('what local functions call AWS with', () => {
  it.each<[string, Record<string, string>, Record<string, string>, string]>([
    ['--profile', { profile: 'mine' }, {}, 'eu-west-3'],
    ['AWS_PROFILE', {}, { AWS_PROFILE: 'mine' }, 'eu-west-3'],
    ['--profile before AWS_PROFILE', { profile: 'mine' }, { AWS_PROFILE: 'no' }, 'eu-west-3'],
    ['--region before that of the profile', { profile: 'mine', region: 'a-b-1' }, {}, 'a-b-1'],
    ['AWS_REGION too', { profile: 'mine' }, { AWS_REGION: 'a-b-2' }, 'a-b-2'],
  ])('is of %s', async (_, args, env, region) => {
    const aws = await lentTo(args, env)
    expect([aws.region, await keyOf(aws)]).toEqual([region, 'MINE'])
  })

  it('is left to the local Lambda where no profile is named', async () => {
    expect(await lentTo({})).toEqual({})
    expect(await lentTo({ region: 'a-b-1' })).toEqual({ region: 'a-b-1' })
    expect(await lentTo({}, { AWS_DEFAULT_REGION: 'a-b-1' })).toEqual({ region: 'a-b-1' })
  })

  it('is an error where --profile has none, and a word where AWS_PROFILE has none', async () => {
    await expect(lentTo({ profile: 'empty' })).rejects.toMatchObject({
      code: 'CREDENTIAL_PROCESS_FAILED',
    })
    await expect(lentTo({ profile: 'nobody' })).rejects.toMatchObject({ code: 'PROFILE_UNKNOWN' })
    expect(await lentTo({}, { AWS_PROFILE: 'empty' })).toEqual({})
    expect(warn.mock.calls).toEqual([[expect.stringContaining('run without its credentials')]])
  })
})
