import { limits } from '../../../contract/limits.ts'
import type { Architecture } from '../../../core/config/schema.ts'
import { OcheError } from '../../../core/errors.ts'
import type { FunctionConfig } from '../../../core/project.ts'
import type { Source } from '../../converge/resource.ts'
import type { Configuration } from '../../model/version.ts'
import { logGroupName } from '../../names.ts'
import { unsupported } from '../endpoint.ts'

/** What there should be of the function itself, up to the alias. */
export interface WantedFunction {
  configuration: Configuration
  logGroup: string
  /** Undefined where only the configuration is compared, as by `oche status`. */
  code: Code | undefined
  reservedConcurrency: number | undefined
  /** Published versions to keep. */
  keepVersions: number
}

export interface Code {
  arch: Architecture
  /** Absolute path of the zip. */
  zip: string
  zipBytes: number
  /** As Lambda reports it: base64 of the zip's SHA-256. */
  sha256: string
}

/** @throws OcheError `DEPLOY_UNSUPPORTED`, `PACKAGE_TOO_LARGE` */
export function desireFunction({ fn, place, environment, artifact }: Source): WantedFunction {
  requireLayerArns(fn)
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
    },
    logGroup: logGroupName(place.function),
    code: artifact && codeOf(artifact),
    reservedConcurrency: fn.reservedConcurrency,
    keepVersions: fn.keepVersions,
  }
}

/** Layers count too; their sizes are Lambda's to know. */
function codeOf(artifact: NonNullable<Source['artifact']>): Code {
  if (artifact.bytes >= limits.unzippedBytes) {
    throw new OcheError(
      'PACKAGE_TOO_LARGE',
      `the executable has ${artifact.bytes} bytes; Lambda takes less than ${limits.unzippedBytes}`,
      { remedy: 'Leave packages out of the program.' },
    )
  }
  return {
    arch: artifact.arch,
    zip: artifact.zip,
    zipBytes: artifact.zipBytes,
    sha256: Buffer.from(artifact.sha256, 'hex').toString('base64'),
  }
}

/** `oche dev` takes folders too; Lambda has published layers only. */
function requireLayerArns({ name, layers }: FunctionConfig): void {
  const folder = layers.find((layer) => !layer.startsWith('arn:') && !layer.startsWith('${'))
  if (folder === undefined) return
  throw unsupported(
    name,
    `the layer ${folder}, a folder of this machine`,
    'Publish it (aws lambda publish-layer-version) and name its ARN in "layers", or put its files into the package by "include".',
  )
}
