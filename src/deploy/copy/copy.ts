import { readFileSync } from 'node:fs'
import type { FunctionCode, FunctionConfiguration } from '@aws-sdk/client-lambda'
import type { Artifact } from '../../core/artifact.ts'
import type { Architecture } from '../../core/config/schema.ts'
import { EXIT, OcheError } from '../../core/errors.ts'
import { limits } from '../../contract/limits.ts'
import { OutOfDate, type Aws } from '../aws/aws.ts'
import { untilUpToDate } from '../converge/again.ts'
import { poll } from '../converge/poll.ts'
import { ownershipOf, qualified, type Place } from '../model/place.ts'
import { requireOurs } from '../model/tags.ts'
import { logGroupName } from '../names.ts'
import { storePackage } from '../resources/uploads.ts'
import { notDeployed } from '../rollback.ts'
import { download } from './download.ts'
import { COPY_TAG, copyName, maker, MAKER_TAG } from './name.ts'

/** The deployed function: what its copies have. */
export interface Original {
  place: Place
  configuration: FunctionConfiguration
  arch: Architecture
  /** MB */
  memory: number
  /** Of its zip, in base64, as Lambda tells it. */
  codeSha256: string
  /** Where its zip lies, for some minutes. */
  location: string
}

/** A function that is there for a measurement alone. */
export interface Copy {
  name: string
  arch: Architecture
}

interface CopyOptions {
  arch: Architecture
  code: CopiedCode
  /** For a large package. @default the account's, which is made where there is none */
  bucket?: string | undefined
  progress(message: string): void
}

const READY = new Set(['Active', 'Inactive'])

/**
 * What the alias of a deployed function points to.
 *
 * @throws OcheError `NOT_DEPLOYED`, `NOT_OURS`
 */
export async function readOriginal(aws: Aws, place: Place): Promise<Original> {
  const found = await aws.find('lambda:GetFunction', qualified(place))
  const configuration = found?.Configuration
  if (configuration === undefined) throw notDeployed(place)
  requireOurs(`the function ${place.function}`, ownershipOf(place), found?.Tags ?? {}, false)
  return {
    place,
    configuration,
    arch: configuration.Architectures?.[0] ?? 'x86_64',
    memory: configuration.MemorySize ?? 128,
    codeSha256: configuration.CodeSha256 ?? '',
    location: found?.Code?.Location ?? '',
  }
}

/** A zip on the disk. */
export type CopiedCode = Pick<Artifact, 'zip' | 'zipBytes' | 'sha256'>

/**
 * Writes the original's own zip to a file.
 *
 * @param zip path of the file
 * @throws OcheError `COPY_CODE_UNREADABLE`
 */
export async function originalCode(
  original: Original,
  zip: string,
  signal?: AbortSignal,
): Promise<CopiedCode> {
  const { bytes: zipBytes, sha256 } = await download(original.location, zip, signal)
  const found = Buffer.from(sha256, 'hex').toString('base64')
  if (found === original.codeSha256) return { zip, zipBytes, sha256 }
  throw new OcheError('COPY_CODE_UNREADABLE', 'the code that Lambda gave is not what is deployed', {
    remedy: 'Somebody may have deployed meanwhile: run it again.',
    exit: EXIT.aws,
  })
}

/**
 * Makes a copy: role, variables, layers and everything else of the original's, without its alias, its
 * endpoint, its triggers and its reserved concurrency.
 *
 * @param id of the copy
 * @param code over 50 MB it goes by way of S3, as a deploy sends it
 */
export async function makeCopy(
  aws: Aws,
  original: Original,
  id: string,
  { arch, code, bucket, progress }: CopyOptions,
): Promise<Copy> {
  const name = copyName(original.place, id)
  const Code = await codeOf({ aws, place: original.place, progress }, code, bucket)
  const Tags = { [COPY_TAG]: original.place.function, [MAKER_TAG]: maker() }
  // Its log is there before Lambda would make one that is kept for ever.
  await once(aws, () =>
    aws.call('logs:CreateLogGroup', { logGroupName: logGroupName(name), tags: Tags }),
  )
  await aws.call(
    'logs:PutRetentionPolicy',
    { logGroupName: logGroupName(name), retentionInDays: 1 },
    { afterCreate: true },
  )
  await once(aws, () =>
    aws.call('lambda:CreateFunction', () => ({
      ...settingsOf(original.configuration),
      FunctionName: name,
      Code,
      Architectures: [arch],
      PackageType: 'Zip',
      LoggingConfig: { ...loggingOf(original.configuration), LogGroup: logGroupName(name) },
      Tags,
    })),
  )
  await untilReady(aws, name)
  return { name, arch }
}

/**
 * Gives a copy so much memory. Every change makes Lambda start anew: the next invocation is cold.
 *
 * @param mark another one each time
 */
