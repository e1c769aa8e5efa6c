import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { loadProject, type FunctionConfig } from '../../core/project.ts'
import { normalizeHttp } from '../../core/config/schema.ts'
import { exportSam } from './sam.ts'
import { exportTerraform } from './terraform.ts'

const defaults = loadProject({ cwd: '/', env: {} }).functions[0]!

function functionOf(name: string, keys: Partial<FunctionConfig> = {}): FunctionConfig {
  return { ...defaults, http: normalizeHttp('http-api'), name, ...keys }
}

interface Template {
  Parameters?: Record<string, unknown>
  Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>
  Outputs: Record<string, { Value: unknown }>
}

const API = { name: 'p', domain: undefined, throttling: undefined, accessLogs: false }
const PROJECT = { name: 'p', stage: undefined, api: API, account: undefined, region: undefined }
const samOf = (...functions: FunctionConfig[]) =>
  parse(exportSam(PROJECT, functions).content) as Template

/** Every id that a template speaks of. */
function idsIn(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    if (key === 'Ref') return [String(inner).replace(/\.Alias$/, '')]
    if (key === 'Fn::GetAtt') return [(inner as string[])[0]!]
    if (key !== 'Fn::Sub') return idsIn(inner)
    return [...String(inner).matchAll(/\$\{([^!}][^}.]*)[^}]*\}/g)].map(([, id]) => id!)
  })
}

const word = fc.constantFrom('user', 'User', 'USER', 'role', 'Role', 'api', 'env', 'key', 'a', '1')
const name = fc
  .tuple(word, fc.array(fc.tuple(fc.constantFrom('-', '_', ''), word), { maxLength: 3 }))
  .map(([first, more]) => first + more.flat().join(''))
const names = fc.uniqueArray(name, { minLength: 1, maxLength: 6 })
const variables = fc.uniqueArray(fc.constantFrom('KEY', 'key', 'Key', 'A_KEY', 'a-key', 'user'))

const deploymentOf = (route: string, keys: object = {}) => {
  const http = { ...normalizeHttp('rest'), routes: [route], ...keys }
  const { Resources } = samOf(functionOf('f', { http }))
  const [id] = Object.entries(Resources).find(([, { Type }]) => Type.endsWith('::Deployment'))!
  return id
}

const authorizersOf = (issuer: string) => {
  const http = normalizeHttp({
    kind: 'rest',
    routes: ['GET /a'],
    authorizer: { type: 'jwt', issuer },
  })
  const fn = functionOf('f', { http })
  return {
    sam: () => samOf(fn).Resources['SharedRestApiAuthorizer1']!.Properties['ProviderARNs'],
    terraform: () => /provider_arns\s+= (.*)/.exec(exportTerraform(PROJECT, [fn]).content)![1],
  }
}

