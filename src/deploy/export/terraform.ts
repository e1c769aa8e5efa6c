import type { FunctionConfig } from '../../core/project.ts'
import type { Application } from '../model/place.ts'
import { ALIAS, roleName, type Account } from '../names.ts'
import type { PolicyDocument } from '../model/policy.ts'
import type { CorsSettings, UrlEndpoint } from '../resources/endpoint.ts'
import { LAMBDA_RETRIES } from '../resources/asynchronous.ts'
import { isLayerFolder, layerFolder, layerWord } from '../../core/layers.ts'
import { exportedLayers } from './layers.ts'
import { exportedFunctions, type Exported, type ExportedApi, type Wanted } from './exported.ts'
import {
  Expression,
  expression,
  hcl,
  quoted,
  type Attribute,
  type Block,
  type Value,
} from './hcl.ts'
import { uniqueIds } from './ids.ts'
import { secretParts } from '../../core/references.ts'
import { partsOf, remotesIn, variablesIn, type RemotePart } from './references.ts'

const PLACES: Record<keyof Account, string> = {
  partition: 'data.aws_partition.current.partition',
  region: 'data.aws_region.current.region',
  id: 'data.aws_caller_identity.current.account_id',
}

/** The same functions in Terraform's language. @throws OcheError `DEPLOY_UNSUPPORTED` */
export function exportTerraform(
  application: Application,
  functions: readonly FunctionConfig[],
): string {
  const ids = uniqueIds(
    functions.map(({ name }) => name),
    identifier,
  )
  const exported = exportedFunctions(application, functions, ids)
  const variables = variablesIn(exported)
  const remotes = remotesIn(exported)
  const names: Names = {
    variableOf: uniqueIds(variables, variableName),
    remoteOf: uniqueIds(remotes.map(remoteName), (name) => name.replaceAll(/[^A-Za-z0-9_]/g, '_')),
  }
  const blocks = [
    ...fileOf(exported, variables.map(names.variableOf)),
    ...remoteBlocks(remotes, names),
    ...layerBlocks(application, functions),
  ]
  return hcl(blocks, (text) => written(text, names))
}

/** A name of Terraform's begins with a letter or `_`. */
function identifier(name: string): string {
  return /^[0-9-]/.test(name) ? `_${name}` : name
}

function variableName(variable: string): string {
  return `env_${variable.toLowerCase().replaceAll(/[^a-z0-9_]/g, '_')}`
}

function fileOf(exported: readonly Exported[], variables: readonly string[]): Block[] {
  return [
    // `invoked_via_function_url` came with 6.29.
    {
      block: 'terraform',
      body: [
        {
          block: 'required_providers',
          body: [['aws', { source: 'hashicorp/aws', version: '>= 6.29.0' }]],
        },
      ],
    },
    { block: 'data', labels: ['aws_partition', 'current'], body: [] },
    { block: 'data', labels: ['aws_region', 'current'], body: [] },
    { block: 'data', labels: ['aws_caller_identity', 'current'], body: [] },
    ...variables.map((name): Block => ({
      block: 'variable',
      labels: [name],
      body: [
        ['type', expression('string')],
        ['sensitive', true],
      ],
    })),
    ...exported.flatMap(blocksOf),
  ]
}

function blocksOf(exported: Exported): Block[] {
  const { desired } = exported
  const { endpoint } = desired
  return [
    resource('aws_cloudwatch_log_group', desired, [
      ['name', desired.logGroup.name],
      ['retention_in_days', desired.logGroup.retentionDays],
      ['tags', tagsOf(desired)],
    ]),
    ...roleBlocks(desired),
    functionBlock(exported),
    resource('aws_lambda_alias', desired, [
      ['name', ALIAS],
      ['function_name', ref('aws_lambda_function', desired, 'function_name')],
      ['function_version', ref('aws_lambda_function', desired, 'version')],
    ]),
    ...asynchronousBlocks(desired),
    ...provisionedBlocks(desired),
    ...(endpoint.type === 'url' ? urlBlocks(desired, endpoint) : []),
    ...(endpoint.type === 'api' ? apiBlocks(desired, endpoint) : []),
  ]
}

