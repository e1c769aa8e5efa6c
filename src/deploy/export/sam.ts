import { stringify } from 'yaml'
import type { FunctionConfig } from '../../core/project.ts'
import { stagedName } from '../../core/stage.ts'
import { ALIAS, roleName } from '../names.ts'
import type { UrlEndpoint } from '../resources/endpoint.ts'
import { LAMBDA_RETRIES } from '../resources/asynchronous.ts'
import { isLayerFolder, layerFolder, layerWord } from '../../core/layers.ts'
import { exportedLayers } from './layers.ts'
import {
  exportedFunctions,
  exportedShared,
  type Export,
  type Exported,
  type ExportedProject,
  type Parts,
  type Wanted,
} from './exported.ts'
import { pascalCase, uniqueIds } from './ids.ts'
import { leftOutOf } from './left-out.ts'
import { substituted } from './cloudformation.ts'
import { remotesIn, variablesIn } from './references.ts'
import {
  aliasId,
  corsProperties,
  hasTags,
  roleResource,
  tagList,
  type Resource,
} from './sam-common.ts'
import {
  bucketless,
  callerResources,
  mappingResources,
  ruleResources,
  scheduleResources,
  topicResources,
} from './sam-events.ts'
import { REST, SHARED } from './sam-ids.ts'
import { partResources, sharedOutputs, sharedResources } from './sam-shared.ts'

/** What stands behind a function's id in the ids of what is made for it, by us or by SAM. */
const ENDINGS =
  /^(LogGroup|Role|Integration|Authorizer\d+|Route\d+|Method\d+|Preflight\d+|Refusal\d+|Path.*|Deployment.*|Stage|Domain.*|Certificate|ApiMapping|Caller\d+|Mapping\d+|Rule\d+|Schedule\d+|ScheduleGroup|ScheduleRole|Subscription\d+|Aliaslive.*|Version.*|Url.*|EventInvokeConfig.*)$/

function clashes(id: string, other: string): boolean {
  return id === other || (id.startsWith(other) && ENDINGS.test(id.slice(other.length)))
}

/** The same application as an AWS SAM template, in YAML. @throws OcheError `DEPLOY_UNSUPPORTED` */
export function exportSam(project: ExportedProject, functions: readonly FunctionConfig[]): Export {
  const names = functions.map(({ name }) => name)
  const idOf = uniqueIds(names, (name) => pascalCase(name) || 'Function', clashes, [SHARED, REST])
  const exported = exportedFunctions(project, functions, idOf)
  const shared = exportedShared(project, functions, idOf)
  const variables = variablesIn([exported, shared])
  const parameterOf = uniqueIds(variables, (name) => `Env${pascalCase(name)}`, clashes, [
    SHARED,
    REST,
    ...exported.map(({ desired }) => desired.id),
  ])
  const Outputs = joined([...exported.map(outputsOf), sharedOutputs(shared)])
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Transform: 'AWS::Serverless-2016-10-31',
    Description: `${stagedName(project.name, project.stage)}, exported by oche`,
    ...(variables.length > 0 && {
      Parameters: Object.fromEntries(
        variables.map((name) => [parameterOf(name), { Type: 'String', NoEcho: true }]),
      ) as Resource,
    }),
    Resources: joined([
      layerResources(project, functions),
      ...exported.map(resourcesOf),
      sharedResources(shared),
    ]),
    ...(Object.keys(Outputs).length > 0 && { Outputs }),
  }
  const content = stringify(substituted(template, parameterOf), {
    lineWidth: 0,
    aliasDuplicateObjects: false,
    // CloudFormation and its tools read YAML 1.1, in which a date is no string.
    version: '1.1',
  })
  return {
    content,
    leftOut: [...leftOutOf(project, functions), ...secureStrings([exported, shared])],
  }
}

/** Whether a parameter is one only AWS knows. */
function secureStrings(exported: unknown): string[] {
  return remotesIn(exported)
    .filter(({ kind }) => kind === 'ssm')
    .map(
      ({ name }) =>
        `\${ssm:${name}}: CloudFormation reads no parameter of type SecureString here; where it is one, keep it in Secrets Manager: \${secret:…}`,
    )
}

