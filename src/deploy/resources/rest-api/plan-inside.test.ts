import { describe, expect, it } from 'vitest'
import { functionSchema, normalizeHttp } from '../../../core/config/schema.ts'
import { loadProject, type FunctionConfig } from '../../../core/project.ts'
import { invocationArn } from '../../names.ts'
import { wantedApi, type WantedApi } from '../application/source.ts'
import { answersOf } from './answers.ts'
import { NOTHING, type Inside, type RemoteAuthorizer, type RemoteMethod } from './inside.ts'
import { planInside } from './plan-inside.ts'

const ACCOUNT = { partition: 'aws-cn', region: 'cn-north-1', id: '111122223333' }
const PLACE = { account: ACCOUNT, project: 'shop' }
const defaults = loadProject({ cwd: '/' })

/** Functions by name, each with its routes. */
function wanted(
  functions: Record<string, object>,
  { only, api = {} }: { only?: string[]; api?: object } = {},
): WantedApi {
  const made = Object.entries(functions).map(([name, keys]) => {
    const { http } = functionSchema.parse({ http: { kind: 'rest', access: 'public', ...keys } })
    return { ...defaults.functions[0]!, name, http: normalizeHttp(http) } as FunctionConfig
  })
  const source = { place: PLACE, api: { ...defaults.api, ...api }, functions: made, only }
  return wantedApi(source, 'rest')!
}

const POOL = { type: 'jwt', issuer: 'https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_a' }
const GATE = { type: 'lambda', function: 'gate', ttl: 60 }
const PAGE = 'https://shop.example'
const ITEMS = { routes: ['GET /items', 'GET /items/{id}'] }
const USERS = { routes: ['ANY /users/{proxy+}'] }

interface Call {
  call: string
  input: Record<string, unknown>
}