function resource(type: string, desired: Wanted, body: Block['body'], suffix: string = ''): Block {
  return { block: 'resource', labels: [type, desired.id + suffix], body }
}

function ref(type: string, desired: Wanted, attribute: string): Expression {
  return expression(`${type}.${desired.id}.${attribute}`)
}

function roleBlocks(desired: Wanted): Block[] {
  const { role, name } = desired
  if (role.type === 'given') return []
  const roleRef = ref('aws_iam_role', desired, 'name')
  return [
    resource('aws_iam_role', desired, [
      ['name', roleName(name)],
      ['assume_role_policy', policyText(role.trust)],
      ['permissions_boundary', role.boundary],
      ['tags', tagsOf(desired)],
    ]),
    ...role.managed.map((arn, index) =>
      resource(
        'aws_iam_role_policy_attachment',
        desired,
        [
          ['role', roleRef],
          ['policy_arn', arn],
        ],
        `_${index + 1}`,
      ),
    ),
    ...(role.inline === undefined
      ? []
      : [
          resource('aws_iam_role_policy', desired, [
            ['name', 'oche'],
            ['role', roleRef],
            ['policy', policyText(role.inline)],
          ]),
        ]),
  ]
}

function functionBlock({ desired, environment, arch, zip }: Exported): Block {
  const { configuration, role, reservedConcurrency } = desired
  const roleArn = role.type === 'given' ? role.arn : ref('aws_iam_role', desired, 'arn')
  const path = `\${path.module}/${zip}`
  return resource('aws_lambda_function', desired, [
    ['function_name', desired.name],
    ['description', configuration.description || undefined],
    ['kms_key_arn', configuration.kmsKey],
    ['filename', expression(`"${path}"`)],
    ['source_code_hash', expression(`filebase64sha256("${path}")`)],
    ['runtime', configuration.runtime],
    ['handler', configuration.handler],
    ['architectures', [arch]],
    ['memory_size', configuration.memory],
    ['timeout', configuration.timeout],
    ['role', roleArn],
    ['publish', true],
    ['layers', configuration.layers.length > 0 ? configuration.layers.map(layerOf) : undefined],
    ['reserved_concurrent_executions', reservedConcurrency],
    ['tags', tagsOf(desired)],
    block('ephemeral_storage', [['size', configuration.ephemeralStorage]]),
    block('tracing_config', [['mode', configuration.tracing]]),
    block('logging_config', [
      ['log_format', configuration.logFormat],
      ['application_log_level', configuration.logLevel],
      ['system_log_level', configuration.systemLogLevel],
      ['log_group', ref('aws_cloudwatch_log_group', desired, 'name')],
    ]),
    ...(Object.keys(environment).length > 0
      ? [block('environment', [['variables', environment]])]
      : []),
    ...configuration.fileSystems.map(({ arn, path }) =>
      block('file_system_config', [
        ['arn', arn],
        ['local_mount_path', path],
      ]),
    ),
    ...(configuration.subnets.length > 0
      ? [
          block('vpc_config', [
            ['subnet_ids', configuration.subnets],
            ['security_group_ids', configuration.securityGroups],
          ]),
        ]
      : []),
  ])
}

function layerOf(layer: string): Value {
  if (!isLayerFolder(layer)) return layer
  return expression(`aws_lambda_layer_version.${layerId(layerFolder(layer))}.arn`)
}

function layerId(folder: string): string {
  return identifier(layerWord(folder))
}

function layerBlocks(application: Application, functions: readonly FunctionConfig[]): Block[] {
  return exportedLayers(application, functions).map(({ folder, name, zip }) => {
    const path = `\${path.module}/${zip}`
    return {
      block: 'resource',
      labels: ['aws_lambda_layer_version', layerId(folder)],
      body: [
        ['layer_name', name],
        ['filename', expression(`"${path}"`)],
        ['source_code_hash', expression(`filebase64sha256("${path}")`)],
        ['compatible_runtimes', ['provided.al2023']],
      ],
    }
  })
}

