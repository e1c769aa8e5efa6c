import { describe, expect, it } from 'vitest'
import { functionSchema, normalizeHttp } from '../../core/config/schema.ts'
import { loadProject, type FunctionConfig } from '../../core/project.ts'
import { aliasArn, desire, type Desired } from '../desired.ts'
import { apiSourceArn } from '../names.ts'
import type { Remote, RemoteVersion, Statement } from '../remote.ts'
import { planDeploy } from './deploy.ts'
import { planDestroy } from './destroy.ts'
import { SIDS, wantedStatements } from './permissions.ts'
import { apiDescription, apiDigest, digestOf, INLINE_TAG, NONE, settledRecord } from './record.ts'
import { executionRoleArn, roleTags } from './role.ts'

const ACCOUNT = { partition: 'aws-cn', region: 'cn-north-1', id: '111122223333' }
const defaults = loadProject({ cwd: '/' }).functions[0]!

/** What a configuration wants of the function `f`. */
function desired(keys: object = {}, sha256 = 'aa'): Desired {
  const { http, ...parsed } = functionSchema.parse(keys)
  const given = Object.fromEntries(
    Object.entries(parsed).filter(([, value]) => value !== undefined),
  )
  const fn = { ...defaults, ...given, name: 'f', http: normalizeHttp(http) } as FunctionConfig
  const artifact = { arch: fn.arch, zip: '/f.zip', zipBytes: 1, bytes: 1, sha256 }
  return desire({ projectName: 'p', fn, environment: fn.environment, account: ACCOUNT, artifact })
}

const NOTHING: Remote = {
  function: undefined,
  live: undefined,
  role: { name: 'f-role' },
  logGroup: undefined,
  url: undefined,
  apis: [],
  statements: [],
  retries: undefined,
}

function version(of: Desired, number: string): RemoteVersion {
  return {
    version: number,
    configuration: {
      ...of.configuration,
      environment: of.configuration.environment!,
      role: executionRoleArn(of, NOTHING),
    },
    arch: of.code!.arch,
    codeSha256: of.code!.sha256,
    bytes: 1,
    modified: '',
    state: 'Active',
    stateReason: undefined,
    updateStatus: 'Successful',
    updateReason: undefined,
    revisionId: 'r',
  }
}

function recordedRoleTags(of: Desired): Record<string, string> {
  const inline = of.role.type === 'own' ? of.role.inline : undefined
  return { ...roleTags(of), [INLINE_TAG]: inline === undefined ? NONE : digestOf(inline) }
}

/** AWS as a deploy of this leaves it. */
function deployed(of: Desired): Remote {
  const { role, endpoint } = of
  const api = endpoint.type === 'api' ? 'api1' : undefined
  return {
    function: {
      arn: '',
      tags: { ...of.tags, ...settledRecord(of) },
      reservedConcurrency: of.reservedConcurrency,
      latest: version(of, '$LATEST'),
    },
    live: version(of, '1'),
    role:
      role.type === 'own'
        ? { ...role, name: 'f-role', arn: 'arn', tags: recordedRoleTags(of) }
        : { name: '' },
    logGroup: { name: of.logGroup.name, retentionDays: of.logGroup.retentionDays, tags: undefined },
    url: endpoint.type === 'url' ? { ...endpoint, url: 'https://u/' } : undefined,
    apis:
      api === undefined
        ? []
        : [
            {
              id: api,
              endpoint: 'https://a',
              description: apiDescription(apiDigest(of)),
              tags: of.tags,
              cors: undefined,
              created: '',
              inside: undefined,
            },
          ],
    statements: wantedStatements(of, api),
    retries: undefined,
  }
}

const calls = (of: Desired, remote: Remote, adopt = false) =>
  planDeploy(of, remote, { adopt }).steps.map(({ call }) => call)

