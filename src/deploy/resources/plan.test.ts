import { describe, expect, it } from 'vitest'
import { functionSchema, normalizeHttp } from '../../core/config/schema.ts'
import { loadProject, type FunctionConfig } from '../../core/project.ts'
import { planDeploy, planDestroy, type PlanOptions } from '../converge/plan.ts'
import { doubt, settledRecord } from '../converge/record.ts'
import { VOUCH } from '../converge/vouch.ts'
import { aliasArn } from '../model/place.ts'
import type { Step } from '../model/plan.ts'
import type { RemoteVersion } from '../model/version.ts'
import type { Facts } from '../model/facts.ts'
import { apiSourceArn, roleArn } from '../names.ts'
import { keepTag } from './function/retire.ts'
import { desire, resources, type Desired, type Remote } from './index.ts'
import { SIDS, statementsFor, type Statement } from './permissions.ts'
import { INLINE_TAG, settledTag } from './role/inline.ts'
import { roleTags } from './role/plan.ts'

const ACCOUNT = { partition: 'aws-cn', region: 'cn-north-1', id: '111122223333' }
const policy = (statements: Statement[]) => ({ statements, revisionId: 'p1' })
const PLACE = { account: ACCOUNT, project: 'p', function: 'f' }
const defaults = loadProject({ cwd: '/' }).functions[0]!

/** What a configuration wants of the function `f`. */
function desired(keys: object = {}, sha256 = 'aa'): Desired {
  const { http, fileSystem, ...parsed } = functionSchema.parse(keys)
  const given = Object.fromEntries(
    Object.entries(parsed).filter(([, value]) => value !== undefined),
  )
  const own = { name: 'f', http: normalizeHttp(http), fileSystems: [fileSystem ?? []].flat() }
  const fn = { ...defaults, ...given, ...own } as FunctionConfig
  const artifact = { arch: fn.arch, zip: '/f.zip', zipBytes: 1, bytes: 1, sha256 }
  return desire({ place: PLACE, fn, environment: fn.environment, artifact })
}

/** What the application says of the API that the function has a part in. */
const GIVEN: Facts = {
  looked: ['http-api', 'rest'],
  gateways: {
    'http-api': {
      id: 'api1',
      endpoint: 'https://a',
      description: '',
      integrations: {},
      authorizers: {},
      resources: {},
    },
  },
}

const NOTHING: Remote = {
  anchor: { function: undefined, alias: undefined, live: undefined },
  found: {
    role: { name: 'f-role' },
    logGroup: undefined,
    uploads: false,
    function: undefined,
    url: undefined,
    httpApi: undefined,
    restApi: undefined,
    permissions: policy([]),
    topics: [],
    buckets: [],
    rules: [],
    mappings: [],
    schedules: { role: { name: '' }, group: undefined },
    asynchronous: undefined,
    provisioned: undefined,
  },
}

function version({ wants }: Desired, number: string): RemoteVersion {
  const { configuration, code } = wants.function
  return {
    version: number,
    configuration: {
      ...configuration,
      environment: configuration.environment!,
      role: wants.role.type === 'given' ? wants.role.arn : roleArn(ACCOUNT, 'f-role'),
    },
    arch: code!.arch,
    codeSha256: code!.sha256,
    bytes: 1,
    modified: '',
    state: 'Active',
    stateReason: undefined,
    updateStatus: 'Successful',
    updateReason: undefined,
    revisionId: 'r',
  }
}

const published = (versions: string[], ...aliased: string[]) => ({ versions, aliased })
const deletions = ({ steps }: { steps: Step[] }) =>
  steps.flatMap(({ call, input }, index) =>
    call === 'lambda:DeleteFunction' ? [[index, (input as { Qualifier: string }).Qualifier]] : [],
  )

const ALIAS = { version: '1', weights: {}, revisionId: 'a' }

