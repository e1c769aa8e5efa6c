import { describe, expect, it } from 'vitest'
import { found } from '../../../../../tests/support/existing.ts'

const SERVERLESS = `
service: shop
plugins: [serverless-offline]
provider:
  name: aws
  runtime: nodejs22.x
  region: eu-west-1
  memorySize: 256
  timeout: 6
  environment: { TABLE: items, KEY: "\${env:KEY}", BUCKET: !Ref Bucket, STAGE: "\${sls:stage}" }
functions:
  list:
    handler: src/items.list
    events:
      - httpApi: GET /items
      - httpApi: { method: post, path: /items, authorizer: { name: jwt } }
  work:
    handler: src/work.handler
    timeout: 60
    environment: { TABLE: jobs }
    events:
      - schedule: rate(5 minutes)
      - sqs: { arn: "arn:aws:sqs:eu-west-1:123456789012:orders", batchSize: 5 }
      - stream: arn:aws:kinesis:eu-west-1:123456789012:stream/x
resources: {}
`

const SAM = `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Globals: { Function: { Timeout: 3, MemorySize: 512, Architectures: [arm64] } }
Resources:
  Api:
    Type: AWS::Serverless::Function
    Metadata: { BuildMethod: esbuild, BuildProperties: { EntryPoints: [app.ts] } }
    Properties:
      CodeUri: hello/
      Handler: app.lambdaHandler
      Role: !GetAtt Role.Arn
      Environment: { Variables: { TABLE: !Ref Table, MODE: fast } }
      Events:
        Get: { Type: Api, Properties: { Path: "/items/{id}", Method: get } }
  Table:
    Type: AWS::DynamoDB::Table
`

const SCRIPT = `#!/bin/bash
set -e
docker run --rm -v "$PWD:/app" dart:stable dart compile exe /app/bin/other.dart
dart compile exe bin/server.dart -o bootstrap
zip function.zip bootstrap
aws lambda update-function-configuration \\
  --function-name greeter --memory-size 256 --timeout=20 --layers "$LAYER" --region eu-central-1
`

describe('what a project says of itself', () => {
  it('is read of serverless.yml, with a note for each thing that is not taken over', () => {
    const { notes, ...config } = found({
      'serverless.yml': SERVERLESS,
      'package.json': '{"name":"other"}',
      'src/items.ts': '',
      'src/work.ts': '',
    })
    expect(config).toMatchObject({
      name: 'shop',
      region: 'eu-west-1',
      memory: 256,
      timeout: 6,
      arch: 'x86_64',
      environment: { TABLE: 'items', KEY: '${env:KEY}' },
      functions: {
        list: {
          source: 'src/items.ts',
          handler: 'index.list',
          http: { kind: 'http-api', access: 'iam', routes: ['GET /items', 'POST /items'] },
        },
        work: {
          source: 'src/work.ts',
          timeout: 60,
          environment: { TABLE: 'jobs' },
          http: 'none',
          events: [
            { schedule: 'rate(5 minutes)' },
            { sqs: { queue: 'arn:aws:sqs:eu-west-1:123456789012:orders', batchSize: 5 } },
            { kinesis: 'arn:aws:kinesis:eu-west-1:123456789012:stream/x' },
          ],
        },
      },
    })
    const said = notes.join('\n')
    for (const place of ['plugins', 'resources', 'authorizer', 'BUCKET', 'STAGE']) {
      expect(said).toMatch(new RegExp(`^serverless\\.yml: .*${place}`, 'm'))
    }
    expect(config.text).toContain('# Not taken over: serverless.yml: plugins\n')
  })

  it('is read of a SAM template', () => {
    const { notes, ...config } = found({ 'template.yaml': SAM, 'hello/app.ts': '' })
    expect(config).toMatchObject({
      name: 'Api',
      source: 'hello/app.ts',
      handler: 'index.lambdaHandler',
      arch: 'arm64',
      memory: 512,
      timeout: 3,
      environment: { MODE: 'fast' },
      http: { kind: 'rest', access: 'public', routes: ['GET /items/{id}'] },
    })
    const said = notes.join('\n')
    for (const place of [
      'Api.Role refers to !GetAtt Role.Arn',
      'Environment.TABLE',
      'Table, of AWS::DynamoDB::Table',
    ]) {
      expect(said).toContain(place)
    }
  })

  it('is read of a script that compiles Dart and calls AWS', () => {
    const { notes, ...config } = found({
      'deploy.sh': SCRIPT,
      'pubspec.yaml': 'name: greeter_api\n',
      'bin/server.dart': '',
    })
    expect(config).toMatchObject({
      name: 'greeter',
      region: 'eu-central-1',
      source: 'bin/server.dart',
      memory: 256,
      timeout: 20,
    })
    expect(notes).toEqual(['deploy.sh: docker run', 'deploy.sh: --layers refers to ${LAYER}'])
  })

  it('is read of a Dockerfile', () => {
    const dockerfile =
      'FROM dart:stable AS build\nRUN dart compile exe bin/main.dart -o bootstrap\n'
    const files = { Dockerfile: dockerfile, 'pubspec.yaml': 'name: api\n', 'bin/main.dart': '' }
    expect(found(files)).toMatchObject({ name: 'api', source: 'bin/main.dart', notes: [] })
  })

  it('is told of in one note where a Dockerfile says nothing of Lambda, and nothing else does', () => {
    const Dockerfile =
      'FROM node:22 AS build\nRUN npm ci\nFROM node:22-slim\nCMD ["node", "server.js"]\n'
    expect(found({ Dockerfile, 'src/api.ts': '' }).notes).toEqual([
      'Dockerfile: all of it, which says nothing of Lambda; FROM node:22-slim; CMD ["node", "server.js"]',
    ])
    expect(found({ Dockerfile, 'deploy.sh': SCRIPT }).notes.join()).not.toContain('Dockerfile')
  })

  it('is its manifest’s name and the source that is taken by default, where there is no more', () => {
    const files = { 'package.json': '{"name":"@team/greeter"}', 'src/api.ts': '' }
    expect(found(files)).toMatchObject({ name: 'greeter', source: 'src/api.ts', notes: [] })
  })

  it('is left alone where a template is another tool’s', () => {
    const files = { 'template.yaml': 'kind: Deployment\n', 'index.ts': '' }
    expect(found(files)).toMatchObject({ source: 'index.ts', notes: [] })
  })
})
