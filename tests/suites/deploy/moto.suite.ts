import { APIGatewayClient, GetRestApisCommand } from '@aws-sdk/client-api-gateway'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Change } from '../../../src/deploy/index.ts'
import { oche, workspace } from '../../support/cli.ts'
import { leftovers, running, sample, yaml } from './scenario.ts'
import { awsEnvironment, startMoto, type AwsServer } from './servers.ts'

let server: AwsServer
beforeAll(async () => {
  server = await startMoto()
  Object.assign(process.env, awsEnvironment(server.url))
  await new SNSClient({}).send(new CreateTopicCommand({ Name: 'news' }))
  const photos = {
    Bucket: 'photos',
    CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' as const },
  }
  await new S3Client({ forcePathStyle: true }).send(new CreateBucketCommand(photos))
})
afterAll(() => server.stop())

const EVENTS = [
  '{ sns: { topic: "arn:aws:sns:eu-west-1:123456789012:news", filter: { kind: [a] } } }',
  '{ s3: { bucket: photos, prefix: in/ } }',
  '{ eventbridge: { pattern: { source: [shop] } } }',
]

describe('the same calls against a server that checks what it is sent', () => {
  it.each([
    // It keeps no conditions of a URL's permissions, so only a private URL is unchanged there.
    ['url', 'http: url\n'],
    // It lists no authorizers, so no HTTP API.
    [
      'rest',
      'http: { kind: rest, routes: ["GET /a/{id}", "POST /a"], streaming: true, cors: { origins: ["https://a.example"] } }\n',
    ],
    ['least', 'permissions: minimal\nhttp: none\n'],
    ['events', `http: none\nevents: [${EVENTS.join(', ')}]\n`],
  ])('%s: deployed, unchanged, changed, destroyed', async (name, settings) => {
    using project = sample(`moto-${name}`, settings)
    const [one, two] = [await project.zip('one'), await project.zip('two')]
    const aws = await running(project.path, server.url)
    expect((await aws.deploy(one)).version).toBe('1')
    expect(await aws.pending(one)).toEqual([])
    expect((await aws.deploy(two)).version).toBe('2')
    project.write('oche.yaml', yaml(project.name, `memory: 256\n${settings}`))
    const changed = await running(project.path, server.url)
    expect((await changed.deploy(two)).version).toBe('3')
    expect(await changed.pending(two)).toEqual([])
    await changed.destroy()
    expect(await leftovers(server.url, project.name)).toEqual([])
  })
})

const THREE = `name: shop
build: "printf '#!/bin/sh' > $OCHE_OUT"
functions: { shop-a: {}, shop-b: {}, shop-c: { http: rest } }
`

const names = ({ orphans }: { orphans: { name: string }[] }) => orphans.map(({ name }) => name)

const taggedYaml = (tags: string) => yaml('tagged', `tags: { ${tags} }\nhttp: url\n`)

describe('tags', () => {
  it('that oche.yaml no longer has go from everything, and are told as drift before', async () => {
    using project = sample('tagged')
    project.write('oche.yaml', taggedYaml('team: games, old: x'))
    const zip = await project.zip('one')
    await (await running(project.path, server.url)).deploy(zip)
    project.write('oche.yaml', taggedYaml('team: sports'))
    const status = async () => {
      const { stdout } = await oche(['status', '--json'], { cwd: project.path })
      const [found] = (JSON.parse(stdout) as { functions: { drift: Change[] }[] }).functions
      return found!.drift.map(({ resource, action, path }) => [resource, action, path])
    }
    expect(await status()).toEqual(
      ['log group', 'function', 'role'].flatMap((resource) => [
        [resource, 'delete', 'tags.old'],
        [resource, 'update', 'tags.team'],
      ]),
    )
    const changed = await running(project.path, server.url)
    await changed.deploy(zip)
    expect(await status()).toEqual([])
    expect(await changed.pending(zip)).toEqual([])
    await changed.destroy()
  })
})

async function restApis(): Promise<(string | undefined)[]> {
  const { items = [] } = await new APIGatewayClient({}).send(new GetRestApisCommand({}))
  return items.map(({ name }) => name)
}

