import { ApiGatewayV2Client, GetApisCommand, GetRoutesCommand } from '@aws-sdk/client-apigatewayv2'
import { GetRoleCommand, GetRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam'
import {
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda'
import {
  DeleteScheduleCommand,
  ListScheduleGroupsCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler'
import {
  CreateBucketCommand,
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import {
  CreateTopicCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SNSClient,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeZip } from '../../../src/build/package/zip.ts'
import { oche, workspace, type Workspace } from '../../support/cli.ts'
import { until } from '../../support/until.ts'
import { leftovers, yaml } from './scenario.ts'
import { awsEnvironment, startMinistack, type AwsServer } from './servers.ts'

const ACCOUNT = '000000000000'
const REGION = 'eu-west-1'

let server: AwsServer
beforeAll(async () => {
  server = await startMinistack('sqs,sns,events,scheduler,dynamodb,dynamodbstreams,kinesis')
  Object.assign(process.env, awsEnvironment(server.url))
})
afterAll(() => server.stop())

/** One call in the JSON protocol, by no code of ours. */
async function call<T = Record<string, unknown>>(
  service: string,
  target: string,
  body: object,
): Promise<T> {
  const scope = `test/20260101/${REGION}/${service}/aws4_request`
  const response = await fetch(server.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': target,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=x`,
    },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  expect(response.status, text).toBe(200)
  return (text === '' ? {} : JSON.parse(text)) as T
}

/** A function that keeps every event that it gets. */
interface Consumer extends Workspace {
  name: string
  zip: string
  configure(settings: string): void
  /** Events so far. */
  events(): Record<string, any>[]
}

async function consumer(name: string, settings: string): Promise<Consumer> {
  const folder = workspace({}, false)
  const kept = join(folder.path, 'events')
  mkdirSync(kept)
  const configure = (text: string) =>
    folder.write('oche.yaml', yaml(name, `http: none\nenvironment: { KEPT: "${kept}" }\n${text}`))
  configure(settings)
  folder.write('bootstrap', BOOTSTRAP)
  const zip = join(folder.path, 'function.zip')
  await writeZip(zip, [{ name: 'bootstrap', file: join(folder.path, 'bootstrap') }])
  const events = () =>
    readdirSync(kept)
      .filter((file) => file.endsWith('.json'))
      .map((file) => JSON.parse(readFileSync(join(kept, file), 'utf8')) as Record<string, any>)
  return { ...folder, name, zip, configure, events }
}

const BOOTSTRAP = `#!/bin/sh
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
# Several execution environments may write at once.
next="$KEPT/next.$$"
while true; do
  id=$(curl -sS -D - -o "$next" "$api/next" | tr -d '\\r' | sed -n 's/^lambda-runtime-aws-request-id: //ip')
  [ -n "$id" ] || exit 1
  mv "$next" "$KEPT/$id.json"
  curl -sS -o /dev/null "$api/$id/response" -d '{"batchItemFailures":[]}'
done
`

interface Deployed {
  functions: { changes: { resource: string; action: string; path?: string; to?: unknown }[] }[]
  calls: { read: number; write: number }
}

async function json<T>(args: readonly string[]): Promise<T> {
  const { status, stdout, stderr } = await oche([...args, '--json'], {
    env: awsEnvironment(server.url),
  })
  expect(status, stderr + stdout).toBe(0)
  return JSON.parse(stdout) as T
}

const deploy = ({ path, zip }: Consumer, ...more: string[]) =>
  json<Deployed>(['deploy', '--cwd', path, '--artifact', zip, ...more])

const driftOf = async ({ path }: Consumer) =>
  (await json<{ functions: { drift: unknown[] }[] }>(['status', '--cwd', path])).functions[0]!.drift

const destroy = ({ path }: Consumer) => json<unknown>(['destroy', '--cwd', path, '--yes', '--logs'])

/** Deployed with these settings, nothing is left to do. */
async function settled(consumer: Consumer, ...more: string[]): Promise<Deployed> {
  const deployed = await deploy(consumer, ...more)
  const again = await deploy(consumer)
  expect(again.functions[0]!.changes).toEqual([])
  expect(again.calls.write).toBe(0)
  expect(await driftOf(consumer)).toEqual([])
  return deployed
}

const changesOf = ({ functions }: Deployed) =>
  functions[0]!.changes.map(({ resource, action, path, to }) =>
    [action, resource, path ?? to].filter((part) => part !== undefined).join(' '),
  )

/** Sends again until something has come of it: a mapping that is new reads what comes from then on. */
async function untilSent<T>(
  what: string,
  send: () => Promise<unknown>,
  look: () => T | undefined,
): Promise<T> {
  let looks = 0
  const sendAndLook = async () => {
    if (looks++ % 100 === 0) await send()
    return look() ?? false
  }
  return (await until(what, sendAndLook)) as T
}

const lambda = () => new LambdaClient({ endpoint: server.url, region: REGION })

async function mappings() {
  const found = await lambda().send(new ListEventSourceMappingsCommand({}))
  return found.EventSourceMappings ?? []
}

async function makeQueue(name: string): Promise<{ arn: string; url: string }> {
  const { QueueUrl } = await call<{ QueueUrl: string }>('sqs', 'AmazonSQS.CreateQueue', {
    QueueName: name,
  })
  return { arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`, url: QueueUrl }
}

const send = (queue: { url: string }, body: unknown) =>
  call('sqs', 'AmazonSQS.SendMessage', { QueueUrl: queue.url, MessageBody: JSON.stringify(body) })

describe('queues and streams', () => {
  it('start the alias, are changed, put right and removed, and go with the function', async () => {
    const [orders, others] = [await makeQueue('orders'), await makeQueue('others')]
    const { StreamARN, ...stream } = await makeStream('clicks')
    const table = await makeTable('items')
    using fn = await consumer(
      'reader',
      `events:
  - sqs: { queue: "${orders.arn}", filter: { body: { kind: [order] } } }
  - sqs: "${others.arn}"
  - kinesis: "${StreamARN}"
  - dynamodb: { stream: "${table.arn}", retries: 2 }
`,
    )
    expect(changesOf(await settled(fn))).toEqual(
      expect.arrayContaining([
        'create sqs event orders',
        'create sqs event others',
        'create kinesis event clicks',
        'create dynamodb event items',
      ]),
    )
    expect([...new Set((await mappings()).map(({ FunctionArn }) => FunctionArn))]).toEqual([
      `arn:aws:lambda:${REGION}:${ACCOUNT}:function:reader:live`,
    ])
    expect((await roleOf('reader-role')).allows).toEqual(
      expect.arrayContaining([
        ['sqs:ReceiveMessage', orders.arn],
        ['kinesis:GetRecords', StreamARN],
        ['dynamodb:GetRecords', table.arn],
      ]),
    )

    await send(orders, { kind: 'other' })
    await send(orders, { kind: 'order' })
    const has = (source: string) => () =>
      fn.events().find(({ Records }) => Records?.[0].eventSource === source)
    const order = await until('an event of the queue', has('aws:sqs'))
    expect(order['Records'].map(({ body }: { body: string }) => body)).toEqual(['{"kind":"order"}'])
    await untilSent('an event of the stream', () => stream.put('click'), has('aws:kinesis'))
    await untilSent('an event of the table', () => table.put('item'), has('aws:dynamodb'))

    const [mapping] = (await mappings()).filter((one) => one.EventSourceArn === others.arn)
    const byHand = { UUID: mapping!.UUID, BatchSize: 3, Enabled: false }
    await lambda().send(new UpdateEventSourceMappingCommand(byHand))
    expect(await driftOf(fn)).toEqual([
      { resource: 'sqs event', action: 'update', path: 'others.enabled', from: false, to: true },
      { resource: 'sqs event', action: 'update', path: 'others.batchSize', from: 3, to: 10 },
    ])
    expect(changesOf(await settled(fn, '--repair'))).toHaveLength(2)

    fn.configure(`events: [{ sqs: { queue: "${orders.arn}", batchSize: 5 } }]\n`)
    const planned = await deploy(fn, '--dry-run')
    expect(changesOf(planned)).toEqual(
      expect.arrayContaining(['delete kinesis event', 'delete dynamodb event']),
    )
    await settled(fn)
    expect((await mappings()).map((one) => [one.EventSourceArn, one.BatchSize])).toEqual([
      [orders.arn, 5],
    ])

    await destroy(fn)
    expect(await mappings()).toEqual([])
    expect(await leftovers(server.url, 'reader')).toEqual([])
  })
})

describe('schedules', () => {
  it('call the alias with their input, each as oche.yaml has it, and go with the function', async () => {
    const soon = new Date(Date.now() + 1000).toISOString().slice(0, 19)
    const settings = (rate: string) => `permissions: minimal
events:
  - schedule: { expression: "at(${soon})", input: { job: nightly } }
  - schedule: ${rate}
`
    using fn = await consumer('nightly', settings('rate(5 minutes)'))
    expect(changesOf(await settled(fn))).toEqual(
      expect.arrayContaining(['create schedule nightly-1', 'create schedule nightly-2']),
    )
    const { trust, allows } = await roleOf('nightly-role-schedules-eu-west-1')
    const group = `arn:aws:scheduler:${REGION}:${ACCOUNT}:schedule-group/nightly`
    expect(trust).toMatchObject({
      Principal: { Service: 'scheduler.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT, 'aws:SourceArn': group } },
    })
    const alias = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:nightly:live`
    expect(allows).toEqual([['lambda:InvokeFunction', alias]])

    fn.configure(settings('rate(10 minutes)'))
    expect(changesOf(await settled(fn))).toEqual(['update schedule nightly-2.expression'])
    const byHand = { GroupName: 'nightly', Name: 'nightly-2' }
    await scheduler().send(new DeleteScheduleCommand(byHand))
    expect(await driftOf(fn)).toEqual([
      { resource: 'schedule', action: 'create', path: 'nightly-2', to: 'rate(10 minutes)' },
    ])
    await deploy(fn, '--repair')
    expect(await driftOf(fn)).toEqual([])
    expect(await until('an event of the schedule', () => fn.events()[0])).toEqual({
      job: 'nightly',
    })

    fn.configure('permissions: minimal\n')
    expect(changesOf(await deploy(fn, '--dry-run'))).toEqual(
      expect.arrayContaining(['delete schedule nightly-1', 'delete schedule group', 'delete role']),
    )
    await settled(fn)
    const listed = await scheduler().send(new ListScheduleGroupsCommand({ NamePrefix: 'nightly' }))
    expect(listed.ScheduleGroups).toEqual([])

    fn.configure(settings('rate(10 minutes)'))
    await deploy(fn)
    await destroy(fn)
    const after = await scheduler().send(new ListScheduleGroupsCommand({ NamePrefix: 'nightly' }))
    expect(after.ScheduleGroups).toEqual([])
    expect(await leftovers(server.url, 'nightly')).toEqual([])
  })
})

const alias = (name: string) => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}:live`

/** An event that fits, once it has come. */
const got = ({ events: all }: Consumer, find: (event: Record<string, any>) => boolean) =>
  until(`an event for which ${find}`, () => all().find(find), { instead: all })

describe('topics, buckets and buses', () => {
  it('call the alias, leave what is others’ as it is, and go with the function', async () => {
    const { TopicArn } = await sns().send(new CreateTopicCommand({ Name: 'news' }))
    await s3().send(new CreateBucketCommand({ Bucket: 'photos' }))
    await events('CreateEventBus', { Name: 'shop' })
    const theirs = await makeQueue('objects')
    const others = {
      EventBridgeConfiguration: {},
      QueueConfigurations: [
        { Id: 'theirs', QueueArn: theirs.arn, Events: ['s3:ObjectRemoved:*' as const] },
      ],
    }
    await s3().send(
      new PutBucketNotificationConfigurationCommand({
        Bucket: 'photos',
        NotificationConfiguration: others,
      }),
    )
    const settings = (more: string) => `events:
  - sns: { topic: "${TopicArn}", filter: { kind: [order] } }
  - s3: { bucket: photos, prefix: in/, suffix: .png }
  - eventbridge: { pattern: { source: [shop] }, bus: shop }
${more}`
    using one = await consumer('one', settings('  - eventbridge: { pattern: { source: [x] } }\n'))
    using two = await consumer('two', 'events: [{ s3: { bucket: photos, prefix: out/ } }]\n')
    const [first] = await Promise.all([deploy(one), deploy(two)])
    expect(changesOf(first)).toEqual(
      expect.arrayContaining([
        'create sns event news',
        'create s3 event photos',
        'create rule one-1',
        'create rule one-2',
      ]),
    )
    await Promise.all([settled(one), settled(two)])
    expect((await notifications()).LambdaFunctionConfigurations?.map(lambdaOf)).toEqual(
      expect.arrayContaining([alias('one'), alias('two')]),
    )

    const publish = (kind: string) =>
      sns().send(
        new PublishCommand({
          TopicArn,
          Message: kind,
          MessageAttributes: { kind: { DataType: 'String', StringValue: kind } },
        }),
      )
    await publish('other')
    await publish('order')
    for (const Key of ['in/a.txt', 'in/a.png', 'out/b']) {
      await s3().send(new PutObjectCommand({ Bucket: 'photos', Key, Body: 'x' }))
    }
    const Entries = [{ Source: 'shop', DetailType: 'order', Detail: '{}', EventBusName: 'shop' }]
    await events('PutEvents', { Entries })
    const message = await got(one, ({ Records }) => Records?.[0].EventSource === 'aws:sns')
    expect(message['Records'][0].Sns.Message).toBe('order')
    const object = await got(one, ({ Records }) => Records?.[0].eventSource === 'aws:s3')
    expect(object['Records'][0].s3.object.key).toBe('in/a.png')
    await got(two, ({ Records }) => Records?.[0].s3?.object.key === 'out/b')
    await got(one, ({ source }) => source === 'shop')

    const { Subscriptions } = await sns().send(new ListSubscriptionsByTopicCommand({ TopicArn }))
    const { SubscriptionArn } = Subscriptions![0]!
    await sns().send(new UnsubscribeCommand({ SubscriptionArn }))
    await events('DisableRule', { Name: 'one-2' })
    expect(await driftOf(one)).toEqual([
      { resource: 'sns event', action: 'create', to: 'news' },
      { resource: 'rule', action: 'update', path: 'one-2.enabled', from: false, to: true },
    ])
    await settled(one, '--repair')

    one.configure(
      settings('')
        .replace('.png', '.gif')
        .replace(/ {2}- sns: .*\n/, ''),
    )
    expect(changesOf(await deploy(one, '--dry-run'))).toEqual(
      expect.arrayContaining([
        'delete sns event',
        'update s3 event photos',
        'delete rule one-2',
        expect.stringMatching(/^delete permission OcheSns-news-/),
      ]),
    )
    await settled(one)
    expect(await destroy(one)).toBeDefined()
    expect((await notifications()).LambdaFunctionConfigurations?.map(lambdaOf)).toEqual([
      alias('two'),
    ])
    await destroy(two)
    expect(await notifications()).toMatchObject(others)
    expect((await notifications()).LambdaFunctionConfigurations ?? []).toEqual([])
    const left = await sns().send(new ListSubscriptionsByTopicCommand({ TopicArn }))
    expect(left.Subscriptions).toEqual([])
    for (const EventBusName of ['default', 'shop']) {
      const { Rules } = await events<{ Rules: unknown[] }>('ListRules', { EventBusName })
      expect(Rules).toEqual([])
    }
    expect(await leftovers(server.url, 'one')).toEqual([])
    expect(await leftovers(server.url, 'two')).toEqual([])
  })

  it('are told where they are not there, before anything is made', async () => {
    using fn = await consumer('lost', 'events: [{ s3: { bucket: nowhere-to-be } }]\n')
    const args = ['deploy', '--cwd', fn.path, '--artifact', fn.zip]
    const { status, stderr } = await oche(args, { env: awsEnvironment(server.url) })
    expect(stderr).toContain('error: there is no bucket nowhere-to-be')
    expect(status).toBe(1)
    expect(await leftovers(server.url, 'lost')).toEqual([])
  })
})

const written = (layers: string) =>
  `name: both
build: "printf '#!/bin/sh' > $OCHE_OUT"
functions:
  both-a: { http: { kind: http-api, routes: ["GET /a"], access: public }, onFailure: both-b }
  both-b: { http: { kind: http-api, routes: ["GET /b"], access: public }, layers: [${layers}] }
  both-c: { http: { kind: http-api, routes: ["GET /c"], access: public } }
`

describe('a function that fails', () => {
  it('leaves nothing of the others undone, and whoever tells it learns that at once', async () => {
    const typo = `"arn:aws:lambda:${REGION}:${ACCOUNT}:layer:nowhere:1"`
    using folder = workspace({ 'oche.yaml': written(typo) }, false)
    const alone = await oche(['deploy', 'both-a'], { cwd: folder.path })
    expect(alone.stderr).toContain('error: the function both-b is to be told, and is not there')
    expect(await leftovers(server.url, 'both-a')).toEqual([])

    const { status, stderr } = await oche(['deploy'], { cwd: folder.path })
    expect(status).toBe(1)
    expect(stderr).toContain('both-b is to be told, and could not be deployed')
    expect(stderr).toContain('left for the next run: what both-a, both-b shares with others')
    const client = new ApiGatewayV2Client({ endpoint: server.url, region: 'eu-west-1' })
    const routes = async () => {
      const { Items } = await client.send(new GetApisCommand({}))
      const { ApiId } = Items!.find(({ Name }) => Name === 'both')!
      const found = await client.send(new GetRoutesCommand({ ApiId }))
      return found.Items!.map(({ RouteKey }) => RouteKey).toSorted()
    }
    expect(await routes()).toEqual(['GET /c'])
    folder.write('oche.yaml', written(''))
    expect((await oche(['deploy'], { cwd: folder.path })).status).toBe(0)
    expect(await routes()).toEqual(['GET /a', 'GET /b', 'GET /c'])
    expect((await oche(['destroy', '--yes'], { cwd: folder.path })).status).toBe(0)
  })
})

const sns = () => new SNSClient({ endpoint: server.url, region: REGION })
const s3 = () => new S3Client({ endpoint: server.url, region: REGION, forcePathStyle: true })
const events = <T = unknown>(name: string, body: object) =>
  call<T & Record<string, unknown>>('events', `AWSEvents.${name}`, body)

const notifications = () =>
  s3().send(new GetBucketNotificationConfigurationCommand({ Bucket: 'photos' }))

const lambdaOf = ({ LambdaFunctionArn }: { LambdaFunctionArn?: string | undefined }) =>
  LambdaFunctionArn

const scheduler = () => new SchedulerClient({ endpoint: server.url, region: REGION })

async function makeStream(StreamName: string) {
  await call('kinesis', 'Kinesis_20131202.CreateStream', { StreamName, ShardCount: 1 })
  const put = (data: string) =>
    call('kinesis', 'Kinesis_20131202.PutRecord', {
      StreamName,
      Data: Buffer.from(data).toString('base64'),
      PartitionKey: 'a',
    })
  return { StreamARN: `arn:aws:kinesis:${REGION}:${ACCOUNT}:stream/${StreamName}`, put }
}

async function makeTable(TableName: string) {
  const { TableDescription } = await call<{ TableDescription: { LatestStreamArn: string } }>(
    'dynamodb',
    'DynamoDB_20120810.CreateTable',
    {
      TableName,
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    },
  )
  const put = (id: string) =>
    call('dynamodb', 'DynamoDB_20120810.PutItem', { TableName, Item: { id: { S: id } } })
  return { arn: TableDescription.LatestStreamArn, put }
}

/** Who may take a role, and what it allows: each action with its resource. */
async function roleOf(RoleName: string): Promise<{ trust: unknown; allows: [string, string][] }> {
  const client = new IAMClient({ endpoint: server.url, region: REGION })
  const { Role } = await client.send(new GetRoleCommand({ RoleName }))
  const { PolicyDocument } = await client.send(
    new GetRolePolicyCommand({ RoleName, PolicyName: 'oche' }),
  )
  const allows = statementsOf(PolicyDocument).flatMap(({ Action, Resource }) =>
    [Action].flat().map((action): [string, string] => [action, Resource]),
  )
  return { trust: statementsOf(Role!.AssumeRolePolicyDocument)[0], allows }
}

function statementsOf(document: string | undefined) {
  return (
    JSON.parse(decodeURIComponent(document!)) as {
      Statement: { Action: string | string[]; Resource: string }[]
    }
  ).Statement
}