/** AWS as a deploy of this leaves it. */
function deployed(of: Desired): Remote {
  const { role, logGroup, url, permissions } = of.wants
  return {
    anchor: {
      function: {
        arn: '',
        tags: {
          ...of.tags,
          ...settledRecord(resources, of),
          ...keepTag(of.wants.function),
        },
        reservedConcurrency: of.wants.function.reservedConcurrency,
        latest: version(of, '$LATEST'),
      },
      alias: ALIAS,
      live: version(of, '1'),
    },
    found: {
      ...NOTHING.found,
      role:
        role.type === 'own'
          ? {
              ...role,
              name: 'f-role',
              arn: 'arn',
              tags: { ...roleTags(of), [INLINE_TAG]: settledTag(role.inline) },
              inlineNames: [],
            }
          : { name: '' },
      logGroup: { ...logGroup, tags: undefined },
      url: url && { ...url, url: 'https://u/' },
      provisioned: of.wants.provisioned,
      permissions: policy(statementsFor(permissions, PLACE, GIVEN)),
    },
  }
}

/** With other things found. */
const having = (remote: Remote, found: Partial<Remote['found']>): Remote => ({
  ...remote,
  found: { ...remote.found, ...found },
})

/** With another function, alias or version that serves. */
const anchored = (remote: Remote, anchor: Partial<Remote['anchor']>): Remote => ({
  ...remote,
  anchor: { ...remote.anchor, ...anchor },
})

/** Whether a step writes the tag that vouches: `tests/deploy/application.test.ts` is about it. */
const vouches = ({ input }: Step) => VOUCH in ((input as { Tags?: object }).Tags ?? {})

function planOf(of: Desired, remote: Remote, options: PlanOptions = {}) {
  const plan = planDeploy(resources, of, remote, { given: GIVEN, ...options })
  return { ...plan, steps: plan.steps.filter((one) => !vouches(one)) }
}

const calls = (of: Desired, remote: Remote, adopt = false) =>
  planOf(of, remote, { adopt }).steps.map(({ call }) => call)

const PUBLIC = { http: { kind: 'url', access: 'public' } }
const API = { http: { kind: 'http-api', access: 'public' } }

/** Steps from settings of asynchronous invocations to what is wanted of them. */
function settingsSteps(of: Desired, found: object, tags = {}) {
  const own = { onSuccess: undefined, onFailure: undefined, maxAge: undefined }
  const remote = having(deployed(of), { asynchronous: { retries: 2, ...own, ...found } })
  Object.assign(remote.anchor.function!.tags, tags)
  return planOf(of, remote).steps.filter(({ call }) => call.includes('EventInvokeConfig'))
}

