import { isDeepStrictEqual } from 'node:util'
import type { FunctionConfig } from '../../../src/core/project.ts'
import type { Api } from './api.ts'
import type { AwsModel } from './aws.ts'
import type { Role } from './iam.ts'
import type { RestApi } from './rest-api.ts'
import type { FunctionState } from './lambda.ts'
import { callersOf, wantedCallers } from './callers.ts'
import { ALIAS, BY_HAND, GROUP, NAME, ofOther, ofOtherInRest, ROLE } from './world.ts'

/**
 * What AWS has that oche.yaml does not say, by looking at AWS alone and not by our own reading.
 *
 * @param code base64 of the zip's SHA-256
 * @param beside what another deploy at the same time wanted: what it has set without a mark is taken for
 *   somebody's own
 */
export function differences(
  model: AwsModel,
  { fn, isAlone }: { fn: FunctionConfig; isAlone: boolean },
  code: string,
  beside?: FunctionConfig,
): string[] {
  const { lambda, iam, logs, api, rest, scheduler } = model
  const has = lambda.functions.get(NAME)
  const alias = has?.aliases.get(ALIAS)
  const version = has?.versions.get(Number(alias?.version))
  const role = iam.roles.get(ROLE)
  const content: Record<string, unknown> = version?.content ?? {}
  const named = [...api.apis.values()].filter(({ name }) => name === NAME)
  const [one] = named
  const isApi = fn.http.kind === 'http-api' || fn.http.kind === 'http-api-v1'
  // What leads to another function, which the deploy is not about, is still there.
  const others = isAlone ? { integrations: [], routes: [] } : ofOther(one)
  const isThere = isApi || others.integrations.length > 0
  const routes = [...(isApi ? fn.http.routes : []), ...others.routes].toSorted()
  const isUsed = (id: string) => !others.integrations.includes(id) || others.routes.length > 0
  const isPublic = fn.http.kind === 'url' && fn.http.access === 'public'
  const statements = (has?.policies.get(ALIAS) ?? []).map(({ Sid }) => Sid as string)
  const ours = statements.filter((sid) => sid.startsWith('FunctionURL')).toSorted()
  const ready = has?.provisioned.get(ALIAS)
  const restNamed = [...rest.apis.values()].filter(({ name }) => name === NAME)
  const [restApi] = restNamed
  const isRest = fn.http.kind === 'rest'
  const othersRest = isAlone ? [] : ofOtherInRest(restApi)
  const restRoutes = [...(isRest ? fn.http.routes.flatMap(restRoutesOf) : []), ...othersRest]
  const served = [...(restApi?.stages.values() ?? [])]
  const facts: [what: string, is: unknown, wanted: unknown][] = [
    ['code', content['CodeSha256'], code],
    ['memory', content['MemorySize'], fn.memory],
    ['timeout', content['Timeout'], fn.timeout],
    ['environment', content['Environment'], { Variables: { ...fn.environment } }],
    ['version', version?.state, 'Active'],
    ['weights', alias?.weights, {}],
    ['role', content['Role'], role?.arn],
    ['who the role was when it was given', version?.roleId, role?.id],
    ['trust', role?.trust.includes('"Principal":{"Service":"lambda.amazonaws.com"}'), true],
    ['boundary', role?.boundary, fn.permissionsBoundary],
    ['policies', [...(role?.managed ?? [])], fn.permissions === 'basic' ? [BASIC] : []],
    ['inline policy', role?.inline.has('oche'), fn.permissions === 'minimal' || reads(fn)],
    ['what the inline policy is about', grantedIn(role), wantedGrants(fn)],
    ['schedules', schedulesOf(scheduler), wantedSchedules(fn)],
    [
      'role of schedules',
      scheduleRoleOf(iam),
      wantedSchedules(fn) === undefined ? undefined : true,
    ],
    ['topics, buckets and rules', callersOf(model), wantedCallers(fn)],
    ['mappings', mappingsOf(lambda), wantedMappings(fn)],
    [
      'retention',
      logs.groups.get(GROUP)?.retention,
      fn.logRetentionDays === 'never' ? undefined : fn.logRetentionDays,
    ],
    ['description', content['Description'] ?? '', fn.description],
    [
      'provisioned',
      provisionedOf(ready, fn),
      or(ready, fn.provisionedConcurrency, beside?.provisionedConcurrency),
    ],
    ['concurrency', has?.reserved, fn.reservedConcurrency],
    ['retries', has?.invokeConfigs.get(ALIAS)?.['MaximumRetryAttempts'] ?? 2, fn.retries],
    [
      'who is told',
      destinationOf(has),
      or(destinationOf(has), wantedDestination(fn), beside && wantedDestination(beside)),
    ],
    ['URL', has?.urls.get(ALIAS)?.['AuthType'], urlAuth(fn)],
    ['permissions', ours, isPublic ? PUBLIC : []],
    ['permission of the API', statements.includes('OcheHttpApi'), isApi],
    ['APIs', named.length, isThere ? 1 : 0],
    ['routes', keysOf(one?.inside.Route, 'RouteKey'), routes],
    [
      'stages',
      keysOf(one?.inside.Stage, 'StageName'),
      isApi ? [fn.http.stage] : isThere ? keysOf(one?.inside.Stage, 'StageName') : [],
    ],
    ['REST authorizers', restApi?.authorizers.size ?? 0, isRest && fn.http.authorizer ? 1 : 0],
    ['authorizers', one?.inside.Authorizer.size ?? 0, isApi && fn.http.authorizer ? 1 : 0],
    [
      'integrations',
      one?.inside.Integration.size ?? 0,
      (isApi ? 1 : 0) + others.integrations.length,
    ],
    [
      'what routes lead to',
      targetsOf(one).toSorted(),
      [...(one?.inside.Integration.keys() ?? [])].filter(isUsed).toSorted(),
    ],
    ['REST APIs', restNamed.length, restRoutes.length > 0 ? 1 : 0],
    ['permission of the REST API', statements.includes('OcheRestApi'), isRest],
    [
      'routes that the REST API serves',
      served.map(({ deploymentId }) => routesIn(restApi, deploymentId)),
      // A stage that is gone is named by none but a function that has a part in the API.
      restRoutes.length > 0 && (isRest || served.length > 0) ? [restRoutes.toSorted()] : [],
    ],
    [
      'preflights',
      isRest ? preflightsIn(restApi) : [],
      isRest ? wantedPreflights(fn, restRoutes) : [],
    ],
    [
      'gateway responses',
      isRest ? [...(restApi?.responses.keys() ?? [])] : [],
      isRest && fn.http.cors ? ['DEFAULT_4XX', 'DEFAULT_5XX'] : [],
    ],
    [
      'stage of the REST API',
      served.map(({ stageName }) => stageName),
      isRest ? [fn.http.stage] : served.map(({ stageName }) => stageName),
    ],
    ['deployments', restApi?.deployments.size ?? 0, restRoutes.length > 0 ? 1 : 0],
    [
      'binary media types',
      [...(isRest ? (restApi?.binaryMediaTypes ?? []) : [])],
      isRest ? [...fn.http.binaryMediaTypes] : [],
    ],
    // Of an API that it has no part in nobody says here what others want.
    ['CORS of the API', isApi && one?.cors !== undefined, isApi && fn.http.cors !== undefined],
    ['tags', Object.entries(fn.tags).every(([key, value]) => has?.tags[key] === value), true],
  ]
  return facts
    .filter(([, is, wanted]) => !isDeepStrictEqual(is, wanted))
    .map(([what, is, wanted]) => `${what}: ${JSON.stringify(is)}, not ${JSON.stringify(wanted)}`)
}