/** The API as it is once a plan was carried out on what there was. */
function after(said: WantedApi, before: Inside = NOTHING): Inside {
  const resources = new Map(before.resources.map((one) => [one.path, one]))
  const methods = new Map(before.methods.map((one) => [one.key, one]))
  let authorizers = [...before.authorizers]
  let deployments = [...before.deployments]
  let stages = [...before.stages]
  let responses = [...before.responses]
  if (!resources.has('/')) resources.set('/', { id: '/', path: '/' })
  for (const { call, input } of planInside(PLACE, said, before).steps as Call[]) {
    const of = `${input['httpMethod']} ${input['resourceId']}`
    const handlers: Record<string, () => void> = {
      CreateAuthorizer: () => {
        const { name, authorizerUri = '', identitySource, providerARNs = [] } = input
        const ttl = input['authorizerResultTtlInSeconds'] ?? 300
        const made = {
          id: name,
          name,
          uri: authorizerUri,
          identitySource,
          ttl,
          pools: providerARNs,
        }
        authorizers.push(made as RemoteAuthorizer)
      },
      DeleteAuthorizer: () => {
        const id = input['authorizerId']
        const isAsked = [...methods.values()].some(({ authorizerId }) => authorizerId === id)
        if (isAsked) throw new Error(`${String(id)} is asked`)
        authorizers = authorizers.filter((one) => one.id !== id)
      },
      UpdateAuthorizer: () => {
        const patches = input['patchOperations'] as { path: string; value: string }[]
        const uri = patches.find(({ path }) => path === '/authorizerUri')!.value
        authorizers = authorizers.map((one) =>
          one.id === input['authorizerId'] ? { ...one, uri } : one,
        )
      },
      CreateResource: () => {
        const path = `${input['parentId']}/${input['pathPart']}`.replace('//', '/')
        if (!resources.has(String(input['parentId']))) throw new Error(`${path} has no parent`)
        resources.set(path, { id: path, path })
      },
      DeleteResource: () => {
        resources.delete(String(input['resourceId']))
        for (const { key, path } of methods.values()) {
          if (path === input['resourceId']) methods.delete(key)
        }
      },
      DeleteMethod: () => void methods.delete(of),
      PutMethod: () => {
        if (methods.has(of)) throw new Error(`${of} is there already`)
        methods.set(of, {
          key: of,
          path: String(input['resourceId']),
          method: String(input['httpMethod']),
          auth: String(input['authorizationType']),
          authorizerId: input['authorizerId'] as string | undefined,
          scopes: (input['authorizationScopes'] as string[] | undefined) ?? [],
          needsApiKey: false,
          integration: undefined,
        })
      },
      PutIntegration: () => {
        const { type, uri = '', timeoutInMillis, responseTransferMode } = input
        const integration = {
          type,
          uri,
          timeout: timeoutInMillis,
          transferMode: responseTransferMode,
          answers: type === 'MOCK' ? {} : undefined,
        }
        methods.set(of, { ...methods.get(of)!, integration } as RemoteMethod)
      },
      PutMethodResponse: () => {},
      PutIntegrationResponse: () => {
        const answers = answersOf({
          type: 'MOCK',
          integrationResponses: { '204': input as Record<string, never> },
        })
        const { integration, ...method } = methods.get(of)!
        methods.set(of, { ...method, integration: { ...integration!, answers } })
      },
      PutGatewayResponse: () => {
        const { responseType: type, responseParameters: parameters } = input
        const made = { type, parameters } as (typeof responses)[number]
        responses = [...responses.filter((one) => one.type !== type), made]
      },
      DeleteGatewayResponse: () =>
        void (responses = responses.filter(({ type }) => type !== input['responseType'])),
      CreateDeployment: () => {
        const made = { id: `d${deployments.length}`, description: String(input['description']) }
        deployments.push(made)
        const name = String(input['stageName'])
        const stage = stages.find((one) => one.name === name) ?? EMPTY
        stages = [
          ...stages.filter((one) => one.name !== name),
          { ...stage, name, deployment: made.id },
        ]
      },
      UpdateStage: () => {
        const { throttling } = said
        stages = stages.map((one) => ({ ...one, rate: throttling?.rate, burst: throttling?.burst }))
      },
      DeleteStage: () => void (stages = stages.filter(({ name }) => name !== input['stageName'])),
      DeleteDeployment: () => {
        const id = input['deploymentId']
        if (stages.some(({ deployment }) => deployment === id)) throw new Error(`${id} serves`)
        deployments = deployments.filter((one) => one.id !== id)
      },
    }
    handlers[call.split(':')[1]!]!()
  }
  const kept = new Set(resources.keys())
  const left = [...methods.values()].filter(({ path }) => kept.has(path))
  return {
    resources: [...resources.values()],
    methods: left,
    authorizers,
    deployments,
    stages,
    responses,
  }
}

const EMPTY = { rate: undefined, burst: undefined, logs: undefined, logFormat: undefined }

const uriOf = (said: WantedApi) => after(said).methods[0]!.integration!

const callsOf = (said: WantedApi, found: Inside) =>
  planInside(PLACE, said, found).steps.map(({ call }) => call.split(':')[1])

