import type { FunctionConfig } from '../../core/project.ts'
import { ALIAS, roleName, type Account } from '../names.ts'
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
import { expression, hcl, quoted, type Block, type Value } from './hcl.ts'
import { uniqueIds } from './ids.ts'
import { leftOutOf } from './left-out.ts'
import { secretParts } from '../../core/references.ts'
import { partsOf, remotesIn, variablesIn, type Part, type RemotePart } from './references.ts'
import {
  block,
  corsBody,
  onAlias,
  output,
  ref,
  resource,
  roleBlocks,
  tagsOf,
} from './terraform-common.ts'
import {
  bucketless,
  callerBlocks,
  mappingBlocks,
  ruleBlocks,
  scheduleBlocks,
  SCHEDULES,
  topicBlocks,
} from './terraform-events.ts'
import { SHARED } from './terraform-ids.ts'
import { partBlocks, sharedBlocks } from './terraform-shared.ts'

const PLACES: Record<keyof Account, string> = {
  partition: 'data.aws_partition.current.partition',
  region: 'data.aws_region.current.region',
  id: 'data.aws_caller_identity.current.account_id',
}

/** The same application in Terraform's language. @throws OcheError `DEPLOY_UNSUPPORTED` */
export function exportTerraform(
  project: ExportedProject,
  functions: readonly FunctionConfig[],
): Export {
  const ids = uniqueIds(
    functions.map(({ name }) => name),
    identifier,
    (id, other) => id === other || id === other + SCHEDULES,
    [SHARED],
  )
  const exported = exportedFunctions(project, functions, ids)
  const shared = exportedShared(project, functions, ids)
  const variables = variablesIn([exported, shared])
  const remotes = remotesIn([exported, shared])
  const names: Names = {
    variableOf: uniqueIds(variables, variableName),
    remoteOf: uniqueIds(remotes.map(remoteName), (name) => name.replaceAll(/[^A-Za-z0-9_]/g, '_')),
  }
  const blocks = [
    ...fileOf(exported, variables.map(names.variableOf)),
    ...sharedBlocks(shared),
    ...remoteBlocks(remotes, names),
    ...layerBlocks(project, functions),
  ]
  const content = hcl(blocks, (text) => written(text, names))
  return { content, leftOut: leftOutOf(project, functions) }
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
  return Object.values(parts).flatMap((part) => part(exported))
}

const parts: Parts<Block[]> = {
  logGroup: ({ desired }) => [
    resource('aws_cloudwatch_log_group', desired, [
      ['name', desired.wants.logGroup.name],
      ['retention_in_days', desired.wants.logGroup.retentionDays],
      ['tags', tagsOf(desired)],
    ]),
  ],
  role: ({ desired }) => {
    const { role } = desired.wants
    return role.type === 'given' ? [] : roleBlocks(desired, role, roleName(desired.name))
  },
  // The provider sends a zip with the call that takes it, which it limits to 50 MB.
  uploads: () => [],
  function: (exported) => [functionBlock(exported), aliasBlock(exported)],
  asynchronous: ({ desired }) => asynchronousBlocks(desired),
  provisioned: ({ desired }) => provisionedBlocks(desired),
  url: ({ desired }) => (desired.wants.url ? urlBlocks(desired, desired.wants.url) : []),
  httpApi: partBlocks,
  // Its methods come with the API.
  restApi: () => [],
  permissions: callerBlocks,
  topics: topicBlocks,
  buckets: bucketless,
  rules: ruleBlocks,
  mappings: mappingBlocks,
  schedules: scheduleBlocks,
}

function aliasBlock({ desired }: Exported): Block {
  return resource('aws_lambda_alias', desired, [
    ['name', ALIAS],
    ['function_name', ref('aws_lambda_function', desired, 'function_name')],
    ['function_version', ref('aws_lambda_function', desired, 'version')],
  ])
}

function functionBlock({ desired, environment, arch, zip }: Exported): Block {
  const { role, function: own } = desired.wants
  const { configuration, reservedConcurrency } = own
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

function layerBlocks(project: ExportedProject, functions: readonly FunctionConfig[]): Block[] {
  return exportedLayers(project, functions).map(({ folder, name, zip }) => {
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

function asynchronousBlocks(desired: Wanted): Block[] {
  const { retries, onSuccess, onFailure } = desired.wants.asynchronous
  const destinations = [
    ...(onSuccess === undefined ? [] : [block('on_success', [['destination', onSuccess]])]),
    ...(onFailure === undefined ? [] : [block('on_failure', [['destination', onFailure]])]),
  ]
  if (retries === LAMBDA_RETRIES && destinations.length === 0) return []
  return [
    resource('aws_lambda_function_event_invoke_config', desired, [
      ...onAlias(desired),
      ['maximum_retry_attempts', retries],
      ['depends_on', tellingNeeds(desired)],
      ...(destinations.length > 0 ? [block('destination_config', destinations)] : []),
    ]),
  ]
}

/** Lambda looks whether a function that is told is there, and whether the role may tell it. */
function tellingNeeds({ id, told, wants: { role, asynchronous } }: Wanted): Value | undefined {
  const { onSuccess, onFailure } = asynchronous
  const isTelling = onSuccess !== undefined || onFailure !== undefined
  const isOwn = role.type === 'own' && role.inline !== undefined
  const needs = [
    ...told.map((one) => expression(`aws_lambda_alias.${one}`)),
    ...(isTelling && isOwn ? [expression(`aws_iam_role_policy.${id}`)] : []),
  ]
  return needs.length > 0 ? needs : undefined
}

function provisionedBlocks(desired: Wanted): Block[] {
  if (desired.wants.provisioned === undefined) return []
  return [
    resource('aws_lambda_provisioned_concurrency_config', desired, [
      ...onAlias(desired),
      ['provisioned_concurrent_executions', desired.wants.provisioned],
    ]),
  ]
}

function urlBlocks(desired: Wanted, { auth, streaming, cors }: UrlEndpoint): Block[] {
  return [
    resource('aws_lambda_function_url', desired, [
      ...onAlias(desired),
      ['authorization_type', auth],
      ['invoke_mode', streaming ? 'RESPONSE_STREAM' : 'BUFFERED'],
      ...(cors ? [block('cors', corsBody(cors))] : []),
    ]),
    output(`${desired.id}_endpoint`, ref('aws_lambda_function_url', desired, 'function_url')),
  ]
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
  const parts = partsOf(text)
  const [first] = parts
  // As Terraform's formatter has it.
  if (parts.length === 1 && !('text' in first!)) return filled(first!)
  const texts = parts.map((part) =>
    'text' in part ? quoted(part.text).slice(1, -1) : `\${${filled(part)}}`,
  )
  return `"${texts.join('')}"`

  function filled(part: Exclude<Part, { text: string }>): string {
    if ('remote' in part) return remoteText(part.remote, names)
    return 'variable' in part ? `var.${names.variableOf(part.variable)}` : PLACES[part.place]
  }
}
