import { limits } from '../../../contract/limits.ts'
import type { Architecture } from '../../../core/config/schema.ts'
import { OcheError } from '../../../core/errors.ts'
import type { Source } from '../../converge/resource.ts'
import type { Configuration } from '../../model/version.ts'
import { logGroupName } from '../../names.ts'

/** What there should be of the function itself, up to the alias. */
export interface WantedFunction {
  configuration: Configuration
  logGroup: string
  /** Undefined where only the configuration is compared, as by `oche status`. */
  code: Code | undefined
  reservedConcurrency: number | undefined
  /** Published versions to keep. */
  keepVersions: number
  /** The run of a command that deploys it, which is written down. */
  run: string | undefined
}

export interface Code {
  arch: Architecture
  /** Absolute path of the zip. */
  zip: string
  zipBytes: number
  /** As Lambda reports it: base64 of the zip's SHA-256. */
  sha256: string
}

/** @throws OcheError `PACKAGE_TOO_LARGE` */
export function desireFunction({
  fn,
  place,
  environment,
  artifact,
  layerBytes = 0,
  run,
}: Source): WantedFunction {
  return {
    configuration: {
      runtime: 'provided.al2023',
      handler: fn.handler ?? 'bootstrap',
      memory: fn.memory,
      timeout: fn.timeout,
      ephemeralStorage: fn.ephemeralStorage,
      environment,
      layers: fn.layers,
      subnets: fn.vpc?.subnets ?? [],
      securityGroups: fn.vpc?.securityGroups ?? [],
      tracing: fn.tracing ? 'Active' : 'PassThrough',
      logFormat: fn.logFormat === 'json' ? 'JSON' : 'Text',
      ...logLevels(fn),
      description: fn.description,
      kmsKey: fn.kmsKey,
      fileSystems: fn.fileSystems,
    },
    logGroup: logGroupName(place.function),
    code: artifact && codeOf(artifact, layerBytes),
    reservedConcurrency: fn.reservedConcurrency,
    keepVersions: fn.keepVersions,
    run,
  }
}

/** Lambda has levels for JSON alone. */
function logLevels({
  logFormat,
  logLevel = LEVEL,
  systemLogLevel = LEVEL,
}: Source['fn']): Pick<Configuration, 'logLevel' | 'systemLogLevel'> {
  if (logFormat !== 'json') return { logLevel: undefined, systemLogLevel: undefined }
  return { logLevel: logLevel.toUpperCase(), systemLogLevel: systemLogLevel.toUpperCase() }
}

/** Where nothing is said. */
const LEVEL = 'info'

/** Layers count too; the sizes of those that are named by ARNs are Lambda's to know. */
function codeOf(artifact: NonNullable<Source['artifact']>, layerBytes: number): Code {
  const bytes = artifact.bytes + layerBytes
  if (bytes >= limits.unzippedBytes) {
    const what = layerBytes === 0 ? 'the executable has' : 'the executable and its layers have'
    throw new OcheError(
      'PACKAGE_TOO_LARGE',
      `${what} ${bytes} bytes; Lambda takes less than ${limits.unzippedBytes}`,
      {
        remedy:
          layerBytes === 0
            ? 'Leave packages out of the program.'
            : 'Leave files out of the layers, or packages out of the program.',
      },
    )
  }
  return {
    arch: artifact.arch,
    zip: artifact.zip,
    zipBytes: artifact.zipBytes,
    sha256: Buffer.from(artifact.sha256, 'hex').toString('base64'),
  }
}
