import { stringify } from 'yaml'
import type { FunctionConfig } from '../../core/project.ts'
import { stagedName } from '../../core/stage.ts'
import type { Application } from '../model/place.ts'
import { ALIAS, roleName } from '../names.ts'
import type { CorsSettings, UrlEndpoint } from '../resources/endpoint.ts'
import { LAMBDA_RETRIES } from '../resources/asynchronous.ts'
import { isLayerFolder, layerFolder, layerWord } from '../../core/layers.ts'
import { exportedLayers } from './layers.ts'
import { exportedFunctions, type Exported, type ExportedApi, type Wanted } from './exported.ts'
import { pascalCase, uniqueIds } from './ids.ts'
import { substituted } from './cloudformation.ts'
import { variablesIn } from './references.ts'

type Resource = Record<string, unknown>

/** What stands behind a function's id in the ids of what is made for it, by us or by SAM. */
const ENDINGS =
  /^(LogGroup|Role|Api|Integration|Authorizer|Route\d+|Stage|ApiPermission|Aliaslive.*|Version.*|Url.*|EventInvokeConfig.*)$/

function clashes(id: string, other: string): boolean {
  return id === other || (id.startsWith(other) && ENDINGS.test(id.slice(other.length)))
}

/** The same functions as an AWS SAM template, in YAML. @throws OcheError `DEPLOY_UNSUPPORTED` */
export function exportSam(application: Application, functions: readonly FunctionConfig[]): string {
  const names = functions.map(({ name }) => name)
  const idOf = uniqueIds(names, (name) => pascalCase(name) || 'Function', clashes)
  const exported = exportedFunctions(application, functions, idOf)
  const variables = variablesIn(exported)
  const parameterOf = uniqueIds(
    variables,
    (name) => `Env${pascalCase(name)}`,
    clashes,
    exported.map(({ desired }) => desired.id),
  )
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Transform: 'AWS::Serverless-2016-10-31',
    Description: `${stagedName(application.name, application.stage)}, exported by oche`,
    ...(variables.length > 0 && {
      Parameters: Object.fromEntries(
        variables.map((name) => [parameterOf(name), { Type: 'String', NoEcho: true }]),
      ) as Resource,
    }),
    Resources: joined([layerResources(application, functions), ...exported.map(resourcesOf)]),
    Outputs: joined(exported.map(outputsOf)),
  }
  return stringify(substituted(template, parameterOf), {
    lineWidth: 0,
    aliasDuplicateObjects: false,
    // CloudFormation and its tools read YAML 1.1, in which a date is no string.
    version: '1.1',
  })
}

/** Nothing takes the place of something else. */
function joined(parts: readonly Resource[]): Resource {
  const entries = parts.flatMap((part) => Object.entries(part))
  const all = Object.fromEntries(entries) as Resource
  if (Object.keys(all).length < entries.length) throw new Error('two resources have one id')
  return all
}

function resourcesOf(exported: Exported): Resource {
  const { desired } = exported
  const { id } = desired
  return {
    [`${id}LogGroup`]: {
      Type: 'AWS::Logs::LogGroup',
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        LogGroupName: desired.logGroup.name,
        ...(desired.logGroup.retentionDays !== undefined && {
          RetentionInDays: desired.logGroup.retentionDays,
        }),
        ...(hasTags(desired) && { Tags: tagList(desired.tags) }),
      },
    },
    ...(desired.role.type === 'own' && { [`${id}Role`]: roleResource(desired) }),
    [id]: { Type: 'AWS::Serverless::Function', Properties: functionProperties(exported) },
    ...(desired.endpoint.type === 'api' && apiResources(id, desired, desired.endpoint)),
  }
}

function roleResource({ name, role, tags }: Wanted): Resource {
  if (role.type === 'given') return {}
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: roleName(name),
      AssumeRolePolicyDocument: role.trust,
      ManagedPolicyArns: role.managed,
      ...(role.inline && { Policies: [{ PolicyName: 'oche', PolicyDocument: role.inline }] }),
      ...(role.boundary !== undefined && { PermissionsBoundary: role.boundary }),
      ...(hasTags({ tags }) && { Tags: tagList(tags) }),
    },
  }
}

function functionProperties({ desired, environment, arch, zip }: Exported): Resource {
  const { id } = desired
  const { configuration, role, endpoint, reservedConcurrency, provisioned } = desired
  return {
    FunctionName: desired.name,
    CodeUri: zip,
    Runtime: configuration.runtime,
    Handler: configuration.handler,
    Architectures: [arch],
    MemorySize: configuration.memory,
    Timeout: configuration.timeout,
    EphemeralStorage: { Size: configuration.ephemeralStorage },
    Role: role.type === 'given' ? role.arn : { 'Fn::GetAtt': [`${id}Role`, 'Arn'] },
    LoggingConfig: {
      LogFormat: configuration.logFormat,
      ...(configuration.logFormat === 'JSON' && {
        ApplicationLogLevel: configuration.logLevel,
        SystemLogLevel: configuration.systemLogLevel,
      }),
      LogGroup: { Ref: `${id}LogGroup` },
    },
    Tracing: configuration.tracing,
    ...(Object.keys(environment).length > 0 && { Environment: { Variables: environment } }),
    ...(configuration.layers.length > 0 && { Layers: configuration.layers.map(layerOf) }),
    ...(configuration.subnets.length > 0 && {
      VpcConfig: {
        SubnetIds: configuration.subnets,
        SecurityGroupIds: configuration.securityGroups,
      },
    }),
    ...(reservedConcurrency !== undefined && { ReservedConcurrentExecutions: reservedConcurrency }),
    ...(configuration.description !== '' && { Description: configuration.description }),
    ...(configuration.kmsKey !== undefined && { KmsKeyArn: configuration.kmsKey }),
    ...(configuration.fileSystems.length > 0 && {
      FileSystemConfigs: configuration.fileSystems.map(({ arn, path }) => ({
        Arn: arn,
        LocalMountPath: path,
      })),
    }),
    ...(provisioned !== undefined && {
      ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: provisioned },
    }),
    AutoPublishAlias: ALIAS,
    ...eventInvokeConfig(desired),
    // SAM adds both of the permissions that a public URL needs.
    ...(endpoint.type === 'url' && { FunctionUrlConfig: urlProperties(endpoint) }),
    ...(hasTags(desired) && { Tags: desired.tags }),
  }
}

