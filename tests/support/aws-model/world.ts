import { createHash } from 'node:crypto'
import type { Random } from '../random.ts'
import type { Api } from './api.ts'
import type { RestApi } from './rest-api.ts'
import { ACCOUNT, AwsModel } from './aws.ts'
import type { FunctionState, Version } from './lambda.ts'

export const NAME = 'orders'
export const ROLE = `${NAME}-role`
export const GROUP = `/aws/lambda/${NAME}`
export const ALIAS = 'live'
/** Environments that somebody else keeps ready. */
export const BY_HAND = 7

/** Another function of the project, which has a part in the same API. */
export const OTHER = 'users'
export const OTHER_ROUTE = 'GET /users'

const aliasOf = (name: string) =>
  `arn:aws:lambda:${ACCOUNT.region}:${ACCOUNT.id}:function:${name}:${ALIAS}`

/** Tags of what its functions share. */
const SHARED = { 'oche:project': 'shop' }

const OURS = { 'oche:project': 'shop', 'oche:function': NAME }
const BASIC = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'

/** Something that was done by hand, by somebody else, or went wrong before. */
interface Happening {
  name: string
  apply(model: AwsModel, fn: FunctionState, random: Random): void
}

const anyVersion = (fn: FunctionState, random: Random) => random.pick([...fn.versions.keys()])

/** What a person, another tool or an earlier run may have left behind. */
const happenings: readonly Happening[] = [
  {
    name: 'the last update has failed',
    apply: (_, { latest }) => void (latest.updateStatus = 'Failed'),
  },
  {
    name: 'an update is under way',
    apply: (_, { latest }, random) =>
      void Object.assign(latest, {
        updateStatus: 'InProgress',
        busyFor: random.below(4),
        ends: random.pick(['well', 'badly']),
      }),
  },
  {
    name: 'the function sleeps',
    apply: (_, { latest }) => void (latest.state = 'Inactive'),
  },
  {
    name: '$LATEST has failed, and versions serve',
    apply: (_, { latest }) => void (latest.state = 'Failed'),
  },
  {
    name: 'settings were changed by hand',
    apply: (_, { latest }, random) =>
      void Object.assign(latest.content, { MemorySize: random.pick([128, 512]), Timeout: 77 }),
  },
  {
    name: 'a variable was added by hand',
    apply: (_, { latest }) =>
      void (latest.content['Environment'] = { Variables: { MINE: 'x', GREETING: 'hi' } }),
  },
  {
    name: 'the alias was moved back',
    apply: (_, fn, random) =>
      void (fn.aliases.get(ALIAS)!.version = String(anyVersion(fn, random))),
  },
  {
    name: 'the alias has weights',
    apply: (_, fn, random) =>
      void (fn.aliases.get(ALIAS)!.weights = { [anyVersion(fn, random)]: 0.1 }),
  },
  {
    name: 'the alias is gone, and all on it',
    apply(_, fn) {
      fn.aliases.delete(ALIAS)
      for (const kept of [fn.urls, fn.policies, fn.invokeConfigs, fn.provisioned]) {
        kept.delete(ALIAS)
      }
    },
  },
  {
    name: 'the role was made anew by hand',
    apply: ({ iam }) => void (iam.roles.get(ROLE)!.id = 1000),
  },
  {
    name: 'somebody else has a role of that name',
    apply: ({ iam }) => void (iam.roles.get(ROLE)!.tags = { 'oche:project': 'other' }),
  },
  { name: 'the role is gone', apply: ({ iam }) => void iam.roles.delete(ROLE) },
  {
    name: 'somebody else may take the role',
    apply: ({ iam }) =>
      void (iam.roles.get(ROLE)!.trust =
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}]}'),
  },
  {
    name: 'policies of the role were changed',
    apply({ iam }) {
      iam.roles.get(ROLE)!.managed.clear()
      iam.roles.get(ROLE)!.managed.add('arn:aws:iam::aws:policy/AdministratorAccess')
    },
  },
  {
    name: 'the role has a boundary',
    apply: ({ iam }) => void (iam.roles.get(ROLE)!.boundary = 'arn:aws:iam::aws:policy/Other'),
  },
  { name: 'the log group is gone', apply: ({ logs }) => void logs.groups.delete(GROUP) },
  {
    name: 'the log group is kept for ever',
    apply: ({ logs }) => void (logs.groups.get(GROUP)!.retention = undefined),
  },
  {
    name: 'the log group has a tag of somebody',
    apply: ({ logs }) => void (logs.groups.get(GROUP)!.tags['team'] = 'else'),
  },
  {
    name: 'a permission of ours is gone',
    apply: (_, fn) => void fn.policies.set(ALIAS, fn.policies.get(ALIAS)?.slice(1) ?? []),
  },
  {
    name: 'a permission of ours was changed',
    apply: (_, fn) =>
      void Object.assign(fn.policies.get(ALIAS)?.[0] ?? {}, { Principal: { AWS: '1' } }),
  },
  {
    name: 'the URL is gone',
    apply: (_, fn) => void fn.urls.delete(ALIAS),
  },
  {
    name: 'the URL asks for signatures',
    apply: (_, fn) => void Object.assign(fn.urls.get(ALIAS) ?? {}, { AuthType: 'AWS_IAM' }),
  },
  {
    name: 'retries were set by hand',
    apply: (_, fn) =>
      void (fn.aliases.has(ALIAS) && fn.invokeConfigs.set(ALIAS, { MaximumRetryAttempts: 1 })),
  },
  {
    name: 'environments were kept ready by hand',
    apply: (_, fn) => void (fn.aliases.has(ALIAS) && fn.provisioned.set(ALIAS, BY_HAND)),
  },
  {
    name: 'somebody has described the function',
    apply: (_, { latest }) => void (latest.content['Description'] = 'mine'),
  },
  {
    name: 'who is told was set by an earlier run',
    apply(_, fn) {
      if (!fn.aliases.has(ALIAS)) return
      const others =
        'role url httpApi restApi permissions topics buckets rules mappings schedules provisioned'
      fn.tags['oche:made'] = `${fn.tags['oche:made'] ?? others} asynchronous asynchronous.onFailure`
      const OnFailure = { Destination: 'arn:aws:sqs:eu-west-1:123456789012:old' }
      fn.invokeConfigs.set(ALIAS, { DestinationConfig: { OnFailure } })
    },
  },
  {
    name: 'concurrency was reserved by hand',
    apply: (_, fn) => void (fn.reserved = 3),
  },
]