export async function configureCopy(
  aws: Aws,
  { configuration }: Original,
  { name }: Copy,
  { memory, mark }: { memory: number; mark: number },
): Promise<void> {
  const Variables = { ...configuration.Environment?.Variables, OCHE_BENCH: String(mark) }
  await untilUpToDate(aws, () =>
    aws.call('lambda:UpdateFunctionConfiguration', {
      FunctionName: name,
      MemorySize: memory,
      Environment: { Variables },
    }),
  )
  await untilReady(aws, name)
}

/** What one invocation of a copy gave. */
export interface CopyAnswer {
  payload: Uint8Array
  functionError: string | undefined
  /** The last 4 KB of its log. */
  logTail: string
}

export async function invokeCopy(
  aws: Aws,
  { name }: Copy,
  payload: Uint8Array,
): Promise<CopyAnswer> {
  const answer = await aws.call('lambda:Invoke', {
    FunctionName: name,
    LogType: 'Tail',
    Payload: payload,
  })
  return {
    payload: answer.Payload ?? new Uint8Array(),
    functionError: answer.FunctionError,
    logTail: Buffer.from(answer.LogResult ?? '', 'base64').toString('utf8'),
  }
}

/** Deletes a copy and its log; what is gone already is well. */
export async function removeCopy(aws: Aws, name: string): Promise<void> {
  await untilUpToDate(aws, () => aws.call('lambda:DeleteFunction', { FunctionName: name }))
  const log = { logGroupName: logGroupName(name) }
  await untilUpToDate(aws, () => aws.call('logs:DeleteLogGroup', log))
}

/** A name of its own is nobody else's: where it is there already, an attempt without an answer made it. */
async function once(aws: Aws, make: () => Promise<unknown>): Promise<void> {
  let attempts = 0
  await untilUpToDate(aws, async () => {
    try {
      attempts++
      await make()
    } catch (thrown) {
      const isThere = thrown instanceof OutOfDate && !thrown.ambiguous
      if (!isThere || attempts === 1) throw thrown
    }
  })
}

async function untilReady(aws: Aws, name: string): Promise<void> {
  const waiting = { for: 'the copy to be ready', seconds: 300, interval: 1000 }
  await poll(aws, waiting, async () => {
    const input = { FunctionName: name }
    const found = await aws.call('lambda:GetFunctionConfiguration', input, { afterCreate: true })
    if (found.State === 'Failed' || found.LastUpdateStatus === 'Failed') throw copyFailed(found)
    const isReady = READY.has(found.State ?? 'Active')
    return isReady && (found.LastUpdateStatus ?? 'Successful') === 'Successful' ? true : undefined
  })
}

function copyFailed(found: FunctionConfiguration): OcheError {
  const reason = found.StateReason ?? found.LastUpdateStatusReason ?? 'no reason given'
  return new OcheError('FUNCTION_FAILED', `Lambda could not make the copy: ${reason}`, {
    remedy: 'Fix what Lambda names, and measure again.',
    exit: EXIT.aws,
  })
}

function settingsOf(found: FunctionConfiguration) {
  const subnets = found.VpcConfig?.SubnetIds ?? []
  return {
    Role: found.Role,
    Runtime: found.Runtime,
    Handler: found.Handler,
    MemorySize: found.MemorySize,
    Timeout: found.Timeout,
    Description: 'A copy that oche bench measures and deletes',
    Environment: { Variables: { ...found.Environment?.Variables } },
    Layers: (found.Layers ?? []).flatMap(({ Arn }) => Arn ?? []),
    TracingConfig: { Mode: found.TracingConfig?.Mode ?? 'PassThrough' },
    EphemeralStorage: { Size: found.EphemeralStorage?.Size ?? 512 },
    ...(found.KMSKeyArn && { KMSKeyArn: found.KMSKeyArn }),
    ...(found.FileSystemConfigs?.length && { FileSystemConfigs: found.FileSystemConfigs }),
    ...(subnets.length > 0 && {
      VpcConfig: { SubnetIds: subnets, SecurityGroupIds: found.VpcConfig?.SecurityGroupIds ?? [] },
    }),
  } as const
}

/** Reports have to be told: a log in JSON leaves them out above INFO. */
function loggingOf({ LoggingConfig: found }: FunctionConfiguration) {
  if (found?.LogFormat !== 'JSON') return { LogFormat: 'Text' } as const
  const { ApplicationLogLevel } = found
  return {
    LogFormat: 'JSON',
    SystemLogLevel: 'INFO',
    ...(ApplicationLogLevel && { ApplicationLogLevel }),
  } as const
}

async function codeOf(
  storing: Parameters<typeof storePackage>[0],
  { zip, zipBytes: bytes, sha256 }: CopiedCode,
  bucket: string | undefined,
): Promise<FunctionCode> {
  if (bytes <= limits.directZipBytes) return { ZipFile: readFileSync(zip) }
  const stored = await storePackage(storing, { zip, bytes, sha256, bucket })
  return { S3Bucket: stored.bucket, S3Key: stored.key }
}