describe('a REST API', () => {
  it('is planned from the root down, and deployed last', () => {
    const calls = callsOf(
      wanted({ items: ITEMS }, { api: { throttling: { rate: 1, burst: 2 } } }),
      NOTHING,
    )
    expect(calls).toEqual([
      'CreateResource',
      'CreateResource',
      'PutMethod',
      'PutIntegration',
      'PutMethod',
      'PutIntegration',
      'CreateDeployment',
      'UpdateStage',
    ])
  })

  const versions: Record<string, WantedApi> = {
    one: wanted({ items: ITEMS }),
    two: wanted({ items: ITEMS, users: USERS }),
    'another variable': wanted({ items: { routes: ['GET /items/{name}/parts'] } }),
    everything: wanted({ items: { routes: ['$default'] } }),
    signed: wanted({ items: { ...ITEMS, access: 'iam' } }),
    streamed: wanted({ items: { ...ITEMS, streaming: true } }),
    binary: wanted({ items: { ...ITEMS, binaryMediaTypes: ['image/*'] } }),
    throttled: wanted({ items: ITEMS }, { api: { throttling: { rate: 1, burst: 2 } } }),
    'for users': wanted({ items: { ...ITEMS, authorizer: POOL } }),
    'for some of them': wanted({ items: { ...ITEMS, authorizer: { ...POOL, scopes: ['read'] } } }),
    'a function decides': wanted({ items: { ...ITEMS, authorizer: GATE } }),
    'for pages of others': wanted({
      items: { ...ITEMS, cors: { origins: [PAGE], headers: ['x'] } },
    }),
    'for all pages': wanted({ items: { ...ITEMS, cors: {} } }),
    'another stage': wanted({ items: { ...ITEMS, stage: 'dev' } }),
  }
  const pairs = Object.keys(versions).flatMap((from) =>
    Object.keys(versions).map((to) => [from, to] as const),
  )

  it.each(pairs)('goes from %s to %s, and stays as it is then', (from, to) => {
    const there = after(versions[to]!, after(versions[from]!))
    expect(callsOf(versions[to]!, there)).toEqual([])
    expect(there.deployments).toHaveLength(1)
    expect(new Set(there.methods.map(({ key }) => key))).toEqual(
      new Set(after(versions[to]!).methods.map(({ key }) => key)),
    )
    expect(there.resources.map(({ path }) => path).toSorted()).toEqual(
      after(versions[to]!)
        .resources.map(({ path }) => path)
        .toSorted(),
    )
  })

  it.each(pairs)('ends alike where a change from %s to %s is cut short anywhere', (from, to) => {
    const before = after(versions[from]!)
    const whole = after(versions[to]!, before)
    // All is written, and nothing of it deployed.
    const cut = { ...whole, deployments: before.deployments, stages: before.stages }
    const done = after(versions[to]!, cut)
    expect(done.deployments.map(({ description }) => description)).toEqual(
      whole.deployments.map(({ description }) => description),
    )
    expect(callsOf(versions[to]!, done)).toEqual([])
  })

  it('tells what was done by hand, and undoes it', () => {
    const said = versions['one']!
    const there = after(said)
    const method: RemoteMethod = { ...there.methods[0]!, key: 'PUT /items', method: 'PUT' }
    const byHand: Inside = {
      resources: [...there.resources, { id: '/more', path: '/more' }],
      methods: [...there.methods, method],
      authorizers: [],
      deployments: [...there.deployments, { id: 'theirs', description: '' }],
      stages: there.stages.map((stage) => ({ ...stage, deployment: 'theirs' })),
      responses: [],
    }
    const told = planInside(PLACE, said, byHand).changes.map(
      ({ action, resource, path = '' }) => `${action} ${resource} ${path}`,
    )
    expect(told).toEqual([
      'delete route PUT /items',
      'delete path /more',
      'update stage deployment',
      'delete deployment ',
    ])
    const repaired = after(said, byHand)
    expect(callsOf(said, repaired)).toEqual([])
    expect(repaired.methods).toHaveLength(2)
  })

  it('answers pages of another origin by itself, at each path and where it refuses', () => {
    const cors = {
      origins: [PAGE],
      methods: ['GET'],
      headers: ['x-a'],
      credentials: true,
      maxAge: 9,
    }
    const own = { routes: ['OPTIONS /own', 'ANY /any'] }
    const there = after(wanted({ items: { ...ITEMS, cors }, own }))
    const preflights = there.methods.filter(({ integration }) => integration?.type === 'MOCK')
    expect(preflights.map(({ key }) => key).toSorted()).toEqual([
      'OPTIONS /any',
      'OPTIONS /items',
      'OPTIONS /items/{id}',
    ])
    expect(preflights[0]!.integration!.answers).toEqual({
      'Access-Control-Allow-Origin': PAGE,
      'Access-Control-Allow-Credentials': 'true',
      'Access-Control-Allow-Methods': 'GET',
      'Access-Control-Allow-Headers': 'x-a',
      'Access-Control-Max-Age': '9',
    })
    const refused = {
      'gatewayresponse.header.Access-Control-Allow-Origin': `'${PAGE}'`,
      'gatewayresponse.header.Access-Control-Allow-Credentials': "'true'",
    }
    expect(there.responses).toEqual(
      ['DEFAULT_4XX', 'DEFAULT_5XX'].map((type) => ({ type, parameters: refused })),
    )
  })

  it('leaves what somebody has said of its refusals, where there is no CORS', () => {
    const parameters = { 'gatewayresponse.header.x-mine': "'yes'" }
    const there = after(versions['one']!)
    const byHand = { ...there, responses: [{ type: 'DEFAULT_4XX', parameters }] }
    expect(callsOf(versions['one']!, byHand)).toEqual([])
  })

  it('keeps the answers to pages of functions that a deploy takes none away from', () => {
    const cors = { origins: [PAGE] }
    const both = after(wanted({ items: { ...ITEMS, cors }, users: USERS }))
    const gone = { ...wanted({ items: ITEMS }, { only: ['items'] }), parts: [], cors: undefined }
    const left = after(gone, both)
    expect(left.methods.map(({ key }) => key).toSorted()).toEqual([
      'ANY /users/{proxy+}',
      'OPTIONS /users/{proxy+}',
    ])
    expect(left.responses).toHaveLength(2)
  })

  it('keeps the routes of functions that a deploy is not about, in what it deploys too', () => {
    const both = after(wanted({ items: ITEMS, users: USERS }))
    const changed = { items: { routes: ['GET /things'] }, users: { routes: ['GET /elsewhere'] } }
    const there = after(wanted(changed, { only: ['items'] }), both)
    expect(there.methods.map(({ key }) => key).toSorted()).toEqual([
      'ANY /users/{proxy+}',
      'GET /things',
    ])
    expect(callsOf(wanted(changed, { only: ['items'] }), there)).toEqual([])
    const gone = after(wanted({ users: USERS }, { only: ['items'] }), both)
    expect(gone.methods.map(({ key }) => key)).toEqual(['ANY /users/{proxy+}'])
  })

  it('leads to the alias, by the path that streams where that is asked for', () => {
    const alias = 'arn:aws-cn:lambda:cn-north-1:111122223333:function:items:live'
    expect(uriOf(versions['one']!)).toMatchObject({
      uri: invocationArn(ACCOUNT, alias),
      transferMode: 'BUFFERED',
      timeout: 29_000,
    })
    expect(uriOf(versions['streamed']!)).toMatchObject({
      uri: `arn:aws-cn:apigateway:cn-north-1:lambda:path/2021-11-15/functions/${alias}/response-streaming-invocations`,
      transferMode: 'STREAM',
      timeout: 900_000,
    })
  })

  it('asks the user pool, or the function, that is named', () => {
    const of = (name: string) => after(versions[name]!)
    expect(of('for users').authorizers).toMatchObject([
      {
        identitySource: 'method.request.header.Authorization',
        pools: ['arn:aws-cn:cognito-idp:cn-north-1:111122223333:userpool/cn-north-1_a'],
      },
    ])
    expect(of('for some of them').methods[0]).toMatchObject({
      auth: 'COGNITO_USER_POOLS',
      scopes: ['read'],
    })
    const decided = of('a function decides')
    expect(decided.authorizers).toMatchObject([{ ttl: 60 }])
    expect(decided.authorizers[0]!.uri).toContain(':function:gate:live/invocations')
    expect(decided.methods.map(({ auth }) => auth)).toEqual(['CUSTOM', 'CUSTOM'])
    const byHand = decided.authorizers.map((one) => ({ ...one, uri: 'elsewhere' }))
    expect(after(versions['a function decides']!, { ...decided, authorizers: byHand })).toEqual(
      decided,
    )
  })

  it('does not take tokens of anybody else', () => {
    const other = { ...POOL, issuer: 'https://issuer.example' }
    expect(() => callsOf(wanted({ items: { ...ITEMS, authorizer: other } }), NOTHING)).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    )
  })

  it('does not compare what a server says nothing of', () => {
    const there = after(versions['streamed']!)
    const methods = there.methods.map((method) => ({
      ...method,
      integration: { ...method.integration!, transferMode: undefined, timeout: undefined },
    }))
    expect(callsOf(versions['streamed']!, { ...there, methods })).toEqual([])
  })
})