const ON_ALIAS = `arn:aws:lambda:${ACCOUNT.region}:${ACCOUNT.id}:function:${NAME}:${ALIAS}`
const QUEUE = `arn:aws:sqs:${ACCOUNT.region}:${ACCOUNT.id}:one`
const STREAM = `arn:aws:kinesis:${ACCOUNT.region}:${ACCOUNT.id}:stream/two`

const TOPIC = `arn:aws:sns:${ACCOUNT.region}:${ACCOUNT.id}:news`
const hashOf = (arn: string) => createHash('sha256').update(arn).digest('hex').slice(0, 8)
const NEWS = hashOf(TOPIC)
const PHOTOS = hashOf('arn:aws:s3:::photos')

const FILTERS = [
  {},
  { FilterPolicy: '{"a":["c"]}' },
  { FilterPolicy: '{"a":{"b":["c"]}}', FilterPolicyScope: 'MessageBody' },
]

function letIn(
  lambda: AwsModel['lambda'],
  fn: FunctionState,
  StatementId: string,
  Principal: string,
  SourceArn: string,
  SourceAccount?: string,
): void {
  const input = { StatementId, Principal, SourceArn, SourceAccount, Qualifier: ALIAS }
  const made = lambda.statement(fn, { ...input, Action: 'lambda:InvokeFunction' })
  const others = (fn.policies.get(ALIAS) ?? []).filter(({ Sid }) => Sid !== StatementId)
  if (fn.aliases.has(ALIAS)) fn.policies.set(ALIAS, [...others, made])
}

const ownEntry = (number: number, Value: string, LambdaFunctionArn = ON_ALIAS) => ({
  Id: `oche/shop//${NAME}/${number}`,
  LambdaFunctionArn,
  Events: ['s3:ObjectCreated:*'],
  Filter: { Key: { FilterRules: [{ Name: 'prefix', Value }] } },
})

/** What others have of a topic and a bucket. */
export function putSources({ topics, notifications }: AwsModel): void {
  topics.subscribe(TOPIC, aliasOf(OTHER))
  notifications.buckets.set('photos', {
    EventBridgeConfiguration: {},
    TopicConfigurations: [{ Id: 't', TopicArn: TOPIC, Events: ['s3:ReducedRedundancyLostObject'] }],
  })
}

