import { execFile } from 'node:child_process'
import { cpSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeZip } from '../../../src/build/package/zip.ts'
import { oche, root, workspace, type Workspace } from '../../support/cli.ts'
import { startFaultProxy } from './fault-proxy.ts'
import { unlike } from './routes.ts'
import { leftovers, sample, yaml } from './scenario.ts'
import { awsEnvironment, python, startMinistack, type AwsServer } from './servers.ts'

const run = promisify(execFile)

let server: AwsServer
let environment: Record<string, string>
beforeAll(async () => {
  server = await startMinistack()
  environment = awsEnvironment(server.url)
  Object.assign(process.env, environment)
})
afterAll(() => server.stop())

interface DeployJson {
  functions: { name: string; version: string; url: string; changes: unknown[] }[]
  /** Of the API that functions share. */
  shared: { changes: unknown[] }
  calls: { read: number; write: number }
}

async function json<T>(args: readonly string[], endpoint = server.url): Promise<T> {
  const { status, stdout, stderr } = await oche([...args, '--json'], {
    env: awsEnvironment(endpoint),
  })
  expect(status, stderr + stdout).toBe(0)
  return JSON.parse(stdout) as T
}

async function destroy({ path }: Workspace): Promise<void> {
  await json(['destroy', '--cwd', path, '--yes', '--logs'])
}

/** ministack serves every URL on its own port, told apart by the Host header. */
async function get(url: string, path = ''): Promise<string> {
  const { hostname, pathname } = new URL(url)
  const { port } = new URL(server.url)
  return new Promise((resolve, reject) => {
    const options = { port, host: '127.0.0.1', path: pathname + path, headers: { host: hostname } }
    request(options, (response) => void text(response).then(resolve, reject))
      .on('error', reject)
      .end()
  })
}

async function awsCli(...args: string[]): Promise<unknown> {
  const { stdout } = await run(python('aws'), [...args, '--output', 'json'], {
    env: { ...process.env, ...environment },
  })
  return JSON.parse(stdout)
}

function source(answer: string): string {
  return `export const handler = async () => ({ statusCode: 200, body: '${answer}' })\n`
}

describe('the hello example, on a server that runs it', () => {
  let project: Workspace
  beforeAll(() => {
    project = workspace()
    cpSync(join(root, 'examples/hello'), project.path, { recursive: true })
    const arch = process.arch === 'arm64' ? 'arm64' : 'x86_64'
    project.write('oche.yaml', `name: hello\narch: ${arch}\nhttp: { kind: url, access: public }\n`)
    project.write('src/index.ts', source('one'))
  })
  afterAll(() => project.remove())

  it('is deployed, changed, rolled back and destroyed, and nothing is left', async () => {
    const at = ['--cwd', project.path]
    const first = await json<DeployJson>(['deploy', ...at])
    const { url } = first.functions[0]!
    expect(await get(url)).toBe('one')

    const again = await json<DeployJson>(['deploy', ...at])
    expect(again.functions[0]!.changes).toEqual([])
    expect(again.calls.write).toBe(0)
    expect(again.calls.read).toBeLessThanOrEqual(9)
    const told = await oche(['deploy', ...at], { env: environment })
    expect(told.stderr).toContain('hello: nothing to do')
    expect(told.stderr).not.toContain('Next:')

    project.write('src/index.ts', source('two'))
    const second = await json<DeployJson>(['deploy', ...at])
    expect(second.functions[0]!.url).toBe(url)
    expect(await get(url)).toBe('two')

    await json(['rollback', first.functions[0]!.version, ...at])
    expect(await get(url)).toBe('one')
    const { versions } = await json<{ versions: { version: string; live: boolean }[] }>([
      'status',
      ...at,
    ])
    expect(versions.map(({ version, live }) => [version, live])).toEqual([
      ['2', false],
      ['1', true],
    ])

    const invoked = await oche(['invoke', '--remote', ...at], { env: environment })
    expect(JSON.parse(invoked.stdout)).toEqual({ statusCode: 200, body: 'one' })

    await json(['destroy', '--yes', '--logs', ...at])
    const listed = await Promise.all([
      awsCli('lambda', 'list-functions', '--query', 'Functions[].FunctionName'),
      awsCli('iam', 'list-roles', '--query', 'Roles[].RoleName'),
      awsCli('logs', 'describe-log-groups', '--query', 'logGroups[].logGroupName'),
      awsCli('apigatewayv2', 'get-apis', '--query', 'Items[].Name'),
      awsCli('s3api', 'list-buckets', '--query', 'Buckets[].Name'),
    ])
    expect(listed).toEqual([[], [], [], [], []])
  })
})

const isWrite = (call: string | undefined) => !/:(Get|List|Describe)/.test(call ?? '')