describe('the plan of a deploy', () => {
  it('makes everything, each after what it stands on', () => {
    expect(calls(desired(PUBLIC), NOTHING)).toEqual([
      'iam:CreateRole',
      'iam:AttachRolePolicy',
      'logs:CreateLogGroup',
      'logs:PutRetentionPolicy',
      'lambda:CreateFunction',
      'lambda:PublishVersion',
      'lambda:CreateAlias',
      'lambda:CreateFunctionUrlConfig',
      'lambda:AddPermission',
      'lambda:AddPermission',
    ])
  })

  it.each([
    ['a private URL', {}],
    ['a public URL', PUBLIC],
    ['an HTTP API', API],
    ['no endpoint', { http: 'none' }],
    ['a role of the user', { role: 'arn:aws-cn:iam::111122223333:role/own' }],
    ['inline policies', { permissions: 'minimal', policies: [{ Effect: 'Allow' }] }],
  ])('is empty where nothing differs: %s', (_, keys) => {
    const of = desired(keys)
    expect(planOf(of, deployed(of))).toEqual({ changes: [], steps: [], notes: [] })
  })

  it('ends a doubt that was there before what is shared was looked at, and none that came meanwhile', () => {
    const of = desired()
    const remote = deployed(of)
    const [before, meanwhile] = [doubt(), doubt()]
    Object.assign(remote.anchor.function!.tags, before, meanwhile)
    const steps = (doubts: readonly string[]) =>
      planOf(of, remote, { given: { ...GIVEN, doubts } }).steps
    expect(steps([])).toEqual([])
    expect(steps(Object.keys(before))).toMatchObject([
      { call: 'lambda:UntagResource', input: { TagKeys: Object.keys(before) } },
    ])
  })

  it('is three calls where the code alone differs, and the last of them moves traffic', () => {
    const of = desired(PUBLIC)
    expect(calls(desired(PUBLIC, 'bb'), deployed(of))).toEqual([
      'lambda:UpdateFunctionCode',
      'lambda:PublishVersion',
      'lambda:UpdateAlias',
    ])
  })

  it('updates the configuration before the code, and sends the code for another architecture', () => {
    const of = desired({ memory: 128 })
    const plan = planOf(desired({ memory: 256, arch: 'x86_64' }), deployed(of))
    expect(plan.steps.map(({ call }) => call)).toEqual([
      'lambda:UpdateFunctionConfiguration',
      'lambda:UpdateFunctionCode',
      'lambda:PublishVersion',
      'lambda:UpdateAlias',
    ])
    expect(plan.changes).toEqual([
      { resource: 'function', action: 'update', path: 'memory', from: 128, to: 256 },
      { resource: 'function', action: 'update', path: 'arch', from: 'arm64', to: 'x86_64' },
    ])
  })

  it('goes forward after a rollback without sending the code again', () => {
    const [before, of] = [desired({}, 'aa'), desired({}, 'bb')]
    const remote = anchored(deployed(of), { live: version(before, '1') })
    expect(calls(of, remote)).toEqual(['lambda:PublishVersion', 'lambda:UpdateAlias'])
  })

  it('finishes what was cut short between code and alias', () => {
    const of = desired({}, 'bb')
    const remote = having(anchored(deployed(of), { live: undefined, alias: undefined }), {
      url: undefined,
    })
    expect(calls(of, remote).slice(0, 2)).toEqual(['lambda:PublishVersion', 'lambda:CreateAlias'])
  })

  it('deletes no function whose creation failed before this run, and says how it is deleted', () => {
    const of = desired({ http: 'none' })
    const remote = deployed(of)
    const failed = (isPublished: boolean) => ({
      ...remote.anchor.function!,
      latest: {
        ...remote.anchor.function!.latest,
        state: 'Failed',
        stateReason: 'no address is free',
      },
      isPublished,
    })
    const nothing = { alias: undefined, live: undefined }
    const neverMade = anchored(remote, { function: failed(false), ...nothing })
    expect(() => calls(of, neverMade)).toThrow(
      expect.objectContaining({
        code: 'FUNCTION_FAILED',
        message: expect.stringContaining('no address is free'),
        remedy: expect.stringContaining('oche destroy f'),
      }),
    )
    expect(calls(of, anchored(remote, { function: failed(true), ...nothing }))).toEqual([
      'lambda:UpdateFunctionConfiguration',
      'lambda:UpdateFunctionCode',
      'lambda:PublishVersion',
      'lambda:CreateAlias',
    ])
    expect(calls(of, anchored(remote, { function: failed(true) }))).toEqual([])
    const other = desired({ http: 'none' }, 'bb')
    expect(calls(other, anchored(remote, { function: failed(true) }))).toEqual([
      'lambda:UpdateFunctionConfiguration',
      'lambda:UpdateFunctionCode',
      'lambda:PublishVersion',
      'lambda:UpdateAlias',
    ])
  })

  it('sends everything again after an update that failed, whatever $LATEST says of itself', () => {
    const [before, of] = [desired({}, 'aa'), desired({}, 'bb')]
    const remote = deployed(before)
    const latest = { ...version(of, '$LATEST'), updateStatus: 'Failed' }
    const failed = anchored(remote, { function: { ...remote.anchor.function!, latest } })
    expect(calls(of, failed)).toEqual([
      'lambda:UpdateFunctionConfiguration',
      'lambda:UpdateFunctionCode',
      'lambda:PublishVersion',
      'lambda:UpdateAlias',
    ])
    expect(calls(before, failed)).toEqual([])
  })

  it('shows shares of other versions before it takes them from the alias', () => {
    const of = desired()
    const remote = anchored(deployed(of), { alias: { ...ALIAS, weights: { '2': 0.25 } } })
    expect(planOf(of, remote)).toEqual({
      changes: [{ resource: 'alias', action: 'delete', path: 'weight of version 2', from: 0.25 }],
      steps: [
        {
          call: 'lambda:UpdateAlias',
          input: { FunctionName: 'f', Name: 'live', RevisionId: 'a' },
        },
      ],
      notes: [],
    })
  })

  it('gives the function a role that was made anew, since keys know roles by their id', () => {
    const of = desired({ http: 'none' })
    expect(calls(of, having(deployed(of), { role: { name: 'f-role' } }))).toEqual([
      'iam:CreateRole',
      'iam:AttachRolePolicy',
      'lambda:UpdateFunctionConfiguration',
      'lambda:PublishVersion',
      'lambda:UpdateAlias',
    ])
  })

  it('changes retries alone where somebody has set a destination beside them', () => {
    const destination = 'arn:aws:sqs:eu-west-1:123456789012:theirs'
    const of = desired({ retries: 0 })
    expect(settingsSteps(of, { retries: 0, onFailure: destination })).toEqual([])
    const [put] = settingsSteps(of, { onFailure: destination, maxAge: 60 })
    expect(put).toMatchObject({
      call: 'lambda:PutFunctionEventInvokeConfig',
      input: {
        MaximumRetryAttempts: 0,
        MaximumEventAgeInSeconds: 60,
        DestinationConfig: { OnFailure: { Destination: destination } },
      },
    })
    expect(settingsSteps(desired(), { retries: 0, onFailure: destination })[0]).toMatchObject({
      call: 'lambda:PutFunctionEventInvokeConfig',
      input: { DestinationConfig: { OnFailure: { Destination: destination } } },
    })
    // One that oche.yaml had and has no longer is nobody's.
    const recorded = { 'oche:made': 'role asynchronous asynchronous.onFailure' }
    expect(settingsSteps(desired(), { onFailure: destination }, recorded)[0]!.call).toBe(
      'lambda:DeleteFunctionEventInvokeConfig',
    )
  })

  it('names environment variables and never what they are worth', () => {
    const of = desired({ environment: { SAME: 'x', OLD: 'secret-1', BOTH: 'secret-2' } })
    const plan = planOf(
      desired({ environment: { SAME: 'x', NEW: 'secret-3', BOTH: 'secret-4' } }),
      deployed(of),
    )
    expect(plan.changes).toEqual([
      { resource: 'function', action: 'update', path: 'environment.BOTH' },
      { resource: 'function', action: 'create', path: 'environment.NEW' },
      { resource: 'function', action: 'delete', path: 'environment.OLD' },
    ])
    expect(JSON.stringify(plan)).not.toContain('secret')
  })

  it('does not compare variables that are not known here', () => {
    const of = desired({ environment: { NAME: 'x' } })
    const { function: own } = of.wants
    const configuration = { ...own.configuration, environment: undefined }
    const unknown = { ...of, wants: { ...of.wants, function: { ...own, configuration } } }
    expect(calls(unknown, deployed(of))).toEqual([])
  })

  it('gives back a permission of a public URL that is lost or too wide', () => {
    const of = desired(PUBLIC)
    const remote = deployed(of)
    const [url, invoke] = remote.found.permissions.statements as [Statement, Statement]
    const { Condition: _, ...wide } = invoke
    expect(calls(of, having(remote, { permissions: policy([url]) }))).toEqual([
      'lambda:AddPermission',
    ])
    expect(calls(of, having(remote, { permissions: policy([url, wide]) }))).toEqual([
      'lambda:RemovePermission',
      'lambda:AddPermission',
    ])
  })

  it('takes the permissions back where a URL is to be public no longer, and no others', () => {
    const remote = deployed(desired(PUBLIC))
    const { statements } = remote.found.permissions
    const foreign = { ...statements[0]!, Sid: 'somebody-elses' }
    const plan = planOf(
      desired(),
      having(remote, { permissions: policy([...statements, foreign]) }),
    )
    const on = { FunctionName: 'f', Qualifier: 'live' }
    expect(plan.steps).toEqual([
      {
        call: 'lambda:UpdateFunctionUrlConfig',
        input: { ...on, AuthType: 'AWS_IAM', InvokeMode: 'BUFFERED', Cors: {} },
      },
      { call: 'lambda:RemovePermission', input: { ...on, StatementId: SIDS.url } },
      { call: 'lambda:RemovePermission', input: { ...on, StatementId: SIDS.invoke } },
    ])
  })

  it('puts a new kind of endpoint beside the old one before that goes, and records both', () => {
    const plan = planOf(desired({ http: 'url' }), deployed(desired(API)))
    expect(plan.steps[0]).toMatchObject({
      call: 'lambda:TagResource',
      input: { Tags: { 'oche:made': 'role url httpApi permissions' } },
    })
    expect(plan.steps.at(-1)).toMatchObject({
      call: 'lambda:TagResource',
      input: { Tags: { 'oche:made': 'role url permissions' } },
    })
    const names = plan.steps.map(({ call }) => call)
    expect(names.indexOf('lambda:CreateFunctionUrlConfig')).toBeLessThan(
      names.indexOf('lambda:RemovePermission'),
    )
  })

  it('sees no difference in the order of CORS lists and the case of header names', () => {
    const cors = { origins: ['https://a', 'https://b'], headers: ['X-One'] }
    const of = desired({ http: { kind: 'url', cors } })
    const remote = deployed(of)
    const url = remote.found.url!
    const found = { ...url.cors!, origins: ['https://b', 'https://a'], headers: ['x-one'] }
    expect(calls(of, having(remote, { url: { ...url, cors: found } }))).toEqual([])
    const other = { ...found, maxAge: 60 }
    expect(calls(of, having(remote, { url: { ...url, cors: other } }))).toEqual([
      'lambda:UpdateFunctionUrlConfig',
    ])
  })

  it('records an inline policy as changing before it changes, and by its digest after', () => {
    const of = desired({ permissions: 'minimal' })
    const steps = planOf(
      desired({ permissions: 'minimal', policies: [{ Effect: 'Allow' }] }),
      deployed(of),
    ).steps
    expect(steps).toMatchObject([
      { call: 'iam:TagRole', input: { Tags: [{ Key: INLINE_TAG, Value: 'changing' }] } },
      { call: 'iam:PutRolePolicy' },
      {
        call: 'iam:TagRole',
        input: { Tags: [{ Key: INLINE_TAG, Value: expect.stringMatching(/^[0-9a-f]{32}$/) }] },
      },
    ])
    expect(calls(desired({ permissions: 'basic' }), deployed(of))).toEqual([
      'iam:AttachRolePolicy',
      'iam:TagRole',
      'iam:DeleteRolePolicy',
      'iam:TagRole',
    ])
  })

  it('tells an inline policy by what it allows', () => {
    const minimal = desired({ permissions: 'minimal' })
    const policy = { Effect: 'Deny', Action: ['s3:*'], Resource: '*' }
    const with_ = (...policies: object[]) => desired({ permissions: 'minimal', policies } as never)
    const logs = 'logs:CreateLogStream, logs:PutLogEvents'
    expect(planOf(minimal, NOTHING).changes).toContainEqual({
      resource: 'role policy',
      action: 'create',
      to: logs,
    })
    expect(planOf(with_(policy), deployed(minimal)).changes).toEqual([
      { resource: 'role policy', action: 'update', from: logs, to: `deny s3:*, ${logs}` },
    ])
    expect(
      planOf(with_({ ...policy, Resource: 'arn:aws:s3:::x/*' }), deployed(with_(policy))).changes,
    ).toEqual([
      {
        resource: 'role policy',
        action: 'update',
        path: `resources or conditions of deny s3:*, ${logs}`,
      },
    ])
    expect(planOf(desired({ permissions: 'basic' }), deployed(minimal)).changes).toContainEqual({
      resource: 'role policy',
      action: 'delete',
      from: logs,
    })
  })

  it('leaves a role of its own only once the function has another', () => {
    const plan = planOf(
      desired({ role: 'arn:aws-cn:iam::111122223333:role/own' }),
      deployed(desired()),
    )
    const names = plan.steps.map(({ call }) => call)
    expect(names.indexOf('iam:DeleteRole')).toBeGreaterThan(names.indexOf('lambda:UpdateAlias'))
  })

  it.each([
    [
      'function',
      (remote: Remote) => anchored(remote, { function: { ...remote.anchor.function!, tags: {} } }),
    ],
    ['role', (remote: Remote) => having(remote, { role: { ...remote.found.role, tags: {} } })],
  ])('refuses a %s that is not ours, unless it is to be taken over', (_, change) => {
    const of = desired()
    const remote = change(deployed(of))
    expect(() => calls(of, remote)).toThrow(expect.objectContaining({ code: 'NOT_OURS' }))
    expect(calls(of, remote, true)).toEqual(
      expect.arrayContaining([expect.stringMatching(/:Tag(Resource|Role)$/)]),
    )
  })

  it('shows which versions go once the next one serves, and none that an alias names', () => {
    const of = desired({ keepVersions: 3 }, 'bb')
    const versions = ['1', '2', '3', '4', '5', '6']
    const remote = anchored(deployed(desired({ keepVersions: 3 })), {
      published: published(versions, '2', '4'),
    })
    const plan = planOf(of, remote)
    const names = plan.steps.map(({ call }) => call)
    const moved = names.indexOf('lambda:UpdateAlias')
    // What was beyond the number before is no longer needed; what will be is, until the end.
    expect(deletions(plan)).toEqual([
      [0, '1'],
      [1, '3'],
    ])
    expect(moved).toBeGreaterThan(1)
    const six = anchored(remote, { published: published(['4', '5', '6'], '6') })
    expect(deletions(planOf(of, six))).toEqual([[moved - 1, '4']])
    expect(planOf(of, six).changes).toContainEqual({
      resource: 'version',
      action: 'delete',
      from: '4',
    })
  })

  it('keeps fewer versions from the next deploy on, also where nothing else has changed', () => {
    const of = desired({ keepVersions: 2 })
    const remote = deployed(desired({ keepVersions: 5 }))
    expect(planOf(of, remote).changes).toEqual([
      { resource: 'function', action: 'update', path: 'keepVersions', from: 5, to: 2 },
    ])
    const read = anchored(remote, { published: published(['1', '2', '3', '4'], '1') })
    const plan = planOf(of, read)
    expect(deletions(plan)).toEqual([[0, '2']])
    expect(plan.steps.at(-1)).toMatchObject({
      call: 'lambda:TagResource',
      input: { Tags: { 'oche:keep': '2' } },
    })
    expect(deletions(planOf(desired({ keepVersions: 1 }), read))).toEqual([
      [0, '2'],
      [1, '3'],
    ])
  })

  it('shows the name of a reference in place of what it stands for', () => {
    const hidden = [{ reference: '${env:POLICY}', value: 'very-secret' }]
    const arn = 'arn:aws-cn:iam::aws:policy/very-secret'
    const of = { ...desired({ policies: [arn] }), hidden }
    const plan = planOf(of, NOTHING)
    expect(plan.changes).toContainEqual({
      resource: 'role policy',
      action: 'create',
      to: 'arn:aws-cn:iam::aws:policy/${env:POLICY}',
    })
    expect(JSON.stringify(plan.steps)).toContain(arn)
  })

  it('takes tags that oche.yaml no longer has from everything, the log group before the function', () => {
    const [before, of] = [desired({ ...API, tags: { old: 'x', team: 'a' } }), desired({ ...API })]
    const remote = deployed(before)
    const logGroup = { ...remote.found.logGroup!, tags: { ...before.tags, theirs: 'y' } }
    const names = calls(of, having(remote, { logGroup }))
    expect(names.filter((call) => /tag/i.test(call))).toEqual([
      'logs:UntagResource',
      'lambda:UntagResource',
      'iam:UntagRole',
    ])
  })

  it('gives tags to a log group that was there before its function', () => {
    const of = desired({ tags: { team: 'a' } })
    const logGroup = { ...of.wants.logGroup, tags: desired().tags }
    expect(calls(of, having(NOTHING, { logGroup }))[0]).toBe('logs:TagResource')
    const theirs = { ...of.wants.logGroup, tags: { team: 'b' } }
    expect(calls(of, having(NOTHING, { logGroup: theirs }))[0]).toBe('iam:CreateRole')
  })

  it('keeps the retention of a log group that is not ours', () => {
    const of = desired({ logRetentionDays: 30 })
    const logGroup = { name: of.wants.logGroup.name, retentionDays: undefined, tags: {} }
    const plan = planOf(of, having(deployed(of), { logGroup }))
    expect(plan.steps).toEqual([])
    expect(plan.notes).toEqual([expect.stringContaining('its retention stays')])
  })
})