describe('a function that oche.yaml no longer has', () => {
  it('is named by status and deploy, and deleted by its name or by --prune', async () => {
    using folder = workspace({ 'oche.yaml': THREE }, false)
    const run = (...args: string[]) => oche(args, { cwd: folder.path })
    const json = async (...args: string[]) => {
      const { status, stdout, stderr } = await run(...args, '--json')
      expect(status, stdout + stderr).toBe(0)
      return JSON.parse(stdout) as {
        orphans: { name: string; changes?: unknown[] }[]
        deleted: { from: string }[]
      }
    }
    expect(names(await json('deploy'))).toEqual([])
    folder.write('oche.yaml', THREE.replace('shop-b: {}, shop-c: { http: rest }', ''))
    expect(names(await json('status'))).toEqual(['shop-b', 'shop-c'])
    expect(names(await json('deploy'))).toEqual(['shop-b', 'shop-c'])
    const told = await run('deploy')
    expect(told.stderr).toContain('oche destroy shop-b shop-c, or: oche deploy --prune')
    expect(await leftovers(server.url, 'shop-b')).not.toEqual([])

    await json('destroy', 'shop-b', '--logs', '--yes')
    expect(await leftovers(server.url, 'shop-b')).toEqual([])
    const planned = await run('deploy', '--prune', '--dry-run', '--fail-on-changes')
    expect(planned.status).toBe(5)
    expect(planned.stdout).toContain('shop-c, which oche.yaml no longer has:\n')
    expect(planned.stdout).toContain('- function shop-c\n')
    expect(await leftovers(server.url, 'shop-c')).not.toEqual([])
    expect(await restApis()).toEqual(['shop'])
    await json('deploy', '--prune')
    expect(await restApis()).toEqual([])
    expect(await leftovers(server.url, 'shop-c')).toEqual(['/aws/lambda/shop-c'])
    expect(names(await json('status'))).toEqual([])
    expect(await leftovers(server.url, 'shop-a')).not.toEqual([])
    await json('destroy', '--yes')
  })

  it('is nothing where it is another project’s; such a one fails nothing but its own deploy', async () => {
    using mine = workspace({ 'oche.yaml': THREE.replace('name: shop', 'name: mine') }, false)
    const theirs = THREE.replace('shop-b: {}, shop-c: { http: rest }', 'mine-a: {}')
    using other = workspace({ 'oche.yaml': theirs.replace('name: shop', 'name: theirs') }, false)
    expect((await oche(['deploy', 'shop-a'], { cwd: mine.path })).status).toBe(0)
    expect((await oche(['deploy', 'mine-a'], { cwd: other.path })).status).toBe(0)

    const told = await oche(['status'], { cwd: other.path })
    expect(told.stdout).toContain('shop-a exists in eu-west-1 and belongs to the project "mine"')
    expect(told.stderr).toContain('oche deploy shop-a --adopt --dry-run')
    expect(told.stdout).toContain('function:mine-a')
    expect(told.stdout).not.toContain('orphan')
    expect(told.status).toBe(0)
    const refused = await oche(['deploy', 'shop-a'], { cwd: other.path })
    expect(refused.stderr).toContain('take it over: oche deploy --adopt')
    expect(refused.status).toBe(1)
    const gone = await oche(['destroy', '--yes'], { cwd: other.path })
    expect(gone).toMatchObject({ status: 0, stdout: 'deleted: mine-a\n' })
    expect(await leftovers(server.url, 'shop-a')).not.toEqual([])
    await oche(['destroy', '--yes'], { cwd: mine.path })
  })
})

describe('one of several functions that fails', () => {
  it('is named, and the others are through, in JSON as well', async () => {
    const policies = 'policies: ["arn:aws:iam::aws:policy/Typo"]'
    const configuration = THREE.replace('name: shop', 'name: part')
      .replaceAll('shop-', 'part-')
      .replace('part-b: {}', `part-b: { ${policies} }`)
    using folder = workspace({ 'oche.yaml': configuration }, false)
    const { status, stdout } = await oche(['deploy', '--json'], { cwd: folder.path })
    expect(status).toBe(4)
    const told = JSON.parse(stdout) as {
      error: { message: string }
      functions: { name: string; version: string }[]
      failed: { name: string; error: { code: string } }[]
    }
    expect(told.error.message).toMatch(/^part-b: /)
    expect(told.functions.map(({ name, version }) => [name, version])).toEqual([
      ['part-a', '1'],
      ['part-c', '1'],
    ])
    expect(told.failed).toMatchObject([{ name: 'part-b', error: { code: 'POLICY_UNKNOWN' } }])
    expect((await oche(['destroy', '--yes'], { cwd: folder.path })).status).toBe(0)
  })
})
