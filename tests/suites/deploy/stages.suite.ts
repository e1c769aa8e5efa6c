import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListFunctionsCommand,
  ListLayersCommand,
  ListLayerVersionsCommand,
} from '@aws-sdk/client-lambda'
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam'
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
  CreateSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { oche, workspace, type Workspace } from '../../support/cli.ts'
import { awsEnvironment, startMinistack, type AwsServer } from './servers.ts'

const ARCH = process.arch === 'arm64' ? 'arm64' : 'x86_64'

/** Values that no output may show, in any of the forms that a text has. */
const CANARIES = { key: 'canary/4711+"k"', parameter: 'canary-4712', variable: 'canary-4713' }

const CONFIGURATION = `
name: shop
arch: ${ARCH}
region: eu-west-1
keepVersions: 2
environment:
  TABLE: "items-\${stage}"
  KEY: "\${secret:shop/\${stage}#key}"
  PARAMETER: "x-\${ssm:/shop/p}"
  VARIABLE: "\${env:OCHE_TEST_VALUE}"
layers: [./layer]
functions:
  items: { build: cp finished "$OCHE_OUT", http: { kind: http-api, routes: ["GET /items"], access: public } }
  jobs: { build: cp finished "$OCHE_OUT", http: none }
stage: dev
stages:
  dev:
  prod:
    memory: 512
    description: "of \${stage}"
    functions:
      items: { timeout: 20 }
`

let server: AwsServer
let project: Workspace
/** All that any command has printed. */
let printed = ''

beforeAll(async () => {
  server = await startMinistack('ssm,secretsmanager')
  Object.assign(process.env, awsEnvironment(server.url))
  project = workspace({ 'oche.yaml': CONFIGURATION, 'layer/data.txt': 'one' }, false)
  project.write('finished', '#!/bin/sh\nexit 0\n')
  const secrets = new SecretsManagerClient(to())
  for (const stage of ['dev', 'prod']) {
    const SecretString = JSON.stringify({ key: CANARIES.key })
    await secrets.send(new CreateSecretCommand({ Name: `shop/${stage}`, SecretString }))
  }
  const parameter = { Name: '/shop/p', Type: 'SecureString', Value: CANARIES.parameter } as const
  await new SSMClient(to()).send(new PutParameterCommand(parameter))
})
afterAll(async () => {
  project.remove()
  await server.stop()
})

const to = () => ({ endpoint: server.url, region: 'eu-west-1' })

async function run(...args: string[]) {
  const env = { ...awsEnvironment(server.url), OCHE_TEST_VALUE: CANARIES.variable, OCHE_DEBUG: '*' }
  const finished = await oche([...args, '--cwd', project.path], { env })
  printed += finished.stdout + finished.stderr
  return finished
}

async function json<T>(...args: string[]): Promise<T> {
  const { status, stdout, stderr } = await run(...args, '--json')
  expect(status, stderr + stdout).toBe(0)
  return JSON.parse(stdout) as T
}

interface DeployJson {
  functions: { name: string; stage: string; arn: string; changes: { path?: string }[] }[]
  layers: { name: string; changes: { action: string; resource: string }[] }[]
  calls: { read: number; write: number }
}

/** What AWS has, by the SDK alone and not by our code. */
async function inventory(): Promise<string[]> {
  const lambda = new LambdaClient(to())
  const [functions, layers, roles, groups] = await Promise.all([
    lambda.send(new ListFunctionsCommand({})),
    lambda.send(new ListLayersCommand({})),
    new IAMClient(to()).send(new ListRolesCommand({})),
    new CloudWatchLogsClient(to()).send(new DescribeLogGroupsCommand({})),
  ])
  return [
    ...(functions.Functions ?? []).map((one) => `function ${one.FunctionName}`),
    ...(layers.Layers ?? []).map((one) => `layer ${one.LayerName}`),
    ...(roles.Roles ?? []).map((one) => `role ${one.RoleName}`),
    ...(groups.logGroups ?? []).map((one) => `log group ${one.logGroupName}`),
  ].toSorted()
}

const configurationOf = (FunctionName: string) =>
  new LambdaClient(to()).send(new GetFunctionConfigurationCommand({ FunctionName }))

async function layerVersions(LayerName: string): Promise<number[]> {
  const found = await new LambdaClient(to()).send(new ListLayerVersionsCommand({ LayerName }))
  return (found.LayerVersions ?? []).map(({ Version }) => Version!).toSorted()
}

