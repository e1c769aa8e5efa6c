import { readFileSync } from 'node:fs'
import type {
  ApplicationLogLevel,
  CreateFunctionRequest,
  FunctionCode,
  SystemLogLevel,
} from '@aws-sdk/client-lambda'
import { EXIT, OcheError } from '../../../core/errors.ts'
import type { Aws, Sent } from '../../aws/aws.ts'
import type { CallFacts } from '../../aws/retry-policy.ts'
import type { Input } from '../../aws/operations.ts'
import { poll } from '../../converge/poll.ts'
import type { Context, Handlers } from '../../converge/resource.ts'
import { VOUCH } from '../../converge/vouch.ts'
import type { Code, WantedFunction } from './desire.ts'
import { movedBy, pointAlias } from './alias.ts'
import { deleteVersion } from './prune.ts'
import { readFunction, versionOf } from './read.ts'
import { FunctionFailed, settle, settled, settleVersion } from './settle.ts'

export function applyFunction(wanted: WantedFunction): Handlers {
  return {
    'lambda:CreateFunction': (context, input) =>
      create(context, () => ({
        ...(input as Input<'lambda:CreateFunction'>),
        Tags: { ...input.Tags, ...(context.facts.mark && { [VOUCH]: context.facts.mark }) },
        ...settings(context, wanted),
        Code: packageOf(context, codeOf(wanted)),
        Architectures: [codeOf(wanted).arch],
      })),
    'lambda:UpdateFunctionConfiguration': async (context, input) => {
      const { revisionId } = await settled(context)
      const sent = { FunctionName: context.place.function, ...input, ...settings(context, wanted) }
      const updated = await context.aws.call(
        'lambda:UpdateFunctionConfiguration',
        { ...sent, RevisionId: revisionId },
        roleFacts(context),
      )
      await settle(context, versionOf(updated))
    },
    'lambda:UpdateFunctionCode': async (context, input) => {
      const code = codeOf(wanted)
      const { revisionId } = await settled(context)
      const updated = await withRoom(context, () =>
        context.aws.call('lambda:UpdateFunctionCode', () => ({
          FunctionName: context.place.function,
          ...input,
          ...packageOf(context, code),
          Architectures: [code.arch],
          RevisionId: revisionId,
        })),
      )
      await settle(context, versionOf(updated))
    },
    'lambda:PublishVersion': async (context, input) => {
      const { revisionId } = await settled(context)
      // Publishing what was published last answers with that version.
      const answer = await withRoom(context, () =>
        context.aws.call('lambda:PublishVersion', {
          FunctionName: context.place.function,
          ...input,
          CodeSha256: wanted.code?.sha256,
          RevisionId: revisionId,
        }),
      )
      const published = versionOf(answer)
      await settleVersion(context, published)
      context.facts.version = published.version
    },
    'lambda:CreateAlias': async ({ aws, facts }, input) => {
      const Description = movedBy(wanted.run, facts.version, undefined)
      const sent = { ...input, FunctionVersion: facts.version, Description }
      await aws.call('lambda:CreateAlias', sent as Input<'lambda:CreateAlias'>, {
        afterCreate: true,
      })
    },
    'lambda:UpdateAlias': ({ aws, place, facts }, { RevisionId }) =>
      pointAlias(
        aws,
        place,
        facts.version,
        RevisionId,
        movedBy(wanted.run, facts.version, facts.alias?.version),
      ),
  }
}

/** Where the storage for code is full, what would go after this deploy goes before, once. */
async function withRoom<T>({ aws, place, facts }: Context, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (thrown) {
    const isFull = thrown instanceof OcheError && thrown.code === 'CODE_STORAGE_EXCEEDED'
    const { retiring = [] } = facts
    if (!isFull || retiring.length === 0) throw thrown
    for (const number of retiring) await deleteVersion(aws, place.function, number)
    facts.retiring = []
    return call()
  }
}

/**
 * A function whose creation fails cannot be fixed, only made anew: once more, and then it is not
 * left behind.
 */
async function create(context: Context, input: Sent<'lambda:CreateFunction'>): Promise<void> {
  const { aws, place } = context
  for (let attempt = 1; ; attempt++) {
    const made = await aws.call('lambda:CreateFunction', input, roleFacts(context))
    try {
      await settle(context, versionOf(made))
      return
    } catch (thrown) {
      if (!(thrown instanceof FunctionFailed)) throw thrown
      await deleteFunction(aws, place.function)
      if (attempt > 1) throw creationFailed(thrown)
    }
  }
}

function creationFailed({ message }: FunctionFailed): OcheError {
  return new OcheError('FUNCTION_FAILED', `Lambda could not make the function: ${message}`, {
    remedy: 'Fix what Lambda names and deploy again.',
    exit: EXIT.aws,
  })
}

/** Until it is gone. */
export async function deleteFunction(aws: Aws, FunctionName: string): Promise<void> {
  await aws.call('lambda:DeleteFunction', { FunctionName })
  const options = { for: 'the function to be gone', seconds: 600, interval: 2000 }
  await poll(aws, options, async () => {
    const found = await readFunction(aws, FunctionName)
    return found === undefined ? true : undefined
  })
}

function roleFacts({ facts }: Context): CallFacts {
  return { ownRole: facts.ownRole }
}

function codeOf({ code }: WantedFunction): Code {
  if (code === undefined) throw new Error('code is sent from an artifact')
  return code
}

type Settings = Omit<CreateFunctionRequest, 'FunctionName' | 'Code'>

/** Everything, so that what is not wanted is reset; only the values of one map are secret. */
function settings(context: Context, wanted: WantedFunction): Settings {
  const { configuration, logGroup } = wanted
  const vpc = vpcOf(context, wanted)
  return {
    Role: context.facts.roleArn,
    Runtime: configuration.runtime,
    Handler: configuration.handler,
    MemorySize: configuration.memory,
    Timeout: configuration.timeout,
    EphemeralStorage: { Size: configuration.ephemeralStorage },
    Environment: { Variables: { ...configuration.environment } },
    Layers: [...configuration.layers],
    ...(vpc && { VpcConfig: vpc }),
    TracingConfig: { Mode: configuration.tracing },
    LoggingConfig: {
      LogFormat: configuration.logFormat,
      LogGroup: logGroup,
      ...(configuration.logFormat === 'JSON' && {
        ApplicationLogLevel: configuration.logLevel as ApplicationLogLevel,
        SystemLogLevel: configuration.systemLogLevel as SystemLogLevel,
      }),
    },
    Description: configuration.description,
    KMSKeyArn: configuration.kmsKey ?? '',
    FileSystemConfigs: configuration.fileSystems.map(({ arn, path }) => ({
      Arn: arn,
      LocalMountPath: path,
    })),
  }
}

/** Two empty lists take a function out of its VPC; one that is in none is not asked about it. */
function vpcOf(
  { facts }: Context,
  { configuration }: WantedFunction,
): CreateFunctionRequest['VpcConfig'] {
  const { subnets, securityGroups } = configuration
  const isInside = (facts.latest?.configuration.subnets.length ?? 0) > 0
  if (subnets.length === 0 && !isInside) return undefined
  return { SubnetIds: [...subnets], SecurityGroupIds: [...securityGroups] }
}

function packageOf({ facts: { stored } }: Context, { zip }: Code): FunctionCode {
  return stored === undefined
    ? { ZipFile: readFileSync(zip) }
    : { S3Bucket: stored.bucket, S3Key: stored.key }
}