function block(name: string, body: Block['body']): Block {
  return { block: name, body }
}

function tagsOf({ tags }: Wanted): Value | undefined {
  return Object.keys(tags).length > 0 ? tags : undefined
}

function asynchronousBlocks(desired: Wanted): Block[] {
  const { retries, onSuccess, onFailure } = desired.asynchronous
  const destinations = [
    ...(onSuccess === undefined ? [] : [block('on_success', [['destination', onSuccess]])]),
    ...(onFailure === undefined ? [] : [block('on_failure', [['destination', onFailure]])]),
  ]
  if (retries === LAMBDA_RETRIES && destinations.length === 0) return []
  return [
    resource('aws_lambda_function_event_invoke_config', desired, [
      ...onAlias(desired),
      ['maximum_retry_attempts', retries],
      ...(destinations.length > 0 ? [block('destination_config', destinations)] : []),
    ]),
  ]
}

function provisionedBlocks(desired: Wanted): Block[] {
  if (desired.provisioned === undefined) return []
  return [
    resource('aws_lambda_provisioned_concurrency_config', desired, [
      ...onAlias(desired),
      ['provisioned_concurrent_executions', desired.provisioned],
    ]),
  ]
}

function onAlias(desired: Wanted): Attribute[] {
  return [
    ['function_name', ref('aws_lambda_function', desired, 'function_name')],
    ['qualifier', ref('aws_lambda_alias', desired, 'name')],
  ]
}

function urlBlocks(desired: Wanted, { auth, streaming, cors }: UrlEndpoint): Block[] {
  const permission = (suffix: string, body: readonly Attribute[]) =>
    resource(
      'aws_lambda_permission',
      desired,
      [...onAlias(desired), ['principal', '*'], ...body],
      suffix,
    )
  return [
    resource('aws_lambda_function_url', desired, [
      ...onAlias(desired),
      ['authorization_type', auth],
      ['invoke_mode', streaming ? 'RESPONSE_STREAM' : 'BUFFERED'],
      ...(cors ? [block('cors', corsBody(cors))] : []),
    ]),
    ...(auth === 'NONE'
      ? [
          permission('_url', [
            ['statement_id', 'OcheUrlPublicAccess'],
            ['action', 'lambda:InvokeFunctionUrl'],
            ['function_url_auth_type', 'NONE'],
          ]),
          permission('_invoke', [
            ['statement_id', 'OcheUrlInvokePublicAccess'],
            ['action', 'lambda:InvokeFunction'],
            ['invoked_via_function_url', true],
          ]),
        ]
      : []),
    output(desired, ref('aws_lambda_function_url', desired, 'function_url')),
  ]
}

function apiBlocks(desired: Wanted, endpoint: ExportedApi): Block[] {
  const { auth, cors, payloadFormat, routes, stage } = endpoint
  const api: Attribute = ['api_id', ref('aws_apigatewayv2_api', desired, 'id')]
  const { id } = desired
  return [
    resource('aws_apigatewayv2_api', desired, [
      ['name', desired.name],
      ['protocol_type', 'HTTP'],
      ['tags', tagsOf(desired)],
      ...(cors ? [block('cors_configuration', corsBody(cors))] : []),
    ]),
    resource('aws_apigatewayv2_integration', desired, [
      api,
      ['integration_type', 'AWS_PROXY'],
      ['integration_uri', ref('aws_lambda_alias', desired, 'arn')],
      ['payload_format_version', payloadFormat],
    ]),
    ...(typeof auth === 'string'
      ? []
      : [
          resource('aws_apigatewayv2_authorizer', desired, [
            api,
            ['name', 'jwt'],
            ['authorizer_type', 'JWT'],
            ['identity_sources', [auth.identitySource]],
            block('jwt_configuration', [
              ['issuer', auth.issuer],
              ['audience', auth.audience],
            ]),
          ]),
        ]),
    ...routes.map((key, index) =>
      resource(
        'aws_apigatewayv2_route',
        desired,
        [
          api,
          ['route_key', key],
          ['target', expression(`"integrations/\${aws_apigatewayv2_integration.${id}.id}"`)],
          ...routeAuthorization(desired, auth),
        ],
        `_${index + 1}`,
      ),
    ),
    resource('aws_apigatewayv2_stage', desired, [api, ['name', stage], ['auto_deploy', true]]),
    resource(
      'aws_lambda_permission',
      desired,
      [
        ...onAlias(desired),
        ['principal', 'apigateway.amazonaws.com'],
        ['action', 'lambda:InvokeFunction'],
        ['source_arn', expression(`"\${aws_apigatewayv2_api.${id}.execution_arn}/*/*"`)],
      ],
      '_api',
    ),
    output(desired, ref('aws_apigatewayv2_stage', desired, 'invoke_url')),
  ]
}