/** What may have happened to what starts the function. */
const ofEvents: readonly Happening[] = [
  {
    name: 'a queue of ours is read',
    apply: ({ lambda }, _, random) =>
      void lambda.mappings.make(ON_ALIAS, QUEUE, {
        tags: { ...OURS },
        settings: { BatchSize: random.pick([1, 10]), FilterCriteria: { Filters: [] } },
        state: random.pick(['Enabled', 'Disabled', 'Updating', 'Deleting']),
        busyFor: random.below(3),
      }),
  },
  {
    name: 'a stream of ours is read from another position',
    apply: ({ lambda }) =>
      void lambda.mappings.make(ON_ALIAS, STREAM, {
        tags: { ...OURS },
        settings: { StartingPosition: 'AT_TIMESTAMP' },
      }),
  },
  {
    name: 'somebody else reads a queue for the function',
    apply: ({ lambda }) => void lambda.mappings.make(ON_ALIAS, `${QUEUE}-more`),
  },
  {
    name: 'there are schedules of ours',
    apply: ({ scheduler, iam }, _, random) => {
      const role = `${ROLE}-schedules-${ACCOUNT.region}`
      iam.make(role, { tags: { ...OURS, 'oche:region': ACCOUNT.region } })
      const Target = { Arn: ON_ALIAS, RoleArn: iam.arnOf(random.pick([role, 'other'])) }
      const schedule = { ScheduleExpression: 'rate(5 minutes)', State: 'ENABLED', Target }
      const names = [`${NAME}-1`, `${NAME}-3`, 'mine'].filter(() => random.once(2))
      scheduler.make(NAME, {
        tags: { ...OURS },
        schedules: new Map(names.map((name) => [name, schedule])),
        leavesAfter: random.pick([undefined, undefined, 2]),
      })
    },
  },
  {
    name: 'somebody else has a group of schedules of that name',
    apply: ({ scheduler }) => void scheduler.make(NAME, { tags: {} }),
  },
  {
    name: 'a topic of ours starts it, as oche.yaml may no longer say',
    apply({ lambda, topics }, fn, random) {
      letIn(lambda, fn, `OcheSns-news-${NEWS}`, 'sns.amazonaws.com', TOPIC)
      topics.subscribe(TOPIC, ON_ALIAS, random.pick(FILTERS))
    },
  },
  {
    name: 'a bucket of ours starts it, as oche.yaml may no longer say',
    apply({ lambda, notifications }, fn, random) {
      const arn = 'arn:aws:s3:::photos'
      letIn(lambda, fn, `OcheS3-photos-${PHOTOS}`, 's3.amazonaws.com', arn, ACCOUNT.id)
      const { LambdaFunctionConfigurations: all = [], ...rest } =
        notifications.buckets.get('photos')!
      const entries = random.pick([
        [ownEntry(1, 'in/')],
        [ownEntry(1, 'old/'), ownEntry(2, 'in/')],
        [ownEntry(3, 'out/', aliasOf(OTHER))],
      ])
      // Two entries of one id are refused.
      const kept = all.filter(({ Id }: { Id: string }) => entries.every((one) => one.Id !== Id))
      const LambdaFunctionConfigurations = [...kept, ...entries]
      notifications.buckets.set('photos', { ...rest, LambdaFunctionConfigurations })
    },
  },
  {
    name: 'rules of ours start it, as oche.yaml may no longer say',
    apply({ lambda, rules }, fn, random) {
      for (const path of [`${NAME}-1`, `shop/${NAME}-1`, `${NAME}-2`].filter(() =>
        random.once(2),
      )) {
        const arn = `arn:aws:events:${ACCOUNT.region}:${ACCOUNT.id}:rule/${path}`
        const name = path.split('/').at(-1)!
        letIn(lambda, fn, `OcheRule-${name}-${hashOf(arn)}`, 'events.amazonaws.com', arn)
        const target = random.pick([
          { Id: 'live', Arn: ON_ALIAS },
          { Id: 'x', Arn: ON_ALIAS },
        ])
        rules.make(path, {
          settings: {
            EventPattern: '{"source":["old"]}',
            State: random.pick(['ENABLED', 'DISABLED']),
          },
          tags: { ...OURS },
          targets: new Map(random.once(3) ? [] : [[target.Id, target]]),
        })
      }
    },
  },
  {
    name: 'somebody else has a rule of that name',
    apply: ({ rules }) => void rules.make(`${NAME}-1`, { tags: {} }),
  },
  {
    name: 'the bucket tells somebody else of some objects',
    apply({ notifications }, _, random) {
      const Filter = {
        Key: { FilterRules: [{ Name: 'prefix', Value: random.pick(['in/a', 'z/']) }] },
      }
      const QueueArn = 'arn:aws:sqs:eu-west-1:123456789012:objects'
      const one = { Id: 'theirs', QueueArn, Events: ['s3:ObjectCreated:*'], Filter }
      const found = notifications.buckets.get('photos')
      notifications.buckets.set('photos', { ...found, QueueConfigurations: [one] })
    },
  },
  { name: 'the topic is gone', apply: ({ topics }) => void topics.all.delete(TOPIC) },
  {
    name: 'the function and its API are gone, and what starts it is not',
    apply({ lambda, api, rest }) {
      lambda.functions.delete(NAME)
      api.apis.clear()
      rest.apis.clear()
    },
  },
]