const restRoutesOf = (key: string) => (key === '$default' ? ['ANY /', 'ANY /{proxy+}'] : [key])

/** What was deployed, and leads where it should. */
function routesIn(api: RestApi | undefined, deployment: string): string[] {
  const { holds } = api!.deployments.get(deployment)!
  return [...holds].flatMap(([key, uri]) => (uri.includes(`:${ALIAS}/`) ? [key] : [])).toSorted()
}

/** That serve, with what they say. */
function preflightsIn(api: RestApi | undefined): string[] {
  const [stage] = [...(api?.stages.values() ?? [])]
  const { holds } = api?.deployments.get(stage?.['deploymentId']) ?? { holds: new Map() }
  return [...holds]
    .flatMap(([key, uri]) => (uri === 'MOCK' ? [key as string] : []))
    .map((key) => {
      const { methods } = api!.resources.get(key.split(' ')[1]!)!
      const { integrationResponses } = methods.get('OPTIONS')!['methodIntegration']
      const origin = 'method.response.header.Access-Control-Allow-Origin'
      return `${key} ${integrationResponses['204'].responseParameters[origin]}`
    })
    .toSorted()
}

function wantedPreflights({ http }: FunctionConfig, routes: readonly string[]): string[] {
  if (http.cors === undefined) return []
  const paths = [...new Set(routes.map((route) => route.split(' ')[1]!))]
  return paths.map((path) => `OPTIONS ${path} '${http.cors!.origins[0]}'`).toSorted()
}

const wantedDestination = ({ onFailure }: FunctionConfig) =>
  onFailure === 'alarm' ? 'arn:aws:lambda:eu-west-1:123456789012:function:alarm:live' : onFailure

/** What is said of it, or what the other deploy says where nothing is. */
const or = <T>(has: unknown, wanted: T, others: T | undefined) =>
  wanted === undefined && has === others ? others : wanted