describe('exported functions', () => {
  it('are all there, whatever they and their variables are called', () => {
    fc.assert(
      fc.property(names, variables, (all, used) => {
        const environment = Object.fromEntries(used.map((one, at) => [`V${at}`, `\${env:${one}}`]))
        const functions = all.map((one) => functionOf(one, { environment }))
        const template = samOf(...functions)
        const resources = Object.values(template.Resources)
        const ofType = (type: string) => resources.filter(({ Type }) => Type === type).length
        for (const type of ['IAM::Role', 'Serverless::Function', 'ApiGatewayV2::Integration']) {
          expect(ofType(`AWS::${type}`)).toBe(all.length)
        }
        const parameters = Object.keys(template.Parameters ?? {})
        expect(parameters).toHaveLength(used.length)
        const ids = [...Object.keys(template.Resources), ...parameters]
        expect(new Set(ids).size).toBe(ids.length)
        expect(ids.filter((id) => !/^[A-Za-z0-9]+$/.test(id))).toEqual([])
        const known = (id: string) => id.startsWith('AWS::') || ids.includes(id)
        expect(idsIn(template).filter((id) => !known(id))).toEqual([])

        const labels = [
          ...exportTerraform(PROJECT, functions).content.matchAll(/^(\w+ "[^"]+"( "[^"]+")?) \{/gm),
        ]
        const blocks = labels.map(([, label]) => label!)
        expect(new Set(blocks).size).toBe(blocks.length)
        expect(blocks.filter((one) => one.startsWith('variable'))).toHaveLength(used.length)
        expect(blocks.filter((one) => one.includes('aws_lambda_function"'))).toHaveLength(
          all.length,
        )
      }),
    )
  })

  it('keep what only looks like a place of CloudFormation, and a named stage in the address', () => {
    const template = samOf(
      functionOf('my-fn', {
        environment: { LITERAL: 'x-${AWS::Region}-${y}', PLAIN: '${y}' },
        http: { ...normalizeHttp('http-api'), stage: 'dev' },
      }),
    )
    expect(template.Resources['MyFn']!.Properties['Environment']).toEqual({
      Variables: { LITERAL: { 'Fn::Sub': 'x-${!AWS::Region}-${!y}' }, PLAIN: '${y}' },
    })
    expect(template.Outputs['SharedApiEndpoint']!.Value).toEqual({
      'Fn::Join': ['', [{ 'Fn::GetAtt': ['SharedApi', 'ApiEndpoint'] }, '/', 'dev', '/']],
    })
  })

  it('have a parameter for every reference, not in environment alone, and no value of one', () => {
    const given = {
      tags: { team: '${env:TEAM}' },
      policies: ['arn:aws:iam::aws:policy/${env:POLICY}', { Resource: '${env:BUCKET}/*' }],
      layers: ['${env:LAYER}'],
    }
    const template = samOf(functionOf('f', given))
    const parameters = ['EnvBucket', 'EnvLayer', 'EnvPolicy', 'EnvTeam']
    expect(Object.keys(template.Parameters!).toSorted()).toEqual(parameters)
    expect(template.Resources['F']!.Properties).toMatchObject({
      Tags: { team: { 'Fn::Sub': '${EnvTeam}' } },
      Layers: [{ 'Fn::Sub': '${EnvLayer}' }],
    })
    const terraform = exportTerraform(PROJECT, [functionOf('f', given)]).content
    expect(terraform).toContain('"team" = var.env_team')
    expect(terraform).toContain('"arn:aws:iam::aws:policy/${var.env_policy}"')
    expect(terraform).not.toContain('${env:')
  })

  it('read of AWS what references name there, when they are deployed', () => {
    const environment = {
      A: 'x-${ssm:/shop/key}',
      B: '${secret:shop/db#password}',
      C: '${secret:shop/db#user}${env:KEY}',
      D: '${secret:plain}',
    }
    const given = functionOf('f', { environment })
    expect(samOf(given).Resources['F']!.Properties['Environment']).toEqual({
      Variables: {
        A: { 'Fn::Sub': 'x-{{resolve:ssm:/shop/key}}' },
        B: '{{resolve:secretsmanager:shop/db:SecretString:password}}',
        C: { 'Fn::Sub': '{{resolve:secretsmanager:shop/db:SecretString:user}}${EnvKey}' },
        D: '{{resolve:secretsmanager:plain}}',
      },
    })
    const terraform = exportTerraform(PROJECT, [given]).content
    expect(terraform).toContain('"A" = "x-${data.aws_ssm_parameter.ssm__shop_key.value}"')
    expect(terraform).toContain(
      '"B" = jsondecode(data.aws_secretsmanager_secret_version.secret_shop_db.secret_string)["password"]',
    )
    expect(terraform.match(/^data "aws_secretsmanager/gm)).toHaveLength(2)
    expect(terraform).toContain('secret_id = "shop/db"')
  })

  it('share a layer that is a folder, which the other tool publishes', () => {
    const layers = ['./layer', 'arn:aws:lambda:eu-west-1:123456789012:layer:x:1']
    const both = [functionOf('a', { layers }), functionOf('b', { layers: ['layer/'] })]
    const { Resources } = samOf(...both)
    const own = Object.entries(Resources).filter(([, { Type }]) => Type.endsWith('LayerVersion'))
    expect(own).toMatchObject([
      [
        expect.any(String),
        { Properties: { LayerName: 'p-layer', ContentUri: '.oche/.layers/layer.zip' } },
      ],
    ])
    const Ref = own[0]![0]
    expect(Resources['A']!.Properties['Layers']).toEqual([{ Ref }, layers[1]])
    expect(Resources['B']!.Properties['Layers']).toEqual([{ Ref }])
    const terraform = exportTerraform(PROJECT, both).content
    expect(terraform.match(/^resource "aws_lambda_layer_version"/gm)).toHaveLength(1)
    expect(terraform).toContain('= [aws_lambda_layer_version.layer.arn]')
  })

  it('are called by their stage, and by nothing else than before where there is none', () => {
    const template = parse(
      exportSam({ ...PROJECT, stage: 'prod' }, [functionOf('f')]).content,
    ) as Template
    expect(template.Resources['F']!.Properties['FunctionName']).toBe('f-prod')
    expect(template.Resources['FRole']!.Properties['RoleName']).toBe('f-prod-role')
    expect(template.Resources['SharedApi']!.Properties['Name']).toBe('p-prod')
  })

  it('may call the function that is told', () => {
    const policy = JSON.stringify(
      samOf(functionOf('f', { onSuccess: 'g' }), functionOf('g')).Resources['FRole'],
    )
    expect(policy).toContain('lambda:InvokeFunction')
    expect(policy).toContain(':function:g:live')
  })

  it('come after what they tell, and their topics and rules after the permission to call them', () => {
    const events: FunctionConfig['events'] = [
      {
        type: 'sns',
        topic: 'arn:aws:sns:eu-west-1:123456789012:news',
        filter: undefined,
        scope: 'attributes',
      },
      { type: 'eventbridge', pattern: { source: ['a'] }, bus: 'default', enabled: true },
    ]
    const both = [
      functionOf('f', { onSuccess: 'g', http: normalizeHttp('none'), events }),
      functionOf('g'),
    ]
    const { Resources } = samOf(...both)
    expect(Resources['FEventInvokeConfig']).toMatchObject({
      DependsOn: ['FAliaslive', 'GAliaslive'],
    })
    const callers = ['FCaller1', 'FCaller2']
    for (const id of ['FSubscription1', 'FRule1']) {
      expect(Resources[id]).toMatchObject({ DependsOn: callers })
    }
    expect(Object.keys(Resources)).toEqual(expect.arrayContaining(callers))
    const terraform = exportTerraform(PROJECT, both).content
    expect(terraform).toContain('[aws_lambda_alias.g, aws_iam_role_policy.f]')
    expect(
      terraform.match(/\[aws_lambda_permission.f_caller_1, aws_lambda_permission.f_caller_2\]/g),
    ).toHaveLength(2)
  })

  it('are told of parameters that CloudFormation may not read, by their names, and Terraform may', () => {
    const given = functionOf('f', { environment: { A: '${ssm:/shop/key}', B: '${secret:x}' } })
    expect(exportSam(PROJECT, [given]).leftOut).toEqual([
      expect.stringMatching(/^\$\{ssm:\/shop\/key\}: .*SecureString/),
    ])
    expect(exportTerraform(PROJECT, [given]).leftOut).toEqual([])
  })

  it('of a REST API have a deployment for each other state of it', () => {
    const all = [
      deploymentOf('GET /a'),
      deploymentOf('GET /b'),
      deploymentOf('GET /a', { access: 'public' }),
      deploymentOf('GET /a', { binaryMediaTypes: ['image/*'] }),
      deploymentOf('GET /a', { streaming: true }),
    ]
    expect(new Set(all).size).toBe(all.length)
    expect(deploymentOf('GET /a')).toBe(all[0])
  })

  it('name the user pool of a REST API’s tokens, wherever references stand in the issuer', () => {
    const pool = authorizersOf('https://cognito-idp.${env:HOME}.amazonaws.com/${ssm:/pool}')
    const account = '${AWS::AccountId}:userpool/{{resolve:ssm:/pool}}'
    const arn = `arn:\${AWS::Partition}:cognito-idp:\${EnvHome}:${account}`
    expect(pool.sam()).toEqual([{ 'Fn::Sub': arn }])
    expect(pool.terraform()).toBe(
      '["arn:${data.aws_partition.current.partition}:cognito-idp:${var.env_home}:${data.aws_caller_identity.current.account_id}:userpool/${data.aws_ssm_parameter.ssm__pool.value}"]',
    )
    const whole = authorizersOf('${env:ISSUER}')
    const issuer = { 'Fn::Sub': '${EnvIssuer}' }
    const pieceOf = (separator: string, index: number) => ({
      'Fn::Select': [index, { 'Fn::Split': [separator, issuer] }],
    })
    const [partition, id] = ['${AWS::Partition}', '${AWS::AccountId}'].map((place) => ({
      'Fn::Sub': place,
    }))
    const name = { 'Fn::Join': ['/', ['userpool', pieceOf('/', 3)]] }
    expect(whole.sam()).toEqual([
      { 'Fn::Join': [':', ['arn', partition, 'cognito-idp', pieceOf('.', 1), id, name]] },
    ])
    expect(whole.terraform()).toBe(
      '[join(":", ["arn", data.aws_partition.current.partition, "cognito-idp", split(".", var.env_issuer)[1], data.aws_caller_identity.current.account_id, join("/", ["userpool", split("/", var.env_issuer)[3]])])]',
    )
  })

  it('are refused where CloudFormation would have to split what it reads later', () => {
    const { sam, terraform } = authorizersOf('${ssm:/issuer}')
    expect(sam).toThrow(/user pool/)
    expect(terraform()).toContain('split("/", data.aws_ssm_parameter.ssm__issuer.value)[3]')
    expect(authorizersOf('https://issuer.example').sam).toThrow(/user pool/)
  })
})