function layerOf(layer: string): unknown {
  return isLayerFolder(layer) ? { Ref: layerId(layerFolder(layer)) } : layer
}

/** No function's id has this before it. */
function layerId(folder: string): string {
  return `Layer0${pascalCase(layerWord(folder))}`
}

function layerResources(application: Application, functions: readonly FunctionConfig[]): Resource {
  return Object.fromEntries(
    exportedLayers(application, functions).map(({ folder, name, zip }) => [
      layerId(folder),
      {
        Type: 'AWS::Serverless::LayerVersion',
        Properties: {
          LayerName: name,
          ContentUri: zip,
          CompatibleRuntimes: ['provided.al2023'],
          RetentionPolicy: 'Delete',
        },
      },
    ]),
  )
}

function eventInvokeConfig({ asynchronous }: Wanted): Resource {
  const { retries, onSuccess, onFailure } = asynchronous
  const told = [onSuccess, onFailure].some((one) => one !== undefined)
  if (retries === LAMBDA_RETRIES && !told) return {}
  return {
    EventInvokeConfig: {
      MaximumRetryAttempts: retries,
      ...(told && {
        DestinationConfig: {
          ...(onSuccess !== undefined && { OnSuccess: { Destination: onSuccess } }),
          ...(onFailure !== undefined && { OnFailure: { Destination: onFailure } }),
        },
      }),
    },
  }
}

function urlProperties({ auth, streaming, cors }: UrlEndpoint): Resource {
  return {
    AuthType: auth,
    InvokeMode: streaming ? 'RESPONSE_STREAM' : 'BUFFERED',
    ...(cors && { Cors: corsProperties(cors) }),
  }
}

function apiResources(id: string, desired: Wanted, endpoint: ExportedApi): Resource {
  const { auth, cors, payloadFormat, routes, stage } = endpoint
  const api = { Ref: `${id}Api` }
  const alias = { Ref: `${id}.Alias` }
  const authorizer = typeof auth === 'string' ? undefined : auth
  return {
    [`${id}Api`]: {
      Type: 'AWS::ApiGatewayV2::Api',
      Properties: {
        Name: desired.name,
        ProtocolType: 'HTTP',
        ...(cors && { CorsConfiguration: corsProperties(cors) }),
        ...(hasTags(desired) && { Tags: desired.tags }),
      },
    },
    [`${id}Integration`]: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: api,
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: alias,
        PayloadFormatVersion: payloadFormat,
      },
    },
    ...(authorizer && {
      [`${id}Authorizer`]: {
        Type: 'AWS::ApiGatewayV2::Authorizer',
        Properties: {
          ApiId: api,
          Name: 'jwt',
          AuthorizerType: 'JWT',
          IdentitySource: [authorizer.identitySource],
          JwtConfiguration: { Issuer: authorizer.issuer, Audience: authorizer.audience },
        },
      },
    }),
    ...Object.fromEntries(
      routes.map((key, index) => [
        `${id}Route${index + 1}`,
        {
          Type: 'AWS::ApiGatewayV2::Route',
          Properties: {
            ApiId: api,
            RouteKey: key,
            Target: { 'Fn::Sub': `integrations/\${${id}Integration}` },
            ...(typeof auth === 'string'
              ? { AuthorizationType: auth }
              : {
                  AuthorizationType: 'JWT',
                  AuthorizerId: { Ref: `${id}Authorizer` },
                  AuthorizationScopes: auth.scopes,
                }),
          },
        },
      ]),
    ),
    [`${id}Stage`]: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: { ApiId: api, StageName: stage, AutoDeploy: true },
    },
    [`${id}ApiPermission`]: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: alias,
        Principal: 'apigateway.amazonaws.com',
        SourceArn: {
          'Fn::Sub': `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${${id}Api}/*/*`,
        },
      },
    },
  }
}

function outputsOf({ desired: { id, endpoint } }: Exported): Resource {
  if (endpoint.type === 'none') return {}
  const Value =
    endpoint.type === 'url'
      ? { 'Fn::GetAtt': [`${id}Url`, 'FunctionUrl'] }
      : addressOf({ 'Fn::GetAtt': [`${id}Api`, 'ApiEndpoint'] }, endpoint)
  return { [`${id}Endpoint`]: { Value } }
}

/** A named stage is the first part of the path. */
function addressOf(api: Resource, { stage }: ExportedApi): unknown {
  return stage === '$default' ? api : { 'Fn::Join': ['', [api, '/', stage, '/']] }
}

function corsProperties(cors: CorsSettings): Resource {
  return {
    AllowOrigins: cors.origins,
    AllowMethods: cors.methods,
    ...(cors.headers.length > 0 && { AllowHeaders: cors.headers }),
    ...(cors.exposeHeaders.length > 0 && { ExposeHeaders: cors.exposeHeaders }),
    AllowCredentials: cors.credentials,
    MaxAge: cors.maxAge,
  }
}

function hasTags({ tags }: Pick<Wanted, 'tags'>): boolean {
  return Object.keys(tags).length > 0
}

function tagList(tags: Readonly<Record<string, string>>): Resource[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
}