const destinationOf = (fn: FunctionState | undefined) =>
  fn?.invokeConfigs.get(ALIAS)?.['DestinationConfig']?.OnFailure?.Destination

/** What somebody else keeps ready is theirs, where oche.yaml says nothing of it. */
const provisionedOf = (has: number | undefined, fn: FunctionConfig) =>
  has === BY_HAND && fn.provisionedConcurrency === undefined ? undefined : has

const reads = ({ events, onFailure }: FunctionConfig) =>
  onFailure !== undefined || events.some((one) => 'queue' in one || 'stream' in one)

const GRANTED = /arn:aws:(?:sqs|kinesis|dynamodb|sns|lambda):[^"]*/g

/** ARNs, but for those of logs. */
function grantedIn(role: Role | undefined): string[] {
  const texts = (role?.inline.get('oche') ?? '').match(GRANTED) ?? []
  return [...new Set(texts)].toSorted()
}

function wantedGrants(fn: FunctionConfig): string[] {
  const sources = fn.events.flatMap((event) =>
    'queue' in event ? [event.queue] : 'stream' in event ? [event.stream] : [],
  )
  const told = wantedDestination(fn)
  return [...new Set([...sources, ...(told === undefined ? [] : [told])])].toSorted()
}

/** By name, with what of each is said. Undefined where there is no group of ours. */
function schedulesOf({ groups }: AwsModel['scheduler']): unknown {
  const group = groups.get(NAME)
  if (group?.tags['oche:function'] !== NAME || group.leavesAfter !== undefined) return undefined
  return Object.fromEntries(
    [...group.schedules].map(([name, one]) => {
      const { Arn, RoleArn, Input } = one['Target']
      const facts = [
        one['ScheduleExpression'],
        one['State'],
        Input,
        Arn.endsWith(`:${NAME}:${ALIAS}`),
      ]
      return [name, [...facts, RoleArn.split('/')[1]]]
    }),
  )
}

const SCHEDULES_ROLE = `${NAME}-role-schedules-eu-west-1`

function wantedSchedules({ events }: FunctionConfig): unknown {
  const all = events.filter((event) => event.type === 'schedule')
  if (all.length === 0) return undefined
  return Object.fromEntries(
    all.map(({ expression, enabled, input }, index) => [
      `${NAME}-${index + 1}`,
      [
        expression,
        enabled ? 'ENABLED' : 'DISABLED',
        input === undefined ? undefined : JSON.stringify(input),
        true,
        SCHEDULES_ROLE,
      ],
    ]),
  )
}

function scheduleRoleOf({ roles }: AwsModel['iam']): boolean | undefined {
  const role = roles.get(SCHEDULES_ROLE)
  return role && (role.inline.get('oche')?.includes(`:${NAME}:${ALIAS}`) ?? false)
}

/** Those of the alias that are ours, or of nobody else. */
function mappingsOf({ mappings }: AwsModel['lambda']): unknown[] {
  return [...mappings.all.values()]
    .filter(({ of, state, tags }) => {
      const isForeign = tags['oche:project'] === undefined
      return of.endsWith(`:${NAME}:${ALIAS}`) && state !== 'Deleting' && !isForeign
    })
    .map(({ source, settings, state, tags }) => ({
      source,
      batchSize: settings['BatchSize'],
      position: settings['StartingPosition'],
      enabled: state === 'Enabled' || (state !== 'Disabled' && settings['Enabled'] !== false),
      filters: settings['FilterCriteria']?.Filters.length,
      tagged: tags['oche:function'],
    }))
    .toSorted((a, b) => a.source.localeCompare(b.source))
}

function wantedMappings({ events }: FunctionConfig): unknown[] {
  return events
    .flatMap((event) => {
      if (event.type !== 'sqs' && event.type !== 'kinesis' && event.type !== 'dynamodb') return []
      return {
        source: 'queue' in event ? event.queue : event.stream,
        batchSize: event.batchSize,
        position: 'stream' in event ? event.startingPosition : undefined,
        enabled: event.enabled,
        filters: event.filter === undefined ? 0 : 1,
        tagged: NAME,
      }
    })
    .toSorted((a, b) => a.source.localeCompare(b.source))
}

const BASIC = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'
const PUBLIC = ['FunctionURLAllowPublicAccess', 'FunctionURLInvokeAllowPublicAccess']

function keysOf(parts: Api['inside']['Route'] | undefined, key: string): string[] {
  return [...(parts?.values() ?? [])].map((part) => part[key] as string).toSorted()
}

function targetsOf(api: Api | undefined): string[] {
  const targets = keysOf(api?.inside.Route, 'Target').map((target) => target?.split('/')[1] ?? '')
  return [...new Set(targets)]
}

function urlAuth({ http }: FunctionConfig): string | undefined {
  if (http.kind !== 'url') return undefined
  return http.access === 'public' ? 'NONE' : 'AWS_IAM'
}