describe('calls', () => {
  const code = ['lambda:UpdateFunctionCode', 'lambda:PublishVersion', 'lambda:UpdateAlias']
  it.each([
    ['a public URL', ''],
    ['an HTTP API', 'http: { kind: http-api, access: public }\n'],
    ['least permissions', 'permissions: minimal\nhttp: { kind: url, access: public }\n'],
  ])(
    'are few for %s: at most 9 reads unchanged, one of them for functions that oche.yaml no longer has, 3 writes for the code',
    async (name, settings) => {
      using project = sample(`calls-${name.replaceAll(' ', '-').toLowerCase()}`, settings)
      const [one, two] = [await project.zip('one'), await project.zip('two')]
      const args = (zip: string) => ['deploy', '--cwd', project.path, '--artifact', zip]
      await json(args(one))
      const unchanged = await json<DeployJson>(args(one))
      expect(unchanged.calls.write).toBe(0)
      expect(unchanged.calls.read).toBeLessThanOrEqual(9)

      await using proxy = await startFaultProxy(server.url)
      const changed = await json<DeployJson>(args(two), proxy.url)
      expect(changed.calls.write).toBe(3)
      expect(proxy.calls.filter(isWrite)).toEqual(code)
      await destroy(project)
    },
  )
})

describe('a plan', () => {
  it('is shown, carried out by nobody, and tells by its status that there are changes', async () => {
    using project = sample('planned', 'environment: { TOKEN: very-secret }\nhttp: url\n')
    const args = ['deploy', '--cwd', project.path, '--artifact', await project.zip('one')]
    const env = environment
    const planned = await oche([...args, '--dry-run', '--fail-on-changes', '-v'], { env })
    expect(planned.status).toBe(5)
    expect(planned.stdout).toContain('+ function planned')
    expect(await leftovers(server.url, 'planned')).toEqual([])

    const deployed = await oche([...args, '-v', '--json'], { env })
    expect(deployed.status).toBe(0)
    const unchanged = await oche([...args, '--dry-run', '--fail-on-changes'], { env })
    expect(unchanged.status).toBe(0)

    const changes = 'memory: 512\nenvironment: { TOKEN: other-secret, MORE: x }\nhttp: url\n'
    project.write('oche.yaml', yaml('planned', changes))
    const changed = await oche([...args, '--dry-run', '--json'], { env })
    const { functions } = JSON.parse(changed.stdout) as DeployJson
    expect(functions[0]!.changes).toEqual([
      { resource: 'function', action: 'update', path: 'memory', from: 128, to: 512 },
      { resource: 'function', action: 'create', path: 'environment.MORE' },
      { resource: 'function', action: 'update', path: 'environment.TOKEN' },
    ])
    for (const { stdout, stderr } of [planned, deployed, changed]) {
      expect(stdout + stderr).not.toMatch(/very-secret|other-secret/)
    }
    await destroy(project)
  })

  it('does not touch what somebody else has made, unless it is to be taken over', async () => {
    using project = sample('foreign', 'http: none\n')
    await awsCli(
      'iam',
      'create-role',
      '--role-name',
      'foreign-role',
      '--assume-role-policy-document',
      '{}',
    )
    const args = ['deploy', '--cwd', project.path, '--artifact', await project.zip('one')]
    const refused = await oche([...args, '--json'], { env: environment })
    expect(refused.status).toBe(1)
    expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: 'NOT_OURS' } })
    await json([...args, '--adopt'])
    await destroy(project)
    expect(await leftovers(server.url, 'foreign')).toEqual([])
  })
})

describe('a package over 50 MB', () => {
  it('goes through a bucket that is private, and that goes with the function', async () => {
    using project = sample('big', 'http: none\n')
    await project.zip('one')
    const [bootstrap, ballast] = [
      join(project.path, 'one/bootstrap'),
      join(project.path, 'ballast'),
    ]
    writeFileSync(ballast, randomBytes(51 * 1024 * 1024))
    const zip = join(project.path, 'big.zip')
    await writeZip(zip, [
      { name: 'bootstrap', file: bootstrap },
      { name: 'ballast', file: ballast },
    ])
    const args = ['deploy', '--cwd', project.path, '--artifact', zip]
    await json(args)
    const bucket = 'oche-000000000000-eu-west-1'
    expect(await awsCli('s3api', 'get-public-access-block', '--bucket', bucket)).toEqual({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
    })
    expect(
      await awsCli('s3api', 'get-bucket-lifecycle-configuration', '--bucket', bucket),
    ).toMatchObject({
      Rules: [{ Status: 'Enabled', Expiration: { Days: 7 } }],
    })
    const unchanged = await json<DeployJson>(args)
    expect(unchanged.calls.write).toBe(0)
    await destroy(project)
    expect(await awsCli('s3api', 'list-buckets', '--query', 'Buckets[].Name')).toEqual([])
  })
})