describe('what is desired', () => {
  it('takes the partition from the account', () => {
    const of = desired(API)
    expect(JSON.stringify(of)).not.toContain('arn:aws:')
    expect(statementsFor(of.wants.permissions, PLACE, GIVEN)).toMatchObject([
      {
        Resource: aliasArn(PLACE),
        Condition: { ArnLike: { 'AWS:SourceArn': apiSourceArn(ACCOUNT, 'api1') } },
      },
    ])
    expect(apiSourceArn(ACCOUNT, 'api1')).toBe(
      'arn:aws-cn:execute-api:cn-north-1:111122223333:api1/*/*',
    )
  })

  it.each([
    ['alb', { http: 'alb' }],
    [
      'an authorizer of a URL',
      {
        http: {
          kind: 'url',
          authorizer: { type: 'jwt', issuer: 'https://i.example', audience: ['a'] },
        },
      },
    ],
  ])('is refused where it would be less than was written: %s', (_, keys) => {
    expect(() => desired(keys)).toThrow(expect.objectContaining({ code: 'DEPLOY_UNSUPPORTED' }))
  })

  it('lets Lambda alone assume the role, and write to this log group only where that is asked for', () => {
    const { role } = desired({ permissions: 'minimal' }).wants
    expect(role).toMatchObject({
      trust: {
        Statement: [{ Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      managed: [],
      inline: {
        Statement: [
          { Resource: 'arn:aws-cn:logs:cn-north-1:111122223333:log-group:/aws/lambda/f:*' },
        ],
      },
    })
  })
})

type Keys = Parameters<typeof desired>[0]

const changed = (before: Keys, after: Keys) => {
  const has = deployed(desired(before))
  return planOf(desired(after), has)
}

const paths = (plan: { changes: { path?: string }[] }) => plan.changes.map((one) => one.path)

const ACCESS_POINT = 'arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-1'

describe('settings that a function may have besides', () => {
  it.each([
    ['description', { description: 'first' }],
    ['kmsKey', { kmsKey: 'arn:aws:kms:eu-west-1:123456789012:key/1' }],
    ['logLevel', { logFormat: 'json', logLevel: 'debug' }],
    ['systemLogLevel', { logFormat: 'json', systemLogLevel: 'warn' }],
    ['fileSystem', { fileSystem: { arn: ACCESS_POINT, path: '/mnt/a' } }],
  ] as [string, Keys][])('differ: %s', (path, keys) => {
    const base: Keys = 'logFormat' in keys! ? { logFormat: 'json' } : {}
    expect(paths(changed(base, keys))).toContain(path)
    expect(paths(changed(keys, base))).toContain(path)
    expect(changed(keys, keys).steps).toEqual([])
  })

  it('let a role mount a file system through its access point alone', () => {
    const { role } = desired({ fileSystem: { arn: ACCESS_POINT, path: '/mnt/a' } }).wants
    expect(JSON.stringify(role)).toContain(`"elasticfilesystem:AccessPointArn":["${ACCESS_POINT}"]`)
  })
})

describe('the plan of a destroy', () => {
  const of = desired(PUBLIC)

  it('takes the endpoint first, then the function, then its role, and keeps the log group', () => {
    const plan = planDestroy(resources, PLACE, deployed(of), false)
    expect(plan.steps.map(({ call }) => call)).toEqual([
      'lambda:DeleteFunctionUrlConfig',
      'lambda:RemovePermission',
      'lambda:RemovePermission',
      'lambda:DeleteAlias',
      'lambda:DeleteFunction',
      'iam:DetachRolePolicy',
      'iam:DeleteRole',
    ])
  })

  it('deletes nothing that is not ours', () => {
    const remote = deployed(of)
    const role = { ...remote.found.role, tags: {} }
    const logGroup = { name: of.wants.logGroup.name, retentionDays: 14, tags: {} }
    const plan = planDestroy(resources, PLACE, having(NOTHING, { role, logGroup }), true)
    expect(plan.steps).toEqual([])
    const foreign = anchored(remote, { function: { ...remote.anchor.function!, tags: {} } })
    expect(() => planDestroy(resources, PLACE, foreign, false)).toThrow(
      expect.objectContaining({ code: 'NOT_OURS' }),
    )
  })

  it('names every resource in the order of removal', () => {
    expect([...resources.removal].sort()).toEqual(Object.keys(resources.all).sort())
  })
})