/** What may have happened to an API, where there is one. */
const ofApi: readonly Happening[] = [
  {
    name: 'a route was added to the API by hand',
    apply: (model) =>
      void model.api.answer('CreateRoute', { ApiId: apiOf(model).id, RouteKey: 'GET /more' }),
  },
  {
    name: 'a route of the API is gone',
    apply: (model) => void apiOf(model).inside.Route.clear(),
  },
  {
    name: 'the stage of the API is gone',
    apply: (model) => void apiOf(model).inside.Stage.clear(),
  },
  {
    name: 'the API has a double',
    apply: (model) => void model.api.make(apiOf(model).name, { tags: { ...SHARED } }),
  },
  {
    name: 'the API is gone',
    apply: (model) => void model.api.apis.delete(apiOf(model).id),
  },
]

/** What may have happened to a REST API, where there is one. */
const ofRest: readonly Happening[] = [
  {
    name: 'a route was added to the REST API by hand, and deployed',
    apply: (model) => {
      const { id, resources } = restOf(model)
      const on = { restApiId: id, resourceId: resources.get('/')!.id, httpMethod: 'PUT' }
      model.rest.answer('PutMethod', { ...on, authorizationType: 'NONE' })
      model.rest.answer('PutIntegration', { ...on, type: 'MOCK', uri: '' })
      model.rest.answer('CreateDeployment', { restApiId: id, stageName: 'prod', description: '' })
    },
  },
  {
    name: 'a path was added to the REST API by hand',
    apply: (model) => {
      const { id, resources } = restOf(model)
      const parentId = resources.get('/')!.id
      model.rest.answer('CreateResource', { restApiId: id, parentId, pathPart: '{other}' })
    },
  },
  {
    name: 'paths of the REST API are gone',
    apply: (model) => {
      const { resources } = restOf(model)
      for (const path of resources.keys()) if (path !== '/') resources.delete(path)
    },
  },
  {
    name: 'the stage of the REST API is gone',
    apply: (model) => void restOf(model).stages.clear(),
  },
  {
    name: 'the REST API has a double',
    apply: (model) => void model.rest.make(restOf(model).name, { tags: { ...SHARED } }),
  },
]

function restOf({ rest }: AwsModel) {
  return [...rest.apis.values()].find(({ name }) => name === NAME)!
}

function putRest({ rest }: AwsModel, random: Random): void {
  const { id: restApiId, resources } = rest.make(NAME, { tags: { ...SHARED } })
  const route = (name: string, httpMethod: string, path: string) => {
    if (path !== '/') {
      const parentId = resources.get('/')!.id
      rest.answer('CreateResource', { restApiId, parentId, pathPart: path.slice(1) })
    }
    const on = { restApiId, resourceId: resources.get(path)!.id, httpMethod }
    rest.answer('PutMethod', { ...on, authorizationType: 'NONE' })
    const uri = `arn:aws:apigateway:${ACCOUNT.region}:lambda:path/2015-03-31/functions/${aliasOf(name)}/invocations`
    rest.answer('PutIntegration', { ...on, type: 'AWS_PROXY', uri })
  }
  route(NAME, 'ANY', '/')
  if (random.once(2)) route(NAME, 'GET', '/{id}')
  if (random.once(2)) route(OTHER, 'GET', '/users')
  rest.answer('CreateDeployment', { restApiId, stageName: 'prod', description: '' })
}