const PUBLIC = { http: { kind: 'url', access: 'public' } }
const API = { http: { kind: 'http-api', access: 'public' } }

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
    expect(planDeploy(of, deployed(of))).toEqual({ changes: [], steps: [], notes: [] })
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
    const plan = planDeploy(desired({ memory: 256, arch: 'x86_64' }), deployed(of))
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
    const remote = { ...deployed(of), live: version(before, '1') }
    expect(calls(of, remote)).toEqual(['lambda:PublishVersion', 'lambda:UpdateAlias'])
  })

  it('finishes what was cut short between code and alias', () => {
    const of = desired({}, 'bb')
    const remote = { ...deployed(of), live: undefined, url: undefined }
    expect(calls(of, remote).slice(0, 2)).toEqual(['lambda:PublishVersion', 'lambda:CreateAlias'])
  })

  it('makes a function anew whose creation failed, and touches one that serves', () => {
    const of = desired({ http: 'none' })
    const remote = deployed(of)
    const failed = { ...remote.function!, latest: { ...remote.function!.latest, state: 'Failed' } }
    expect(calls(of, { ...remote, function: failed, live: undefined })).toEqual([
      'lambda:DeleteFunction',
      'lambda:CreateFunction',
      'lambda:PublishVersion',
      'lambda:CreateAlias',
    ])
    expect(calls(of, { ...remote, function: failed })).toEqual([])
  })

  it('names environment variables and never what they are worth', () => {
    const of = desired({ environment: { SAME: 'x', OLD: 'secret-1', BOTH: 'secret-2' } })
    const plan = planDeploy(
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
    const unknown = { ...of, configuration: { ...of.configuration, environment: undefined } }
    expect(calls(unknown, deployed(of))).toEqual([])
  })

  it('gives back a permission of a public URL that is lost or too wide', () => {
    const of = desired(PUBLIC)
    const remote = deployed(of)
    const [url, invoke] = remote.statements as [Statement, Statement]
    const { Condition: _, ...wide } = invoke
    expect(calls(of, { ...remote, statements: [url] })).toEqual(['lambda:AddPermission'])
    expect(calls(of, { ...remote, statements: [url, wide] })).toEqual([
      'lambda:RemovePermission',
      'lambda:AddPermission',
    ])
  })

  it('takes the permissions back where a URL is to be public no longer, and no others', () => {
    const remote = deployed(desired(PUBLIC))
    const foreign = { ...remote.statements[0]!, Sid: 'somebody-elses' }
    const plan = planDeploy(desired(), { ...remote, statements: [...remote.statements, foreign] })
    expect(plan.steps).toEqual([
      { call: 'lambda:UpdateFunctionUrlConfig' },
      { call: 'lambda:RemovePermission', sid: SIDS.url },
      { call: 'lambda:RemovePermission', sid: SIDS.invoke },
    ])
  })

  it('puts a new kind of endpoint beside the old one before that goes, and records both', () => {
    const plan = planDeploy(desired(API), deployed(desired(PUBLIC)))
    expect(plan.steps[0]).toMatchObject({
      call: 'lambda:TagResource',
      tags: { 'oche:endpoint': 'api+url' },
    })
    expect(plan.steps.at(-1)).toMatchObject({
      call: 'lambda:TagResource',
      tags: { 'oche:endpoint': 'api' },
    })
    const names = plan.steps.map(({ call }) => call)
    expect(names.indexOf('apigateway:CreateStage')).toBeLessThan(
      names.indexOf('lambda:DeleteFunctionUrlConfig'),
    )
  })

  it('sees no difference in the order of CORS lists and the case of header names', () => {
    const cors = { origins: ['https://a', 'https://b'], headers: ['X-One'] }
    const of = desired({ http: { kind: 'url', cors } })
    const remote = deployed(of)
    const url = remote.url!
    const found = { ...url.cors!, origins: ['https://b', 'https://a'], headers: ['x-one'] }
    expect(calls(of, { ...remote, url: { ...url, cors: found } })).toEqual([])
    const other = { ...found, maxAge: 60 }
    expect(calls(of, { ...remote, url: { ...url, cors: other } })).toEqual([
      'lambda:UpdateFunctionUrlConfig',
    ])
  })

  it('keeps the oldest of several APIs that lost answers have left', () => {
    const of = desired(API)
    const remote = deployed(of)
    const again = { ...remote.apis[0]!, id: 'api2', created: '2026' }
    expect(planDeploy(of, { ...remote, apis: [again, ...remote.apis] }).steps).toEqual([
      { call: 'apigateway:DeleteApi', api: 'api2' },
    ])
  })

  it('records an inline policy as changing before it changes, and by its digest after', () => {
    const of = desired({ permissions: 'minimal' })
    const steps = planDeploy(
      desired({ permissions: 'minimal', policies: [{ Effect: 'Allow' }] }),
      deployed(of),
    ).steps
    expect(steps).toMatchObject([
      { call: 'iam:TagRole', tags: { [INLINE_TAG]: 'changing' } },
      { call: 'iam:PutRolePolicy' },
      { call: 'iam:TagRole', tags: { [INLINE_TAG]: expect.stringMatching(/^[0-9a-f]{32}$/) } },
    ])
    expect(calls(desired({ permissions: 'basic' }), deployed(of))).toEqual([
      'iam:AttachRolePolicy',
      'iam:TagRole',
      'iam:DeleteRolePolicy',
      'iam:TagRole',
    ])
  })

  it('leaves a role of its own only once the function has another', () => {
    const plan = planDeploy(
      desired({ role: 'arn:aws-cn:iam::111122223333:role/own' }),
      deployed(desired()),
    )
    const names = plan.steps.map(({ call }) => call)
    expect(names.indexOf('iam:DeleteRole')).toBeGreaterThan(names.indexOf('lambda:UpdateAlias'))
  })

  it.each([
    ['function', (remote: Remote) => ({ ...remote, function: { ...remote.function!, tags: {} } })],
    ['role', (remote: Remote) => ({ ...remote, role: { ...remote.role, tags: {} } })],
  ])('refuses a %s that is not ours, unless it is to be taken over', (_, change) => {
    const of = desired()
    const remote = change(deployed(of)) as Remote
    expect(() => calls(of, remote)).toThrow(expect.objectContaining({ code: 'NOT_OURS' }))
    expect(calls(of, remote, true)).toEqual(
      expect.arrayContaining([expect.stringMatching(/:Tag(Resource|Role)$/)]),
    )
  })

  it('keeps the retention of a log group that is not ours', () => {
    const of = desired({ logRetentionDays: 30 })
    const logGroup = { name: of.logGroup.name, retentionDays: undefined, tags: {} }
    const plan = planDeploy(of, { ...deployed(of), logGroup })
    expect(plan.steps).toEqual([])
    expect(plan.notes).toEqual([expect.stringContaining('its retention stays')])
  })
})

