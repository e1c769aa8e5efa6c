import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkAws } from './aws.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'oche-aws-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const none = { region: undefined, profile: undefined }
const files = () => ({
  AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
  AWS_CONFIG_FILE: join(folder, 'config'),
})

describe('checkAws', () => {
  it('finds nothing where nothing is configured, and says what to type', () => {
    const [credentials, region] = checkAws(files(), none)
    expect(credentials).toMatchObject({
      ok: false,
      remedy: expect.stringContaining('aws configure'),
    })
    expect(region).toMatchObject({ ok: false, remedy: expect.stringContaining('set region') })
  })

  it('names the variables that are set and never their values', () => {
    const env = { ...files(), AWS_ACCESS_KEY_ID: 'AKIASECRET', AWS_REGION: 'eu-north-1' }
    const checks = checkAws(env, none)
    expect(checks).toMatchObject([
      { ok: true, found: 'by AWS_ACCESS_KEY_ID' },
      { ok: true, found: 'by AWS_REGION' },
    ])
    expect(JSON.stringify(checks)).not.toMatch(/AKIASECRET/)
  })

  it('reads the profile that is asked for', () => {
    writeFileSync(
      join(folder, 'config'),
      '[default]\n[profile dev]\nsso_session = x\nregion = eu-west-1\n',
    )
    expect(checkAws(files(), none)).toMatchObject([{ ok: false }, { ok: false }])
    expect(checkAws(files(), { ...none, profile: 'dev' })).toMatchObject([
      { ok: true, found: 'by profile dev' },
      { ok: true, found: 'by profile dev' },
    ])
  })
})