/** Routes of the other function's that a REST API has. */
export function ofOtherInRest(api: RestApi | undefined): string[] {
  return [...(api?.resources.values() ?? [])].flatMap(({ path, methods }) =>
    [...methods].flatMap(([method, { methodIntegration }]) =>
      methodIntegration?.uri?.includes(aliasOf(OTHER)) ? [`${method} ${path}`] : [],
    ),
  )
}

function apiOf({ api }: AwsModel) {
  return [...api.apis.values()].find(({ name }) => name === NAME)!
}

function putApi({ api, lambda }: AwsModel, fn: FunctionState, random: Random): void {
  const { id } = api.make(NAME, { tags: { ...SHARED } })
  const route = (name: string, RouteKey: string) => {
    const made = api.answer('CreateIntegration', {
      ApiId: id,
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: aliasOf(name),
      PayloadFormatVersion: '2.0',
    }) as { IntegrationId: string }
    const Target = `integrations/${made.IntegrationId}`
    api.answer('CreateRoute', { ApiId: id, RouteKey, Target, AuthorizationType: 'NONE' })
  }
  route(NAME, '$default')
  if (random.once(2)) route(OTHER, OTHER_ROUTE)
  api.answer('CreateStage', { ApiId: id, StageName: '$default', AutoDeploy: true })
  const statement = lambda.statement(fn, {
    StatementId: 'OcheHttpApi',
    Action: 'lambda:InvokeFunction',
    Principal: 'apigateway.amazonaws.com',
    Qualifier: ALIAS,
    SourceArn: `arn:aws:execute-api:${ACCOUNT.region}:${ACCOUNT.id}:${id}/*/*`,
  })
  fn.policies.set(ALIAS, [statement])
}

/** Of others, which no deploy may take away. */
const FOREIGN = {
  tag: ['team', 'games'],
  sid: 'SomebodyElse',
  destination: 'arn:aws:sqs:eu-west-1:123456789012:failed',
} as const

function addForeign({ lambda }: AwsModel, fn: FunctionState, random: Random): string[] {
  const told = []
  if (random.once(2)) {
    fn.tags[FOREIGN.tag[0]] = FOREIGN.tag[1]
    told.push('a tag of somebody else')
  }
  if (random.once(2) && fn.aliases.has(ALIAS)) {
    const input = { StatementId: FOREIGN.sid, Qualifier: ALIAS, Action: 'lambda:InvokeFunction' }
    const statement = lambda.statement(fn, { ...input, Principal: 's3.amazonaws.com' })
    fn.policies.set(ALIAS, [...(fn.policies.get(ALIAS) ?? []), statement])
    told.push('a permission of somebody else')
  }
  if (random.once(2) && fn.aliases.has(ALIAS)) {
    const config = fn.invokeConfigs.get(ALIAS)
    const OnSuccess = { Destination: FOREIGN.destination }
    const DestinationConfig = { ...config?.['DestinationConfig'], OnSuccess }
    fn.invokeConfigs.set(ALIAS, { ...config, DestinationConfig })
    told.push('a destination of somebody else')
  }
  return told
}

/** What of others is there. */
export function foreignIn({ lambda, topics, notifications, rules }: AwsModel): string[] {
  const bucket = notifications.buckets.get('photos')!
  const mappings = [...lambda.mappings.all.values()]
  const fn = lambda.functions.get(NAME)
  const config = fn?.invokeConfigs.get(ALIAS)?.['DestinationConfig']
  const statements = fn?.policies.get(ALIAS) ?? []
  const theirs = [
    ...(topics.all.get(TOPIC) ?? []).map(({ endpoint }) => endpoint),
    ...[...rules.all]
      .filter(([, { tags }]) => tags['oche:function'] === undefined)
      .map(([arn]) => arn),
    ...(bucket['QueueConfigurations'] ?? []).map(({ Id }: { Id: string }) => Id),
    ...(bucket['TopicConfigurations'] ?? []).map(({ Id }: { Id: string }) => Id),
    ...('EventBridgeConfiguration' in bucket ? ['EventBridge of the bucket'] : []),
  ]
  return [
    ...theirs.filter((one) => one !== ON_ALIAS),
    ...(fn?.tags[FOREIGN.tag[0]] === FOREIGN.tag[1] ? ['tag'] : []),
    ...(statements.some(({ Sid }) => Sid === FOREIGN.sid) ? ['permission'] : []),
    ...(mappings.some(({ source }) => source === `${QUEUE}-more`) ? ['mapping'] : []),
    ...(config?.OnSuccess?.Destination === FOREIGN.destination ? ['destination'] : []),
  ]
}