describe('what is desired', () => {
  it('takes the partition from the account', () => {
    const of = desired(API)
    expect(JSON.stringify(of)).not.toContain('arn:aws:')
    expect(wantedStatements(of, 'api1')).toMatchObject([
      {
        Resource: aliasArn(of),
        Condition: { ArnLike: { 'AWS:SourceArn': apiSourceArn(ACCOUNT, 'api1') } },
      },
    ])
    expect(apiSourceArn(ACCOUNT, 'api1')).toBe(
      'arn:aws-cn:execute-api:cn-north-1:111122223333:api1/*/*',
    )
  })

  it.each([
    ['rest', { http: 'rest' }],
    ['alb', { http: 'alb' }],
    ['a folder as a layer', { layers: ['arn:aws:lambda:eu-west-1:1:layer:a:1', 'fonts'] }],
    [
      'an authorizer of a URL',
      {
        http: {
          kind: 'url',
          authorizer: { type: 'jwt', issuer: 'https://i.example', audience: ['a'] },
        },
      },
    ],
    [
      'a Lambda authorizer',
      { http: { kind: 'http-api', authorizer: { type: 'lambda', function: 'f' } } },
    ],
  ])('is refused where it would be less than was written: %s', (_, keys) => {
    expect(() => desired(keys)).toThrow(expect.objectContaining({ code: 'DEPLOY_UNSUPPORTED' }))
  })

  it('lets Lambda alone assume the role, and write to this log group only where that is asked for', () => {
    const { role } = desired({ permissions: 'minimal' })
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

describe('the plan of a destroy', () => {
  const of = desired(PUBLIC)
  const options = { uploads: false, inlinePolicies: [] }

  it('takes the endpoint first, then the function, then its role, and keeps the log group', () => {
    const plan = planDestroy(of, deployed(of), options)
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
    const role = { ...remote.role, tags: {} } as Remote['role']
    const logGroup = { name: of.logGroup.name, retentionDays: 14, tags: {} }
    const plan = planDestroy(of, { ...NOTHING, role, logGroup }, { ...options, logs: true })
    expect(plan.steps).toEqual([])
    const foreign = { ...remote, function: { ...remote.function!, tags: {} } }
    expect(() => planDestroy(of, foreign, options)).toThrow(
      expect.objectContaining({ code: 'NOT_OURS' }),
    )
  })
})
