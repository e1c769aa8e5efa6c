import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { regionalRoleName, roleName, scheduleRoleName } from '../names.ts'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

/** Every call that the program can make: the keys of `Operations`. */
const operations = [...read('operations.ts').matchAll(/^ {2}'([a-z0-9]+:\w+)':/gm)].map(
  ([, name]) => name!,
)

/** What IAM is asked for a call. */
interface Request {
  action: string
  resource: string
  context?: Record<string, string>
}

interface Statement {
  Action: string[]
  Resource: string | string[]
  Condition?: {
    StringEquals?: Record<string, string | string[]>
    StringLike?: Record<string, string>
  }
}

const json = /```json\n([\s\S]*?)```/.exec(read('../../../docs/iam.md'))![1]!
const { Statement: statements } = JSON.parse(json) as { Statement: Statement[] }

/** As IAM decides where nothing denies: an action, a resource and every condition fit. */
function isAllowed({ action, resource, context = {} }: Request): boolean {
  return statements.some(
    ({ Action, Resource, Condition }) =>
      Action.some((pattern) => isLike(action, pattern)) &&
      [Resource].flat().some((pattern) => isLike(resource, pattern)) &&
      Object.entries(Condition?.StringEquals ?? {}).every(([key, value]) =>
        [value].flat().includes(context[key] ?? ''),
      ) &&
      Object.entries(Condition?.StringLike ?? {}).every(([key, value]) =>
        isLike(context[key] ?? '', value),
      ),
  )
}

function isLike(text: string, pattern: string): boolean {
  const parts = pattern
    .split('*')
    .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text)
}

const ACCOUNT = '111122223333'
const BOUNDARY = { 'iam:PermissionsBoundary': `arn:aws:iam::${ACCOUNT}:policy/BOUNDARY` }
const LAMBDA = { 'iam:PassedToService': 'lambda.amazonaws.com' }

const OF_FUNCTION = {
  'lambda:FunctionArn': `arn:aws:lambda:REGION:${ACCOUNT}:function:NAME:live`,
  'sns:Endpoint': `arn:aws:lambda:REGION:${ACCOUNT}:function:NAME:live`,
}

