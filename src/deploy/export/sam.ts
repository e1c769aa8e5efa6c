import { stringify } from 'yaml'
import type { FunctionConfig } from '../../core/project.ts'
import { ALIAS, roleName } from '../names.ts'
import type { ApiEndpoint, CorsSettings, UrlEndpoint } from '../resources/endpoint.ts'
import { LAMBDA_RETRIES } from '../resources/retries.ts'
import { exportedFunctions, pascalCase, type Exported, type Wanted } from './exported.ts'
import { partsOf, variablesIn } from './references.ts'

type Resource = Record<string, unknown>

/** What CloudFormation puts in these places. */
const ACCOUNT = {
  partition: '${AWS::Partition}',
  region: '${AWS::Region}',
  id: '${AWS::AccountId}',
}

/** The same functions as an AWS SAM template, in YAML. @throws OcheError `DEPLOY_UNSUPPORTED` */
export function exportSam(projectName: string, functions: readonly FunctionConfig[]): string {
  const exported = exportedFunctions(projectName, functions, ACCOUNT)
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Transform: 'AWS::Serverless-2016-10-31',
    Description: `${projectName}, exported by oche`,
    ...parametersOf(exported),
    Resources: Object.assign({}, ...exported.map(resourcesOf)) as Resource,
    Outputs: Object.assign({}, ...exported.map(outputsOf)) as Resource,
  }
  return stringify(substituted(template), {
    lineWidth: 0,
    aliasDuplicateObjects: false,
    // CloudFormation and its tools read YAML 1.1, in which a date is no string.
    version: '1.1',
  })
}

function parametersOf(exported: readonly Exported[]): Resource {
  const names = [...new Set(exported.flatMap(({ environment }) => variablesIn(environment)))].sort()
  if (names.length === 0) return {}
  const entries = names.map((name) => [parameterName(name), { Type: 'String', NoEcho: true }])
  return { Parameters: Object.fromEntries(entries) as Resource }
}

function parameterName(variable: string): string {
  return `Env${pascalCase(variable)}`
}

function resourcesOf(exported: Exported): Resource {
  const { desired } = exported
  const id = pascalCase(desired.name)
  return {
    [`${id}LogGroup`]: {
      Type: 'AWS::Logs::LogGroup',
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        LogGroupName: desired.logGroup.name,
        RetentionInDays: desired.logGroup.retentionDays,
        ...(hasTags(desired) && { Tags: tagList(desired.tags) }),
      },
    },
    ...(desired.role.type === 'own' && { [`${id}Role`]: roleResource(desired) }),
    [id]: { Type: 'AWS::Serverless::Function', Properties: functionProperties(id, exported) },
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

function functionProperties(id: string, { desired, environment, arch, zip }: Exported): Resource {
  const { configuration, role, endpoint, retries, reservedConcurrency } = desired
  const variables = Object.entries(environment).map(([key, value]) => [key, valueOf(value)])
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
      LogGroup: { Ref: `${id}LogGroup` },
    },
    Tracing: configuration.tracing,
    ...(variables.length > 0 && { Environment: { Variables: Object.fromEntries(variables) } }),
    ...(configuration.layers.length > 0 && { Layers: configuration.layers }),
    ...(configuration.subnets.length > 0 && {
      VpcConfig: {
        SubnetIds: configuration.subnets,
        SecurityGroupIds: configuration.securityGroups,
      },
    }),
    ...(reservedConcurrency !== undefined && { ReservedConcurrentExecutions: reservedConcurrency }),
    AutoPublishAlias: ALIAS,
    ...(retries !== LAMBDA_RETRIES && { EventInvokeConfig: { MaximumRetryAttempts: retries } }),
    // SAM adds both of the permissions that a public URL needs.
    ...(endpoint.type === 'url' && { FunctionUrlConfig: urlProperties(endpoint) }),
    ...(hasTags(desired) && { Tags: desired.tags }),
  }
}

function urlProperties({ auth, streaming, cors }: UrlEndpoint): Resource {
  return {
    AuthType: auth,
    InvokeMode: streaming ? 'RESPONSE_STREAM' : 'BUFFERED',
    ...(cors && { Cors: corsProperties(cors) }),
  }
}

function apiResources(id: string, desired: Wanted, endpoint: ApiEndpoint): Resource {
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

function outputsOf({ desired }: Exported): Resource {
  const id = pascalCase(desired.name)
  const { endpoint } = desired
  if (endpoint.type === 'none') return {}
  const Value =
    endpoint.type === 'url'
      ? { 'Fn::GetAtt': [`${id}Url`, 'FunctionUrl'] }
      : { 'Fn::GetAtt': [`${id}Api`, 'ApiEndpoint'] }
  return { [`${id}Endpoint`]: { Value } }
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

/** `Fn::Sub` where a parameter is in it, in which a dollar of the user's own is kept as it is. */
function valueOf(value: string): unknown {
  const parts = partsOf(value)
  if (parts.every((part) => 'text' in part)) return value
  const text = parts.map((part) =>
    'text' in part ? part.text.replaceAll('${', '${!') : `\${${parameterName(part.variable)}}`,
  )
  return { 'Fn::Sub': text.join('') }
}

/** ARNs with CloudFormation's pseudo parameters in them are substituted by it. */
function substituted(value: unknown, key?: string): unknown {
  if (typeof value === 'string') {
    return key !== 'Fn::Sub' && value.includes('${AWS::') ? { 'Fn::Sub': value } : value
  }
  if (Array.isArray(value)) return value.map((inner) => substituted(inner))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([inner, one]) => [inner, substituted(one, inner)]),
  )
}
