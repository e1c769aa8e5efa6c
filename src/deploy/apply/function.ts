import { readFileSync } from 'node:fs'
import type { CreateFunctionRequest, FunctionCode } from '@aws-sdk/client-lambda'
import { ALIAS, functionArn } from '../names.ts'
import { readFunction } from '../read/remote.ts'
import { versionOf } from '../read/version.ts'
import { MADE, roleFacts, type Context } from './context.ts'
import type { Handlers } from './handlers.ts'
import { poll } from './poll.ts'
import { settle, settled, settleVersion } from './settle.ts'
import { pruneVersions } from './versions.ts'

type FunctionCalls =
  | 'lambda:CreateFunction'
  | 'lambda:UpdateFunctionConfiguration'
  | 'lambda:UpdateFunctionCode'
  | 'lambda:DeleteFunction'
  | 'lambda:TagResource'
  | 'lambda:PutFunctionConcurrency'
  | 'lambda:DeleteFunctionConcurrency'
  | 'lambda:PublishVersion'
  | 'lambda:CreateAlias'
  | 'lambda:UpdateAlias'
  | 'lambda:DeleteAlias'

export const functionHandlers: Pick<Handlers<'lambda'>, FunctionCalls> = {
  'lambda:CreateFunction': async (context, { tags }) => {
    const { aws, desired } = context
    const { code } = desired
    if (code === undefined) throw new Error('a function is made from an artifact')
    const input = {
      FunctionName: desired.name,
      ...settings(context),
      Code: packageOf(context, code.zip),
      Architectures: [code.arch],
      Tags: { ...tags },
    }
    const made = await aws.call('lambda:CreateFunction', input, roleFacts(context))
    await settle(context, versionOf(made))
  },
  'lambda:UpdateFunctionConfiguration': async (context) => {
    const { aws, desired } = context
    const { revisionId } = await settled(context)
    const input = { FunctionName: desired.name, ...settings(context), RevisionId: revisionId }
    const updated = await aws.call('lambda:UpdateFunctionConfiguration', input, roleFacts(context))
    await settle(context, versionOf(updated))
  },
  'lambda:UpdateFunctionCode': async (context) => {
    const { aws, desired } = context
    const { code } = desired
    if (code === undefined) throw new Error('code is updated from an artifact')
    const { revisionId } = await settled(context)
    const updated = await aws.call('lambda:UpdateFunctionCode', {
      FunctionName: desired.name,
      ...packageOf(context, code.zip),
      Architectures: [code.arch],
      RevisionId: revisionId,
    })
    await settle(context, versionOf(updated))
  },
  'lambda:DeleteFunction': async ({ aws, desired }) => {
    await aws.call('lambda:DeleteFunction', { FunctionName: desired.name })
    const options = { for: 'the function to be gone', seconds: 600, interval: 2000 }
    await poll(aws, options, async () => {
      const found = await readFunction(aws, desired.name)
      return found === undefined ? true : undefined
    })
  },
  'lambda:TagResource': async ({ aws, desired }, { tags }) => {
    await aws.call('lambda:TagResource', {
      Resource: functionArn(desired.account, desired.name),
      Tags: { ...tags },
    })
  },
  'lambda:PutFunctionConcurrency': async ({ aws, desired }, { executions }) => {
    await aws.call('lambda:PutFunctionConcurrency', {
      FunctionName: desired.name,
      ReservedConcurrentExecutions: executions,
    })
  },
  'lambda:DeleteFunctionConcurrency': async ({ aws, desired }) => {
    await aws.call('lambda:DeleteFunctionConcurrency', { FunctionName: desired.name })
  },
  'lambda:PublishVersion': async (context) => {
    const { aws, desired } = context
    const { revisionId } = await settled(context)
    // Publishing what was published last answers with that version.
    const published = versionOf(
      await aws.call('lambda:PublishVersion', {
        FunctionName: desired.name,
        CodeSha256: desired.code?.sha256,
        RevisionId: revisionId,
      }),
    )
    await settleVersion(context, published)
    context.version = published.version
  },
  'lambda:CreateAlias': async ({ aws, desired, version }) => {
    const input = { FunctionName: desired.name, Name: ALIAS, FunctionVersion: version }
    await aws.call('lambda:CreateAlias', input, MADE)
  },
  'lambda:UpdateAlias': async (context) => {
    await pointAlias(context, context.version)
    await pruneVersions(context)
  },
  'lambda:DeleteAlias': async ({ aws, desired }) => {
    await aws.call('lambda:DeleteAlias', { FunctionName: desired.name, Name: ALIAS })
  },
}

/** The one call that moves traffic; weights that somebody gave to other versions end with it. */
export async function pointAlias(
  { aws, desired }: Pick<Context, 'aws' | 'desired'>,
  version: string | undefined,
): Promise<void> {
  const alias = { FunctionName: desired.name, Name: ALIAS }
  const { RevisionId } = await aws.call('lambda:GetAlias', alias)
  await aws.call('lambda:UpdateAlias', {
    ...alias,
    FunctionVersion: version,
    RoutingConfig: { AdditionalVersionWeights: {} },
    RevisionId,
  })
}

type Settings = Omit<CreateFunctionRequest, 'FunctionName' | 'Code'>

/** Everything, so that what is not wanted is reset; only the values of one map are secret. */
function settings(context: Context): Settings {
  const { desired, roleArn } = context
  const { configuration, logGroup } = desired
  const vpc = vpcOf(context)
  return {
    Role: roleArn,
    Runtime: configuration.runtime,
    Handler: configuration.handler,
    MemorySize: configuration.memory,
    Timeout: configuration.timeout,
    EphemeralStorage: { Size: configuration.ephemeralStorage },
    Environment: { Variables: { ...configuration.environment } },
    Layers: [...configuration.layers],
    ...(vpc && { VpcConfig: vpc }),
    TracingConfig: { Mode: configuration.tracing },
    LoggingConfig: { LogFormat: configuration.logFormat, LogGroup: logGroup.name },
  }
}

/** Two empty lists take a function out of its VPC; one that is in none is not asked about it. */
function vpcOf({ desired, latest }: Context): CreateFunctionRequest['VpcConfig'] {
  const { subnets, securityGroups } = desired.configuration
  const isInside = (latest?.configuration.subnets.length ?? 0) > 0
  if (subnets.length === 0 && !isInside) return undefined
  return { SubnetIds: [...subnets], SecurityGroupIds: [...securityGroups] }
}

function packageOf({ stored }: Context, zip: string): FunctionCode {
  return stored === undefined
    ? { ZipFile: readFileSync(zip) }
    : { S3Bucket: stored.bucket, S3Key: stored.key }
}