describe('an application in two stages', () => {
  it('is deployed twice, side by side, each with what is its own', async () => {
    const dev = await json<DeployJson>('deploy', '-v')
    expect(dev.functions.map(({ name, stage }) => [name, stage])).toEqual([
      ['items', 'dev'],
      ['jobs', 'dev'],
    ])
    await json('deploy', '--stage', 'prod', '-v')
    expect(await inventory()).toEqual(
      ['dev', 'prod']
        .flatMap((stage) => [
          ...['items', 'jobs'].flatMap((name) => [
            `function ${name}-${stage}`,
            `role ${name}-${stage}-role`,
            `log group /aws/lambda/${name}-${stage}`,
          ]),
          `layer shop-layer-${stage}`,
        ])
        .toSorted(),
    )
    const prod = await configurationOf('items-prod')
    expect(prod).toMatchObject({ MemorySize: 512, Timeout: 20, Description: 'of prod' })
    expect(prod.Environment!.Variables).toEqual({
      TABLE: 'items-prod',
      KEY: CANARIES.key,
      PARAMETER: `x-${CANARIES.parameter}`,
      VARIABLE: CANARIES.variable,
    })
    expect(prod.Layers![0]!.Arn).toMatch(/:layer:shop-layer-prod:1$/)
  })

  it('has nothing to do a second time, with one listing for a layer that functions share', async () => {
    const { functions, layers, calls } = await json<DeployJson>('deploy', '--stage', 'prod')
    expect(functions.flatMap(({ changes }) => changes)).toEqual([])
    expect(layers).toEqual([{ name: 'shop-layer-prod', changes: [] }])
    expect(calls.write).toBe(0)
  })

  it('takes up a secret that is another, and says only that', async () => {
    const SecretString = JSON.stringify({ key: 'canary/4711+"k"-later' })
    const changed = { SecretId: 'shop/prod', SecretString }
    await new SecretsManagerClient(to()).send(new PutSecretValueCommand(changed))
    const { functions } = await json<DeployJson>('deploy', 'jobs', '--stage', 'prod')
    expect(functions[0]!.changes.filter(({ path }) => path !== undefined)).toEqual([
      { resource: 'function', action: 'update', path: 'environment.KEY' },
    ])
    const dev = await json<DeployJson>('deploy', 'jobs')
    expect(dev.functions[0]!.changes).toEqual([])
  })

  it('publishes a layer where its folder has changed, of this stage, and keeps as many as it is to', async () => {
    for (const content of ['two', 'three']) {
      project.write('layer/data.txt', content)
      const said = JSON.stringify(await json('deploy', '--stage', 'prod'))
      expect(said).toContain(':layer:shop-layer-prod:')
      expect(said).not.toContain('next')
    }
    expect(await layerVersions('shop-layer-prod')).toEqual([2, 3])
    expect(await layerVersions('shop-layer-dev')).toEqual([1])
    for (const name of ['items-prod', 'jobs-prod']) {
      expect((await configurationOf(name)).Layers![0]!.Arn).toMatch(/:3$/)
    }
  })

  it('goes back as a whole', async () => {
    const { functions } = await json<{ functions: unknown[] }>(
      'rollback',
      'previous',
      '--stage',
      'prod',
    )
    expect(functions).toHaveLength(2)
    const drift = await json<{ functions: { drift: object[] }[] }>('status', '--stage', 'prod')
    expect(drift.functions).toHaveLength(2)
    const { stages } = await json<{
      stages: { stage: string; functions: { version: string }[] }[]
    }>('status', '--all-stages')
    expect(stages.map(({ stage }) => stage)).toEqual(['dev', 'prod'])
  })

  it('is found with all its stages, also with one that oche.yaml no longer has', async () => {
    const prod = CONFIGURATION.indexOf('  prod:\n')
    project.write('oche.yaml', CONFIGURATION.slice(0, prod))
    const { status, stdout, stderr } = await run('status', '--all-stages')
    expect(status).toBe(0)
    expect(stdout).toContain('stage prod, which oche.yaml no longer has\nitems\n')
    expect(stderr).toContain('then type oche destroy items jobs --stage prod')
    project.write('oche.yaml', CONFIGURATION)
  })

  it('asks before something of a stage goes, and where nobody can be asked changes nothing', async () => {
    project.write('oche.yaml', CONFIGURATION.replace(/^ {2}jobs: .*\n/m, ''))
    const before = await inventory()
    const refused = await run('deploy', '--stage', 'prod', '--prune')
    expect(refused.status).toBe(2)
    expect(refused.stderr).toContain('oche deploy --yes --stage prod')
    expect(await inventory()).toEqual(before)
    await json('deploy', '--stage', 'prod', '--prune', '--yes')
    const after = await inventory()
    expect(before.filter((one) => !after.includes(one))).toEqual([
      'function jobs-prod',
      'role jobs-prod-role',
    ])
    project.write('oche.yaml', CONFIGURATION)
  })

  it('is destroyed stage by stage, and nothing is left', async () => {
    const dev = (await inventory()).filter((one) => one.includes('-dev'))
    await json('destroy', '--stage', 'prod', '--yes', '--logs')
    // The log group of a function that was pruned before is nobody's.
    const logs = 'log group /aws/lambda/jobs-prod'
    expect((await inventory()).filter((one) => one !== logs)).toEqual(dev)
    await json('destroy', '--yes', '--logs')
    expect((await inventory()).filter((one) => one !== logs)).toEqual([])
  })

  it('has shown no secret on the way, in a plan, a log, JSON or an error', async () => {
    for (const args of [
      ['export', 'sam'],
      ['export', 'terraform'],
      ['deploy', '--dry-run', '-v'],
      ['status', '-v'],
      ['doctor'],
      ['rollback'],
      ['logs', 'items'],
      ['build', '-v'],
    ]) {
      await run(...args)
    }
    expect(printed.length).toBeGreaterThan(10_000)
    const leaks = printed.split('\n').filter((line) => line.includes('canary'))
    expect(leaks).toEqual([])
  })
})
