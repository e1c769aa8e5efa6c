import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs'
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { execFile } from 'node:child_process'
import { cpSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildForHost } from '../../../src/build/index.ts'
import { loadProject } from '../../../src/core/project.ts'
import { silentReporter } from '../../../src/core/reporter.ts'
import { oche, root, workspace, type Workspace } from '../../support/cli.ts'
import { dart, DartPrograms } from '../../support/dart.ts'
import { awsEnvironment, startMinistack, type AwsServer } from './servers.ts'

const ACCOUNT = '000000000000'
const STAGES = ['dev', 'prod'] as const
const SERVICES =
  'sqs,sns,events,scheduler,dynamodb,dynamodbstreams,kinesis,ssm,secretsmanager,acm,kms'

let server: AwsServer
let shop: Workspace
let at: { endpoint: string; region: string }
let release = () => {}

beforeAll(async () => {
  server = await startMinistack(SERVICES)
  Object.assign(process.env, awsEnvironment(server.url))
  at = { endpoint: server.url, region: 'eu-west-1' }
  shop = workspace({}, true)
  cpSync(join(root, 'examples/shop'), shop.path, { recursive: true })
  await Promise.all(STAGES.flatMap(whatItStandsOn))
  await madeToRun()
})
afterAll(async () => {
  release()
  await server.stop()
  shop.remove()
})

/** What somebody else has made before a stage is deployed. */
function whatItStandsOn(stage: string): Promise<unknown>[] {
  return [
    new SQSClient(at).send(new CreateQueueCommand({ QueueName: `orders-${stage}` })),
    new SecretsManagerClient(at).send(
      new CreateSecretCommand({
        Name: `shop-${stage}`,
        SecretString: JSON.stringify({ signingKey: `key of ${stage}` }),
      }),
    ),
    new SSMClient(at).send(
      new PutParameterCommand({
        Name: `/shop/${stage}/staff-key`,
        Type: 'SecureString',
        Value: `staff of ${stage}`,
      }),
    ),
  ]
}

/**
 * The example as it is, but for what this machine decides: its programs are those of `oche dev`, which
 * need not be packed for minutes; the job of every night is soon; account and queue are the server's.
 */
async function madeToRun(): Promise<void> {
  const project = loadProject({ cwd: shop.path })
  const items = project.functions.find(({ name }) => name === 'items')!
  const built = await buildForHost({ project, fn: items, reporter: silentReporter })
  release = () => built.remove()
  const args = built.args?.({ variables: {}, debugAt: undefined }) ?? []
  shop.write('made/typescript', script([built.executable, ...args]))
  shop.write('made/dart', script([cartProgram()]))
  const arch = process.arch === 'arm64' ? 'arm64' : 'x86_64'
  const soon = new Date(Date.now() + 30_000).toISOString().slice(0, 19)
  const written = readFileSync(join(shop.path, 'oche.yaml'), 'utf8')
    .replace('source: src/index.ts', 'build: cp made/typescript "$OCHE_OUT"')
    .replace('source: bin/cart.dart', 'build: cp made/dart "$OCHE_OUT"')
    .replace('arch: arm64', `arch: ${arch}`)
    .replace('https://sqs.eu-west-1.amazonaws.com', server.url)
    .replace('cron(0 3 * * ? *), timezone: Europe/Berlin', `at(${soon})`)
  shop.write('oche.yaml', written)
  const env = readFileSync(join(shop.path, '.env'), 'utf8')
  shop.write('.env', env.replaceAll('123456789012', ACCOUNT))
}

function script(command: readonly string[]): string {
  return `#!/bin/sh\nexec ${command.map((word) => `'${word}'`).join(' ')}\n`
}

const programs = dart === undefined ? undefined : new DartPrograms(dart)
afterAll(() => programs?.[Symbol.dispose]())

function cartProgram(): string {
  return programs === undefined ? '/bin/false' : programs.bootstrap('examples/shop/bin/cart.dart')
}

interface Deployed {
  functions: { arn: string; url: string | null; changes: unknown[] }[]
  calls: { read: number; write: number }
}

async function json<T>(...args: string[]): Promise<T> {
  const { status, stdout, stderr } = await oche([...args, '--json', '--cwd', shop.path], {
    env: awsEnvironment(server.url),
  })
  expect(status, stderr + stdout).toBe(0)
  return JSON.parse(stdout) as T
}

const deploy = (stage: string) => json<Deployed>('deploy', '--stage', stage, '--yes')

interface Answer {
  status: number
  body: any
}

