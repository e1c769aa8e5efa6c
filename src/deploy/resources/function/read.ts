import type { FunctionConfiguration } from '@aws-sdk/client-lambda'
import type { Aws } from '../../aws/aws.ts'
import type { Anchor, RemoteAlias, RemoteFunction, RemoteVersion } from '../../model/version.ts'
import type { Step } from '../../model/plan.ts'
import { ALIAS } from '../../names.ts'
import { readPublished } from './prune.ts'
import { KEEP_TAG } from './retire.ts'
import { readVersions } from './versions.ts'

/**
 * @param thorough false: of the alias only where it points, which its version says of itself
 */
export async function readAnchor(aws: Aws, name: string, thorough: boolean): Promise<Anchor> {
  const [found, live, alias] = await Promise.all([
    readFunction(aws, name),
    readLive(aws, name),
    thorough ? readAlias(aws, name) : undefined,
  ])
  const { version } = live ?? {}
  return {
    function: found,
    live,
    alias: alias ?? (version === undefined ? undefined : { version, weights: {} }),
  }
}

/**
 * Before the alias moves: the revision by which others would be noticed, and what goes with it. Before
 * versions go: which there are.
 */
export async function readMore(
  aws: Aws,
  name: string,
  anchor: Anchor,
  steps: readonly Step[],
): Promise<Anchor | undefined> {
  const moves = steps.some(({ call }) => call === 'lambda:UpdateAlias')
  const [more, published] = await Promise.all([
    moves && anchor.alias?.revisionId === undefined ? readMoved(aws, name, anchor) : undefined,
    anchor.function !== undefined && anchor.published === undefined && mayRetire(steps)
      ? readPublished(aws, name)
      : undefined,
  ])
  if (more === undefined && published === undefined) return undefined
  return { ...anchor, ...more, ...(published && { published }) }
}

async function readMoved(
  aws: Aws,
  name: string,
  { live }: Anchor,
): Promise<Pick<Anchor, 'alias' | 'live'>> {
  const alias = await readAlias(aws, name)
  return { alias, live: alias?.version === live?.version ? live : await readLive(aws, name) }
}

function mayRetire(steps: readonly Step[]): boolean {
  return steps.some(({ call, input }) => {
    const { Tags = {} } = input as { Tags?: object }
    return call === 'lambda:PublishVersion' || (call === 'lambda:TagResource' && KEEP_TAG in Tags)
  })
}

export async function readFunction(aws: Aws, name: string): Promise<RemoteFunction | undefined> {
  const found = await aws.find('lambda:GetFunction', { FunctionName: name })
  if (found?.Configuration === undefined) return undefined
  const latest = versionOf(found.Configuration)
  return {
    arn: found.Configuration.FunctionArn ?? '',
    tags: found.Tags ?? {},
    reservedConcurrency: found.Concurrency?.ReservedConcurrentExecutions,
    latest,
    ...(latest.state === 'Failed' && { isPublished: (await readVersions(aws, name)).length > 0 }),
  }
}

export async function readAlias(aws: Aws, name: string): Promise<RemoteAlias | undefined> {
  const found = await aws.find('lambda:GetAlias', { FunctionName: name, Name: ALIAS })
  if (found?.FunctionVersion === undefined) return undefined
  return {
    version: found.FunctionVersion,
    weights: found.RoutingConfig?.AdditionalVersionWeights ?? {},
    ...(found.RevisionId !== undefined && { revisionId: found.RevisionId }),
    ...(found.Description !== undefined && { description: found.Description }),
  }
}

/** `$LATEST` alone, without tags. */
export async function readLatest(aws: Aws, name: string): Promise<RemoteVersion> {
  const input = { FunctionName: name }
  return versionOf(await aws.call('lambda:GetFunctionConfiguration', input, { afterCreate: true }))
}

async function readLive(aws: Aws, name: string): Promise<RemoteVersion | undefined> {
  const input = { FunctionName: name, Qualifier: ALIAS }
  const found = await aws.find('lambda:GetFunctionConfiguration', input)
  return found && versionOf(found)
}

function loggingOf(
  found: FunctionConfiguration['LoggingConfig'],
): Pick<RemoteVersion['configuration'], 'logFormat' | 'logLevel' | 'systemLogLevel'> {
  if (found?.LogFormat !== 'JSON') {
    return { logFormat: 'Text', logLevel: undefined, systemLogLevel: undefined }
  }
  const { ApplicationLogLevel = 'INFO', SystemLogLevel = 'INFO' } = found
  return { logFormat: 'JSON', logLevel: ApplicationLogLevel, systemLogLevel: SystemLogLevel }
}

/** Lambda leaves out what has its default. */
export function versionOf(found: FunctionConfiguration): RemoteVersion {
  return {
    version: found.Version ?? '$LATEST',
    configuration: {
      runtime: found.Runtime ?? '',
      role: found.Role ?? '',
      handler: found.Handler ?? '',
      memory: found.MemorySize ?? 128,
      timeout: found.Timeout ?? 3,
      ephemeralStorage: found.EphemeralStorage?.Size ?? 512,
      environment: found.Environment?.Variables ?? {},
      layers: (found.Layers ?? []).map((layer) => layer.Arn ?? ''),
      subnets: found.VpcConfig?.SubnetIds ?? [],
      securityGroups: found.VpcConfig?.SecurityGroupIds ?? [],
      tracing: found.TracingConfig?.Mode === 'Active' ? 'Active' : 'PassThrough',
      ...loggingOf(found.LoggingConfig),
      description: found.Description ?? '',
      kmsKey: found.KMSKeyArn || undefined,
      fileSystems: (found.FileSystemConfigs ?? []).map(({ Arn = '', LocalMountPath = '' }) => ({
        arn: Arn,
        path: LocalMountPath,
      })),
    },
    arch: found.Architectures?.[0] ?? 'x86_64',
    codeSha256: found.CodeSha256 ?? '',
    bytes: found.CodeSize ?? 0,
    modified: found.LastModified ?? '',
    state: found.State ?? 'Active',
    stateReason: found.StateReason,
    updateStatus: found.LastUpdateStatus,
    updateReason: [found.LastUpdateStatusReasonCode, found.LastUpdateStatusReason]
      .filter(Boolean)
      .join(': '),
    revisionId: found.RevisionId,
  }
}