/** Nothing takes the place of something else. */
function joined(parts: readonly Resource[]): Resource {
  const entries = parts.flatMap((part) => Object.entries(part))
  const all = Object.fromEntries(entries) as Resource
  if (Object.keys(all).length < entries.length) throw new Error('two resources have one id')
  return all
}

function resourcesOf(exported: Exported): Resource {
  return joined(Object.values(parts).map((part) => part(exported)))
}

/** What stands in the properties of the function. */
const inside = (): Resource => ({})

const parts: Parts<Resource> = {
  role: ({ desired }) => {
    const { id, name, wants, tags } = desired
    if (wants.role.type === 'given') return {}
    return { [`${id}Role`]: roleResource(wants.role, tags, roleName(name)) }
  },
  logGroup: ({ desired: { id, wants, tags } }) => ({
    [`${id}LogGroup`]: {
      Type: 'AWS::Logs::LogGroup',
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        LogGroupName: wants.logGroup.name,
        ...(wants.logGroup.retentionDays !== undefined && {
          RetentionInDays: wants.logGroup.retentionDays,
        }),
        ...(hasTags(tags) && { Tags: tagList(tags) }),
      },
    },
  }),
  // "sam package" brings the zips to S3.
  uploads: inside,
  function: (exported) => ({
    [exported.desired.id]: {
      Type: 'AWS::Serverless::Function',
      Properties: functionProperties(exported),
    },
  }),
  // SAM adds both of the permissions that a public URL needs.
  url: inside,
  httpApi: partResources,
  // Its methods come with the API.
  restApi: inside,
  permissions: callerResources,
  topics: topicResources,
  buckets: bucketless,
  rules: ruleResources,
  mappings: mappingResources,
  schedules: scheduleResources,
  asynchronous: ({ desired }) => eventInvokeConfig(desired),
  provisioned: inside,
}

function functionProperties({ desired, environment, arch, zip }: Exported): Resource {
  const { id } = desired
  const { role, url, function: own, provisioned } = desired.wants
  const { configuration, reservedConcurrency } = own
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
    ...(url !== undefined && { FunctionUrlConfig: urlProperties(url) }),
    ...(hasTags(desired.tags) && { Tags: desired.tags }),
  }
}

function layerOf(layer: string): unknown {
  return isLayerFolder(layer) ? { Ref: layerId(layerFolder(layer)) } : layer
}

/** No function's id has this before it. */
function layerId(folder: string): string {
  return `Layer0${pascalCase(layerWord(folder))}`
}

function layerResources(project: ExportedProject, functions: readonly FunctionConfig[]): Resource {
  return Object.fromEntries(
    exportedLayers(project, functions).map(({ folder, name, zip }) => [
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

/** SAM's own form has to be told what kind each destination is, which a reference does not say. */
function eventInvokeConfig({ id, told, wants: { asynchronous } }: Wanted): Resource {
  const { retries, onSuccess, onFailure } = asynchronous
  const isTelling = [onSuccess, onFailure].some((one) => one !== undefined)
  if (retries === LAMBDA_RETRIES && !isTelling) return {}
  return {
    [`${id}EventInvokeConfig`]: {
      Type: 'AWS::Lambda::EventInvokeConfig',
      // Lambda looks whether a function that is told is there.
      DependsOn: [id, ...told].map(aliasId),
      Properties: {
        FunctionName: { Ref: id },
        Qualifier: ALIAS,
        MaximumRetryAttempts: retries,
        ...(isTelling && {
          DestinationConfig: {
            ...(onSuccess !== undefined && { OnSuccess: { Destination: onSuccess } }),
            ...(onFailure !== undefined && { OnFailure: { Destination: onFailure } }),
          },
        }),
      },
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

function outputsOf({ desired: { id, wants } }: Exported): Resource {
  if (wants.url === undefined) return {}
  return { [`${id}Endpoint`]: { Value: { 'Fn::GetAtt': [`${id}Url`, 'FunctionUrl'] } } }
}
