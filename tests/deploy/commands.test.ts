import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { oche, workspace, type Workspace } from '../support/cli.ts'

/** Nothing of this machine's own is found, and nothing is asked of the network. */
const nowhere = {
  AWS_CONFIG_FILE: '/nowhere',
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_PROFILE: '',
  AWS_REGION: '',
  AWS_DEFAULT_REGION: '',
}
const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'very-secret' }

let project: Workspace
beforeAll(() => {
  const configuration =
    'name: hello\nbuild: exit 1\nenvironment: { TOKEN: "${env:OCHE_TEST_TOKEN}" }\n'
  project = workspace({ 'oche.yaml': configuration }, false)
})
afterAll(() => project.remove())

async function run(args: readonly string[], env: Record<string, string>) {
  const finished = await oche([...args, '--cwd', project.path], { env: { ...nowhere, ...env } })
  return { ...finished, json: () => JSON.parse(finished.stdout) as unknown }
}

describe('a command that needs AWS', () => {
  it('says how to set a region, and what the exit status promises', async () => {
    const { status, json } = await run(['logs', '--json'], keys)
    expect(status).toBe(1)
    expect(json()).toMatchObject({
      error: { code: 'NO_REGION', remedy: expect.stringContaining('--region') },
    })
  })

  it('says that AWS cannot be reached, before it has compiled anything', async () => {
    const env = {
      ...keys,
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      OCHE_TEST_TOKEN: 'another-secret',
    }
    const args = ['deploy', '--region', 'eu-west-1', '--json', '-v']
    const { status, json, stdout, stderr } = await run(args, env)
    expect(status).toBe(4)
    expect(json()).toMatchObject({ error: { code: 'AWS_UNREACHABLE' } })
    expect(stdout + stderr).not.toMatch(/very-secret|another-secret/)
  })

  it('says which variable the configuration needs', async () => {
    const { status, json } = await run(['deploy', '--region', 'eu-west-1', '--json'], keys)
    expect(status).toBe(1)
    expect(json()).toMatchObject({ error: { code: 'ENVIRONMENT_MISSING' } })
  })
})

describe('export', () => {
  it('names a variable in place of its value, and needs neither AWS nor a build', async () => {
    const env = { OCHE_TEST_TOKEN: 'very-secret' }
    const sam = await run(['export', 'sam'], env)
    expect(sam.status, sam.stderr).toBe(0)
    expect(sam.stdout).toContain('Fn::Sub: ${EnvOcheTestToken}')
    const terraform = await run(['export', 'terraform'], env)
    expect(terraform.stdout).toContain('"TOKEN" = var.env_oche_test_token')
    expect(sam.stdout + terraform.stdout).not.toContain('very-secret')
  })

  it('to a folder that is not there is told in a line', async () => {
    const args = ['export', 'sam', '--out', 'nowhere/template.yaml']
    const { status, stderr } = await run(args, {})
    expect(stderr).toMatch(/^error: .* cannot be written: .*\n→ Give --out a file/m)
    expect(status).toBe(1)
  })

  it('of an unknown format is wrong usage', async () => {
    const { status, stderr } = await run(['export', 'teraform'], {})
    expect(status).toBe(2)
    expect(stderr).toContain('Did you mean "oche export terraform"?')
    expect(await run(['export', 'constructor'], {})).toMatchObject({ status: 2, stdout: '' })
  })
})
