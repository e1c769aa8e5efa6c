import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { checkAccess } from './access.ts'

beforeEach(() => {
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('AWS_')) vi.stubEnv(name, undefined)
  }
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
  vi.stubEnv('AWS_CONFIG_FILE', '/nowhere')
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere')
})
afterEach(() => vi.unstubAllEnvs())

it('says whose credentials these are', async () => {
  const server = createServer((_request, response) =>
    response.end(
      '<R><GetCallerIdentityResult><Account>1</Account><Arn>arn:aws:iam::1:user/ada</Arn></GetCallerIdentityResult></R>',
    ),
  ).listen(0, '127.0.0.1')
  await once(server, 'listening')
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIA')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'hush')
  vi.stubEnv('AWS_REGION', 'eu-west-1')
  const checks = await checkAccess({})
  server.closeAllConnections()
  server.close()
  expect(checks).toEqual([
    { check: 'AWS credentials', ok: true, found: 'arn:aws:iam::1:user/ada', required: false },
    { check: 'AWS region', ok: true, found: 'eu-west-1', required: false },
  ])
})

it('says what is wrong and how to fix it, and that only a deploy needs it', async () => {
  const [credentials, region] = await checkAccess({})
  expect(credentials).toMatchObject({ ok: false, required: false })
  expect(credentials?.remedy).toBe(
    'Only needed to deploy: no AWS credentials were found. Type "aws configure" or "aws sso login", or name a profile with --profile.',
  )
  expect(region?.remedy).toContain('--region')
  const [unknown] = await checkAccess({ profile: 'nobody' })
  expect(unknown?.remedy).toContain('there is no AWS profile "nobody"')
})