describe('an HTTP API', () => {
  it('serves its routes, and gives way to a URL without leaving anything', async () => {
    const api = 'http: { kind: http-api, access: public, routes: ["GET /items/{id}"] }\n'
    using project = sample('routed', api)
    const args = ['deploy', '--cwd', project.path, '--artifact', await project.zip('one')]
    const { functions } = await json<DeployJson>(args)
    expect(await get(functions[0]!.url, 'items/1')).toBe('one')

    const [apiId] = (await awsCli(
      'apigatewayv2',
      'get-apis',
      '--query',
      'Items[].ApiId',
    )) as string[]
    await awsCli('apigatewayv2', 'create-route', '--api-id', apiId!, '--route-key', 'GET /more')
    const driftOf = async () => {
      const status = ['status', '--cwd', project.path]
      return (await json<{ shared: { drift: unknown[] } }>(status)).shared.drift
    }
    const drift = await driftOf()
    expect(drift).toEqual([
      { resource: 'route', action: 'delete', path: 'GET /more', api: 'http-api' },
    ])
    const repaired = await json<DeployJson>([...args, '--repair'])
    expect(repaired.shared.changes).toEqual(drift)
    expect(await driftOf()).toEqual([])

    project.write('oche.yaml', yaml('routed', ''))
    const url = (await json<DeployJson>(args)).functions[0]!.url
    expect(await get(url)).toBe('one')
    expect(await awsCli('apigatewayv2', 'get-apis', '--query', 'Items[].Name')).toEqual([])
    const policy = ['lambda', 'get-policy', '--function-name', 'routed', '--qualifier', 'live']
    const { Policy } = (await awsCli(...policy)) as { Policy: string }
    const { Statement } = JSON.parse(Policy) as { Statement: { Sid: string }[] }
    expect(Statement.map(({ Sid }) => Sid)).toEqual([
      'FunctionURLAllowPublicAccess',
      'FunctionURLInvokeAllowPublicAccess',
    ])
    await destroy(project)
    expect(await leftovers(server.url, 'routed')).toEqual([])
  })
})

describe('a REST API', () => {
  const api = `name: rested
build: 'true'
arch: ${process.arch === 'arm64' ? 'arm64' : 'x86_64'}
functions:
  rested:
    http: { kind: rest, access: public, routes: ["GET /items/{id}", "ANY /more/{proxy+}"], binaryMediaTypes: [image/*] }
api: { throttling: { rate: 100, burst: 50 }, accessLogs: true, domain: { name: rest.example.com, basePath: v1, hostedZone: ZONE } }
`

  it('serves its routes and its domain, is repaired, and gives way to a URL without leaving anything', async () => {
    using project = sample('rested')
    const making = ['create-hosted-zone', '--name', 'example.com', '--caller-reference', 'rested']
    const { HostedZone } = (await awsCli('route53', ...making)) as { HostedZone: { Id: string } }
    const zone = HostedZone.Id.split('/').at(-1)!
    const inZone = ['--hosted-zone-id', zone]
    const query = "ResourceRecordSets[?Type!='NS' && Type!='SOA'].Type"
    const records = () =>
      awsCli('route53', 'list-resource-record-sets', ...inZone, '--query', query)
    project.write('oche.yaml', api.replace('ZONE', zone))
    const at = ['--cwd', project.path]
    const args = ['deploy', ...at, '--artifact', await project.zip('one')]
    await json(args)
    const listed = (query: string, ...call: string[]) =>
      awsCli('apigateway', ...call, '--query', query) as Promise<string[]>
    const [id] = await listed('items[].id', 'get-rest-apis')
    const served = `http://${id}.execute-api.localhost/prod/`
    expect(await get(served, 'items/1')).toBe('one')
    expect(await get(served, 'more/a/b')).toBe('one')
    expect(await get(served, 'other')).toContain('Missing Authentication Token')
    expect(await get('http://rest.example.com/v1/', 'items/1')).toBe('one')
    const unchanged = await json<DeployJson>(args)
    expect(unchanged.calls.write).toBe(0)
    expect(await records()).toEqual(['A', 'AAAA', 'CNAME'])

    const theirs = { Name: 'rest.example.com', Type: 'A', TTL: 60 }
    const set = { ...theirs, ResourceRecords: [{ Value: '192.0.2.1' }] }
    const batch = { Changes: [{ Action: 'UPSERT', ResourceRecordSet: set }] }
    const changed = ['--change-batch', JSON.stringify(batch)]
    await awsCli('route53', 'change-resource-record-sets', ...inZone, ...changed)
    const told = await json<{ shared: { conflict: string } }>(['status', ...at])
    expect(told.shared.conflict).toContain('record A of rest.example.com')
    expect((await json<DeployJson>([...args, '--adopt'])).shared.changes).toMatchObject([
      { resource: 'record', action: 'replace', path: 'A' },
    ])

    const of = ['--rest-api-id', id!]
    const [items] = await listed(`items[?path=='/items/{id}'].id`, 'get-resources', ...of)
    const method = [...of, '--resource-id', items!, '--http-method', 'GET']
    await run(python('aws'), ['apigateway', 'delete-method', ...method])
    await awsCli('apigateway', 'create-deployment', ...of, '--stage-name', 'prod')
    expect(await get(served, 'items/1')).not.toBe('one')
    const { shared } = await json<{ shared: { drift: unknown[] } }>(['status', ...at])
    expect(shared.drift).toMatchObject([
      { resource: 'route', action: 'create', path: 'GET /items/{id}' },
      { resource: 'stage', action: 'update', path: 'deployment' },
      { resource: 'deployment', action: 'delete' },
    ])
    await json([...args, '--repair'])
    expect(await get(served, 'items/1')).toBe('one')
    expect(await listed('items[].id', 'get-deployments', ...of)).toHaveLength(1)

    project.write('oche.yaml', yaml('rested', ''))
    expect(await get((await json<DeployJson>(args)).functions[0]!.url)).toBe('one')
    expect(await listed('items[].id', 'get-rest-apis')).toEqual([])
    expect(await listed('items[].domainName', 'get-domain-names')).toEqual([])
    expect(await records()).toEqual([])
    const certificates = ['acm', 'list-certificates', '--query', 'CertificateSummaryList']
    expect(await awsCli(...certificates)).toEqual([])
    await destroy(project)
    expect(await leftovers(server.url, 'rested')).toEqual([])
  })
})