/** The server tells APIs apart by the Host header. */
function ask(
  url: string,
  path: string,
  options: { method?: string; headers?: object; body?: unknown } = {},
): Promise<Answer> {
  const { host, pathname } = new URL(url)
  const { method = 'GET', headers = {}, body } = options
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port: new URL(server.url).port,
        method,
        path: pathname.replace(/\/$/, '') + path,
        headers: { host, ...headers },
      },
      (response) =>
        void text(response).then(
          (answer) => resolve({ status: response.statusCode!, body: JSON.parse(answer || 'null') }),
          reject,
        ),
    )
    sent.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body))
  })
}

const addressOf = ({ functions }: Deployed) => functions.find(({ url }) => url !== null)!.url!

/** Waits for a line in a function's log. */
const logged = (name: string, line: string) =>
  expect
    .poll(
      async () => {
        const logs = new CloudWatchLogsClient(at)
        const group = { logGroupName: `/aws/lambda/${name}` }
        const { events = [] } = await logs.send(new FilterLogEventsCommand(group))
        return events.map(({ message }) => message).join('\n')
      },
      { timeout: 60_000, interval: 500 },
    )
    .toContain(line)

async function listed(...args: string[]): Promise<string[]> {
  const command = join(process.env['OCHE_DEPLOY_VENV']!, 'bin/aws')
  const { stdout } = await promisify(execFile)(command, [...args, '--output', 'json'], {
    env: { ...process.env, ...awsEnvironment(server.url) },
  })
  return (JSON.parse(stdout) as string[]).toSorted()
}

/** Names of everything that there is, by AWS's own client. */
const inventory = () =>
  Promise.all([
    listed('lambda', 'list-functions', '--query', 'Functions[].FunctionName'),
    listed('lambda', 'list-event-source-mappings', '--query', 'EventSourceMappings[].FunctionArn'),
    listed('iam', 'list-roles', '--query', 'Roles[].RoleName'),
    listed('logs', 'describe-log-groups', '--query', 'logGroups[].logGroupName'),
    listed('apigatewayv2', 'get-apis', '--query', 'Items[].Name'),
    listed('apigatewayv2', 'get-domain-names', '--query', 'Items[].DomainName'),
    listed('scheduler', 'list-schedules', '--query', 'Schedules[].Name'),
  ])

describe('examples/shop, in two stages', () => {
  it('is deployed, called, started by its queue and its schedule, and destroyed without a trace', async () => {
    const before = await inventory()
    const [dev, prod] = [await deploy('dev'), await deploy('prod')]
    expect(dev.functions.map(({ arn }) => arn.split(':').pop())).toContain('items-dev')

    for (const [stage, deployed] of [
      ['dev', dev],
      ['prod', prod],
    ] as const) {
      const api = addressOf(deployed)
      expect((await ask(api, '/items')).body).toHaveLength(3)
      expect((await ask(api, '/items/oche')).body).toMatchObject({ price: 1900 })
      const order = { item: 'board', count: 1 }
      const taken = await ask(api, '/orders', { method: 'POST', body: order })
      expect(taken.status).toBe(202)
      const receipt = await ask(api, `/receipts/${taken.body.receipt}`)
      expect(receipt.body).toEqual({ order })
      const authorization = `Bearer staff of ${stage}`
      expect((await ask(api, '/stock', { headers: { authorization } })).body.oche).toBe(0)
      expect((await ask(api, '/stock', { headers: { authorization: 'Bearer x' } })).status).toBe(
        403,
      )
      if (dart !== undefined) {
        const lines = [{ item: 'darts', count: 5 }]
        const cart = await ask(api, '/cart', { method: 'POST', body: { lines } })
        expect(cart.body).toEqual({ total: 11025 })
      }
      await logged(`shipping-${stage}`, 'shipped 1 of board')
    }
    await logged('nightly-dev', 'sold out: oche')
    await logged('nightly-prod', 'sold out: oche')

    for (const stage of STAGES) {
      const again = await deploy(stage)
      expect(again.functions.flatMap(({ changes }) => changes)).toEqual([])
      expect(again.calls.write).toBe(0)
      expect(again.calls.read).toBeLessThanOrEqual(60)
    }

    await json('destroy', '--stage', 'prod', '--yes', '--logs')
    expect((await ask(addressOf(dev), '/items')).body).toHaveLength(3)
    await json('destroy', '--stage', 'dev', '--yes', '--logs')
    expect(await inventory()).toEqual(before)
  })
})
