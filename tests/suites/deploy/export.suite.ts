import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { oche, workspace } from '../../support/cli.ts'
import { python } from './servers.ts'

const run = promisify(execFile)
const script = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** Something of everything that a deploy can make. */
const EVERYTHING = `
name: all
build: 'true'
environment: { TABLE: items, PARAMETER: "\${ssm:/all/p}", SECRET: "x-\${secret:all/s#k}", KEY: "a-\${env:SECRET_KEY}", DOLLAR: "\${x} %{y} \\"z\\"" }
functions:
  open: { http: { kind: url, access: public, cors: {}, streaming: true } }
  closed: { http: url, role: "arn:aws:iam::123456789012:role/given", reservedConcurrency: 2 }
  api:
    http:
      kind: http-api
      routes: ["GET /items/{id}", "$default"]
      cors: { origins: ["https://example.com"], credentials: true, headers: [x-a], maxAge: 60 }
      authorizer: { type: jwt, issuer: "https://issuer.example", audience: [me], scopes: [read] }
    permissions: minimal
    policies: [{ Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" }]
    permissionsBoundary: arn:aws:iam::123456789012:policy/boundary
    vpc: { subnets: [subnet-12345678], securityGroups: [sg-12345678] }
    fileSystem: { arn: "arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-0123456789abcdef0", path: /mnt/data }
  v1: { http: { kind: http-api-v1, routes: ["GET /v1"], access: public }, tracing: true, logFormat: json, logLevel: debug, logRetentionDays: never, description: first, kmsKey: "arn:aws:kms:eu-west-1:123456789012:key/0123abcd-1234-1234-1234-0123456789ab", provisionedConcurrency: 2 }
  jobs:
    http: none
    retries: 0
    tags: { team: games }
    layers: ["arn:aws:lambda:eu-west-1:123456789012:layer:l:1", ./layer]
`

/** Names that come to the same id, and texts that look like the other tool's own. */
const TWINS = `
name: twins
build: 'true'
environment: { ONE: "\${env:KEY}", TWO: "\${env:key}", REGION: "\${AWS::Region}" }
tags: { team: "\${env:TEAM}" }
permissions: minimal
policies: ["arn:aws:iam::aws:policy/\${env:POLICY}"]
functions:
  my-fn: {}
  my_fn: {}
  MyFn: { http: { kind: http-api, stage: dev, access: public } }
  user: {}
  user-role: {}
  1st: {}
  _1st: {}
`

async function exported(format: string, file: string, configuration = EVERYTHING): Promise<string> {
  const project = workspace({ 'oche.yaml': configuration }, false)
  const { status, stderr } = await oche(['export', format, '--out', file, '--cwd', project.path])
  expect(status, stderr).toBe(0)
  return project.path
}

describe('an exported AWS SAM template', () => {
  it('is one that cfn-lint has nothing to say about, and that SAM can translate', async () => {
    const folder = await exported('sam', 'template.yaml')
    const { stdout } = await run(python('cfn-lint'), ['template.yaml'], { cwd: folder })
    expect(stdout).toBe('')
    const translated = await run(python('python'), [script('translate.py'), 'template.yaml'], {
      cwd: folder,
      env: { ...process.env, AWS_DEFAULT_REGION: 'eu-west-1' },
    })
    const { Resources } = JSON.parse(translated.stdout) as {
      Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>
    }
    const all = Object.values(Resources)
    const properties = (type: string) =>
      all.filter(({ Type }) => Type === type).map(({ Properties }) => Properties)
    expect(properties('AWS::Lambda::Function')).toHaveLength(5)
    expect(properties('AWS::IAM::Role')).toHaveLength(4)
    expect(properties('AWS::Lambda::Alias').map(({ Name }) => Name)).toEqual(Array(5).fill('live'))
    const anybody = properties('AWS::Lambda::Permission').filter(
      ({ Principal }) => Principal === '*',
    )
    expect(anybody).toEqual([
      expect.objectContaining({ FunctionUrlAuthType: 'NONE' }),
      expect.objectContaining({ InvokedViaFunctionUrl: true }),
    ])
    expect(properties('AWS::Lambda::Function')[0]).toMatchObject({
      Environment: {
        Variables: { KEY: { 'Fn::Sub': 'a-${EnvSecretKey}' }, DOLLAR: '${x} %{y} "z"' },
      },
    })
  })
})

describe('functions of like names', () => {
  it('are all in the SAM template, which is valid', async () => {
    const folder = await exported('sam', 'template.yaml', TWINS)
    const { stdout } = await run(python('cfn-lint'), ['template.yaml'], { cwd: folder })
    expect(stdout).toBe('')
    const translated = await run(python('python'), [script('translate.py'), 'template.yaml'], {
      cwd: folder,
      env: { ...process.env, AWS_DEFAULT_REGION: 'eu-west-1' },
    })
    const { Resources } = JSON.parse(translated.stdout) as { Resources: object }
    const types = Object.values(Resources).map(({ Type }: { Type: string }) => Type)
    for (const type of ['Lambda::Function', 'IAM::Role', 'Logs::LogGroup', 'Lambda::Alias']) {
      expect(types.filter((one) => one === `AWS::${type}`)).toHaveLength(7)
    }
  })

  it('are all in the Terraform, which can be read', async () => {
    const folder = await exported('terraform', 'main.tf', TWINS)
    const { stdout } = await run(python('python'), [script('read-hcl.py'), 'main.tf'], {
      cwd: folder,
    })
    const types = JSON.parse(stdout) as string[]
    expect(types.filter((one) => one === 'aws_lambda_function')).toHaveLength(7)
  })
})

describe('exported Terraform', () => {
  it('can be read, and is the same functions', async () => {
    const folder = await exported('terraform', 'main.tf')
    const { stdout } = await run(python('python'), [script('read-hcl.py'), 'main.tf'], {
      cwd: folder,
    })
    const types = JSON.parse(stdout) as string[]
    const count = (type: string) => types.filter((one) => one === type).length
    expect(count('aws_lambda_function')).toBe(5)
    expect(count('aws_iam_role')).toBe(4)
    expect(count('aws_lambda_alias')).toBe(5)
    expect(count('aws_lambda_permission')).toBe(4)
    expect(count('aws_apigatewayv2_route')).toBe(3)
  })

  it('is formatted as Terraform itself would', async (context) => {
    if (!(await hasTerraform())) return context.skip('terraform is not installed')
    const cwd = await exported('terraform', 'main.tf')
    await run('terraform', ['fmt', '-check', '-diff'], { cwd })
  })

  it('is valid to Terraform and its AWS provider', async (context) => {
    if (!(await hasTerraform())) return context.skip('terraform is not installed')
    const cwd = await exported('terraform', 'main.tf')
    const ready = await run('terraform', ['init', '-backend=false', '-input=false'], { cwd }).then(
      () => true,
      () => false,
    )
    if (!ready) return context.skip('the AWS provider cannot be fetched')
    await run('terraform', ['validate'], { cwd })
  })
})

function hasTerraform(): Promise<boolean> {
  return run('terraform', ['version']).then(
    () => true,
    () => false,
  )
}