describe('a public URL whose permissions somebody has taken away', () => {
  it('is told by status, and has them again after a deploy that repairs', async () => {
    using project = sample('repaired')
    const args = ['deploy', '--cwd', project.path, '--artifact', await project.zip('one')]
    await json(args)
    const sid = 'FunctionURLInvokeAllowPublicAccess'
    const statement = ['--function-name', 'repaired', '--qualifier', 'live', '--statement-id', sid]
    await run(python('aws'), ['lambda', 'remove-permission', ...statement], {
      env: { ...process.env, ...environment },
    })
    const changes = [{ resource: 'permission', action: 'create', path: sid }]
    const status = await json<{ functions: { drift: unknown[] }[] }>([
      'status',
      '--cwd',
      project.path,
    ])
    expect(status.functions[0]!.drift).toEqual(changes)
    const { functions } = await json<DeployJson>([...args, '--repair'])
    expect(functions[0]!.changes).toEqual(changes)
    expect((await json<DeployJson>([...args, '--repair'])).calls.write).toBe(0)
    await destroy(project)
  })
})

describe('an HTTP API that several functions share', () => {
  it('answers as the one of oche/local does', async () => {
    expect(await unlike(server.url)).toEqual([])
  })

  it('is found by a destroy also where its function was deleted by hand and left oche.yaml', async () => {
    const other = 'other: { http: none }'
    const lost = 'lost: { http: { kind: http-api, access: public } }'
    using project = sample('lost')
    await project.zip('one')
    const withFunctions = (...all: string[]) => {
      const functions = all.map((one) => `  ${one}\n`).join('')
      const text = yaml('lost', `functions:\n${functions}`)
      project.write('oche.yaml', text.replace("'true'", 'cp one/bootstrap "$OCHE_OUT"'))
    }
    withFunctions(other, lost)
    await json(['deploy', '--cwd', project.path])
    await run(python('aws'), ['lambda', 'delete-function', '--function-name', 'lost'], {
      env: { ...process.env, ...environment },
    })
    withFunctions(other)
    await destroy(project)
    const names = await awsCli('apigatewayv2', 'get-apis', '--query', 'Items[].Name')
    expect(names).toEqual([])
  })
})

describe('old versions', () => {
  it('go once there are more than are to be kept', async () => {
    using project = sample('pruned', 'keepVersions: 2\nhttp: none\n')
    for (const answer of ['one', 'two', 'three', 'four']) {
      const zip = await project.zip(answer)
      await json(['deploy', '--cwd', project.path, '--artifact', zip])
    }
    const { versions } = await json<{ versions: { version: string }[] }>([
      'rollback',
      '--cwd',
      project.path,
    ])
    expect(versions.map(({ version }) => version)).toEqual(['4', '3'])
    await destroy(project)
  })
})