/** What there is of the other function in an API. */
export function ofOther(api: Api | undefined): { integrations: string[]; routes: string[] } {
  const { Integration, Route } = api?.inside ?? { Integration: new Map(), Route: new Map() }
  const integrations = [...Integration].flatMap(([id, { IntegrationUri }]) =>
    IntegrationUri === aliasOf(OTHER) ? [id as string] : [],
  )
  const routes = [...Route.values()].flatMap(({ RouteKey, Target }) =>
    integrations.some((id) => Target === `integrations/${id}`) ? [RouteKey as string] : [],
  )
  return { integrations, routes }
}

/** What answers a caller: the alias's version, by its content. */
export function servedBy({ lambda }: AwsModel): string | undefined {
  const fn = lambda.functions.get(NAME)
  const alias = fn?.aliases.get(ALIAS)
  const version: Version | undefined = fn?.versions.get(Number(alias?.version))
  return version && JSON.stringify(version.content)
}

/**
 * A function that was deployed, and to which things have happened; or none.
 *
 * @param without numbers of things that have not happened after all; chance is used up all the same
 */
export function anyWorld(
  model: AwsModel,
  random: Random,
  without: ReadonlySet<number> = new Set(),
): string[] {
  const told: string[] = []
  putSources(model)
  if (random.once(6)) return ['nothing is there']
  model.iam.make(ROLE, {
    tags: { ...OURS, 'oche:region': ACCOUNT.region },
    managed: new Set([BASIC]),
    trust: '{}',
  })
  model.logs.groups.set(GROUP, { retention: 14, tags: { ...OURS } })
  const fn = putFunction(model, random)
  const count = random.below(MOST_HAPPENINGS + 1)
  for (let number = 0; number < count; number++) {
    const { name, apply } = random.pick([...happenings, ...ofApi, ...ofRest, ...ofEvents])
    const chance = random.fork()
    if (without.has(number)) continue
    try {
      apply(model, fn, chance)
      told.push(name)
    } catch {
      // It cannot happen to what is gone already.
    }
  }
  return [...told, ...addForeign(model, fn, random)]
}

export const MOST_HAPPENINGS = 3

function putFunction(model: AwsModel, random: Random): FunctionState {
  const { lambda, iam } = model
  const settings = (memory: number) => ({
    Role: iam.arnOf(ROLE),
    Runtime: 'provided.al2023',
    Handler: 'bootstrap',
    MemorySize: memory,
    Timeout: 10,
    Environment: { Variables: { GREETING: 'hi' } },
    LoggingConfig: { LogFormat: 'Text', LogGroup: GROUP },
    TracingConfig: { Mode: 'PassThrough' },
    EphemeralStorage: { Size: 512 },
    Layers: [],
  })
  const content = (memory: number) => lambda.content(settings(memory), `old ${memory}`, 'x86_64')
  const versions = new Map(
    Array.from({ length: 1 + random.below(4) }, (_, n) => [
      n + 1,
      lambda.version(content(128 + n)),
    ]),
  )
  const newest = Math.max(...versions.keys())
  const { content: last } = versions.get(newest)!
  const fn = lambda.put(NAME, {
    tags: { ...OURS },
    latest: lambda.version(structuredClone(last)),
    versions,
  })
  fn.aliases.set(ALIAS, { version: String(newest), weights: {}, revision: lambda.revision() })
  const endpoint = random.pick(['none', 'url', 'api', 'rest'])
  if (endpoint === 'api') putApi(model, fn, random)
  if (endpoint === 'rest') putRest(model, random)
  if (endpoint !== 'url') return fn
  fn.urls.set(ALIAS, { AuthType: 'NONE', InvokeMode: 'BUFFERED', FunctionUrl: 'https://x.on.aws/' })
  const statement = (StatementId: string, Action: string, more: object) =>
    lambda.statement(fn, { StatementId, Action, Principal: '*', Qualifier: ALIAS, ...more })
  fn.policies.set(ALIAS, [
    statement('FunctionURLAllowPublicAccess', 'lambda:InvokeFunctionUrl', {
      FunctionUrlAuthType: 'NONE',
    }),
    statement('FunctionURLInvokeAllowPublicAccess', 'lambda:InvokeFunction', {
      InvokedViaFunctionUrl: true,
    }),
  ])
  return fn
}