function routeAuthorization(desired: Wanted, auth: ExportedApi['auth']): Attribute[] {
  if (typeof auth === 'string') return [['authorization_type', auth]]
  return [
    ['authorization_type', 'JWT'],
    ['authorizer_id', ref('aws_apigatewayv2_authorizer', desired, 'id')],
    ['authorization_scopes', auth.scopes.length > 0 ? auth.scopes : undefined],
  ]
}

function output(desired: Wanted, value: Expression): Block {
  return {
    block: 'output',
    labels: [`${desired.id}_endpoint`],
    body: [['value', value]],
  }
}

function corsBody(cors: CorsSettings): Attribute[] {
  return [
    ['allow_origins', cors.origins],
    ['allow_methods', cors.methods],
    ['allow_headers', cors.headers.length > 0 ? cors.headers : undefined],
    ['expose_headers', cors.exposeHeaders.length > 0 ? cors.exposeHeaders : undefined],
    ['allow_credentials', cors.credentials],
    ['max_age', cors.maxAge],
  ]
}

function policyText(document: PolicyDocument): string {
  return JSON.stringify(document)
}

/** What is called how. */
interface Names {
  variableOf: (variable: string) => string
  remoteOf: (name: string) => string
}

/** A secret is read once, whichever keys of it are used. */
function remoteName({ kind, name }: RemotePart): string {
  return kind === 'ssm' ? `ssm_${name}` : `secret_${secretParts(name).id}`
}

function remoteBlocks(remotes: readonly RemotePart[], { remoteOf }: Names): Block[] {
  const byName = new Map(remotes.map((one) => [remoteName(one), one]))
  return [...byName].map(([name, { kind, name: written }]) => ({
    block: 'data',
    labels: [kind === 'ssm' ? SSM_DATA : SECRET_DATA, remoteOf(name)],
    body: [kind === 'ssm' ? ['name', written] : ['secret_id', secretParts(written).id]],
  }))
}

const SSM_DATA = 'aws_ssm_parameter'
const SECRET_DATA = 'aws_secretsmanager_secret_version'

function remoteText(remote: RemotePart, { remoteOf }: Names): string {
  const label = remoteOf(remoteName(remote))
  if (remote.kind === 'ssm') return `data.${SSM_DATA}.${label}.value`
  const { key } = secretParts(remote.name)
  const text = `data.${SECRET_DATA}.${label}.secret_string`
  return key === undefined ? text : `jsondecode(${text})[${JSON.stringify(key)}]`
}

/** A text as Terraform reads it, with what is to be filled in. */
function written(text: string, names: Names): string {
  const parts = partsOf(text).map((part) => {
    if ('text' in part) return quoted(part.text).slice(1, -1)
    if ('remote' in part) return `\${${remoteText(part.remote, names)}}`
    return `\${${'variable' in part ? `var.${names.variableOf(part.variable)}` : PLACES[part.place]}}`
  })
  return `"${parts.join('')}"`
}