const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`
const fn = (name: string) => `arn:aws:lambda:REGION:${ACCOUNT}:function:${name}`
const layer = (name: string) => `arn:aws:lambda:REGION:${ACCOUNT}:layer:${name}`
const group = (name: string) => `arn:aws:logs:REGION:${ACCOUNT}:log-group:/aws/lambda/${name}`
const api = (path: string) => `arn:aws:apigateway:REGION::${path}`
const mapping = `arn:aws:lambda:REGION:${ACCOUNT}:event-source-mapping:a`
const certificate = `arn:aws:acm:REGION:${ACCOUNT}:certificate/a`
const zone = (id: string) => `arn:aws:route53:::hostedzone/${id}`
const bucket = `arn:aws:s3:::oche-${ACCOUNT}-REGION`

const scheduleGroup = `arn:aws:scheduler:REGION:${ACCOUNT}:schedule-group/NAME`
const topic = `arn:aws:sns:REGION:${ACCOUNT}:TOPIC`
const events = `arn:aws:events:REGION:${ACCOUNT}`
const schedule = `arn:aws:scheduler:REGION:${ACCOUNT}:schedule/NAME/NAME-1`

/** The resources of a service's calls that matter here. */
const RESOURCES: Record<string, string[]> = {
  sts: ['*'],
  tag: ['*'],
  iam: [role('NAME-role'), role('NAME-role-REGION')],
  logs: [group('NAME'), `${group('NAME')}:log-stream:x`],
  lambda: [fn('NAME'), fn('NAME:live'), fn('NAME:1')],
  apigateway: [api('/apis'), api('/apis/a'), api('/apis/a/routes/b')],
  ssm: [`arn:aws:ssm:REGION:${ACCOUNT}:parameter/NAME/key`],
  secretsmanager: [`arn:aws:secretsmanager:REGION:${ACCOUNT}:secret:NAME-AbCdEf`],
  scheduler: [scheduleGroup, schedule],
  sns: [topic],
  events: [`${events}:rule/NAME-1`, `${events}:rule/BUS/NAME-1`],
  s3: [bucket, `${bucket}/oche/NAME/x.zip`],
  acm: [certificate],
  route53: [zone('ZONE')],
}

/** Those of the other API of API Gateway, whose permissions have the same names. */
const REST = [api('/restapis'), api('/restapis/a'), api('/restapis/a/resources/b')]
const isRest = (operation: string) => operation.startsWith('apigatewayv1:')

/** Of actions that are about something else than their service's others. */
const OWN_RESOURCES: Record<string, string[]> = {
  'logs:DescribeLogGroups': ['*'],
  'lambda:ListLayers': ['*'],
  'acm:ListCertificates': ['*'],
  'acm:RequestCertificate': ['*'],
  'lambda:ListLayerVersions': [layer('NAME')],
  'lambda:PublishLayerVersion': [layer('NAME')],
  'lambda:GetLayerVersion': [layer('NAME:1')],
  'lambda:DeleteLayerVersion': [layer('NAME:1')],
  'lambda:ListEventSourceMappings': ['*'],
  'scheduler:ListSchedules': ['*'],
  'lambda:CreateEventSourceMapping': ['*'],
  'sns:GetSubscriptionAttributes': ['*'],
  'sns:SetSubscriptionAttributes': ['*'],
  'sns:Unsubscribe': ['*'],
  's3:GetBucketNotification': ['arn:aws:s3:::BUCKET'],
  's3:PutBucketNotification': ['arn:aws:s3:::BUCKET'],
  'events:DescribeEventBus': [`${events}:event-bus/BUS`],
  'lambda:UpdateEventSourceMapping': [mapping],
  'lambda:DeleteEventSourceMapping': [mapping],
  'lambda:ListTags': [fn('NAME'), mapping],
  'lambda:TagResource': [fn('NAME'), mapping],
  'lambda:UntagResource': [fn('NAME'), mapping],
}

/** Calls whose permission has another name, or that need more than one. */
const ACTIONS: Record<string, string[]> = {
  'iam:CreateRole': ['iam:CreateRole', 'iam:TagRole'],
  'lambda:CreateFunction': ['lambda:CreateFunction', 'lambda:TagResource', 'iam:PassRole'],
  'lambda:UpdateFunctionConfiguration': ['lambda:UpdateFunctionConfiguration', 'iam:PassRole'],
  // Without ListTags it answers without tags, and nothing is ours.
  'lambda:GetFunction': ['lambda:GetFunction', 'lambda:ListTags'],
  'lambda:Invoke': ['lambda:InvokeFunction'],
  // Lambda asks for it where a function gets one.
  'lambda:PublishLayerVersion': ['lambda:PublishLayerVersion', 'lambda:GetLayerVersion'],
  'apigateway:TagResource': ['apigateway:TagResource', 'apigateway:POST'],
  'apigateway:UntagResource': ['apigateway:UntagResource', 'apigateway:DELETE'],
  'apigatewayv1:TagResource': ['apigateway:PUT'],
  'apigatewayv1:UntagResource': ['apigateway:DELETE'],
  'lambda:CreateEventSourceMapping': ['lambda:CreateEventSourceMapping', 'lambda:TagResource'],
  'scheduler:CreateSchedule': ['scheduler:CreateSchedule', 'iam:PassRole'],
  'scheduler:CreateScheduleGroup': ['scheduler:CreateScheduleGroup', 'scheduler:TagResource'],
  'events:PutRule': ['events:PutRule', 'events:TagResource'],
  'acm:RequestCertificate': ['acm:RequestCertificate', 'acm:AddTagsToCertificate'],
  's3:GetBucketNotificationConfiguration': ['s3:GetBucketNotification'],
  's3:PutBucketNotificationConfiguration': ['s3:PutBucketNotification'],
  's3:HeadBucket': ['s3:ListBucket'],
  's3:HeadObject': ['s3:GetObject'],
  's3:ListObjectsV2': ['s3:ListBucket'],
  's3:CreateMultipartUpload': ['s3:PutObject'],
  's3:UploadPart': ['s3:PutObject'],
  's3:CompleteMultipartUpload': ['s3:PutObject'],
  's3:PutPublicAccessBlock': ['s3:PutBucketPublicAccessBlock'],
  's3:PutBucketEncryption': ['s3:PutEncryptionConfiguration'],
  's3:PutBucketLifecycleConfiguration': ['s3:PutLifecycleConfiguration'],
}

/** An administrator's: see "What the boundary is for". */
const ADMINISTRATORS = ['iam:PutRolePermissionsBoundary', 'iam:DeleteRolePermissionsBoundary']

/** API Gateway's permissions are methods of HTTP. */
const METHODS: Record<string, string> = {
  Get: 'GET',
  Create: 'POST',
  Put: 'PUT',
  Update: 'PATCH',
  Delete: 'DELETE',
}

function actionsOf(operation: string): string[] {
  const verb = /^apigateway(?:v1)?:(Get|Create|Put|Update|Delete)/.exec(operation)?.[1]
  const named = verb === undefined ? operation : `apigateway:${METHODS[verb]!}`
  return ACTIONS[operation] ?? [named]
}

function requestsOf(operation: string): Request[] {
  return actionsOf(operation).flatMap((action) => {
    const service = action.split(':')[0]!
    const resources = OWN_RESOURCES[action] ?? (isRest(operation) ? REST : RESOURCES[service]!)
    const context = { ...(action === 'iam:PassRole' ? LAMBDA : BOUNDARY), ...OF_FUNCTION }
    return resources.map((resource) => ({ action, resource, context }))
  })
}

const calls = operations.filter((one) => !ADMINISTRATORS.includes(one))

describe('docs/iam.md', () => {
  it('allows every call that the program makes, on what it makes', () => {
    expect(operations.length).toBeGreaterThan(60)
    expect(calls.flatMap(requestsOf).filter((request) => !isAllowed(request))).toEqual([])
  })

  it('allows nothing that no call needs', () => {
    const documented = statements.flatMap(({ Action }) => Action)
    expect([...new Set(documented)].sort()).toEqual([...new Set(calls.flatMap(actionsOf))].sort())
  })

  it.each<Request>([
    ...ADMINISTRATORS.map((action) => ({ action, resource: role('NAME-role'), context: BOUNDARY })),
    ...['CreateRole', 'AttachRolePolicy', 'PutRolePolicy', 'DetachRolePolicy'].map((call) => ({
      action: `iam:${call}`,
      resource: role('NAME-role'),
    })),
    {
      action: 'iam:PutRolePolicy',
      resource: role('NAME-role'),
      context: { 'iam:PermissionsBoundary': 'arn:aws:iam::aws:policy/AdministratorAccess' },
    },
    { action: 'iam:PutRolePolicy', resource: role('OTHER-role'), context: BOUNDARY },
    { action: 'iam:PassRole', resource: role('OTHER'), context: LAMBDA },
    {
      action: 'iam:PassRole',
      resource: role('NAME-role'),
      context: { 'iam:PassedToService': 'ec2.amazonaws.com' },
    },
    { action: 'iam:CreatePolicyVersion', resource: BOUNDARY['iam:PermissionsBoundary'] },
    { action: 'iam:PutUserPolicy', resource: `arn:aws:iam::${ACCOUNT}:user/me` },
    { action: 'lambda:UpdateFunctionCode', resource: fn('OTHER') },
    {
      action: 'lambda:DeleteEventSourceMapping',
      resource: mapping,
      context: { 'lambda:FunctionArn': fn('OTHER:live') },
    },
    {
      action: 'sns:Subscribe',
      resource: topic,
      context: { 'sns:Endpoint': fn('OTHER:live') },
    },
    { action: 'events:PutTargets', resource: `${events}:rule/OTHER-1` },
    { action: 'route53:ChangeResourceRecordSets', resource: zone('OTHER') },
    { action: 's3:PutBucketNotification', resource: bucket },
    { action: 'logs:DeleteLogGroup', resource: group('OTHER') },
    { action: 's3:GetObject', resource: 'arn:aws:s3:::other/key' },
  ])('does not allow $action on $resource: it could be widened by that', (request) => {
    expect(isAllowed(request)).toBe(false)
  })

  it('says how roles are called, however long a name is', () => {
    for (let length = 1; length <= 64; length++) {
      const name = 'n'.repeat(length)
      const pattern = length > 50 ? `${name.slice(0, 50)}*` : `${name}-role*`
      const region = 'ap-southeast-1'
      const roles = [roleName(name), regionalRoleName(name, region), scheduleRoleName(name, region)]
      expect(roles.filter((one) => one.length > 64 || !isLike(one, pattern))).toEqual([])
    }
  })
})
