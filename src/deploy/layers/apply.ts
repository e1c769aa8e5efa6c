import { readFileSync } from 'node:fs'
import { limits } from '../../contract/limits.ts'
import type { Aws } from '../aws/aws.ts'
import { untilUpToDate } from '../converge/again.ts'
import { placeOf, type Application } from '../model/place.ts'
import type { Change } from '../model/plan.ts'
import type { Account } from '../names.ts'
import { storePackage } from '../resources/uploads.ts'
import type { Desired } from '../resources/index.ts'
import { layerArn, NEXT, planLayer, type LayerPlan } from './plan.ts'
import { readLayerVersions } from './read.ts'
import type { WantedLayer } from './wanted.ts'

export interface LayerOptions {
  aws: Aws
  account: Account
  application: Application
  /** A bucket of the user's for packages that need one. */
  bucket?: string | undefined
  progress: (message: string) => void
}

/**
 * Publishes what is to be published. Where the answer is lost, what there is decides.
 *
 * @returns the ARN of the version that functions get
 */
export async function publishLayer(options: LayerOptions, start: LayerPlan): Promise<string> {
  const { aws, account, application } = options
  let plan = start
  return untilUpToDate(aws, async (before) => {
    if (before !== undefined && plan.publish !== undefined) {
      const found = await readLayerVersions(aws, plan.name)
      plan = planLayer(plan.publish.wanted, found, account, application)
    }
    if (plan.publish === undefined) return plan.arn
    const { wanted, description } = plan.publish
    const stored = await storedContent(wanted, options)
    const published = await aws.call('lambda:PublishLayerVersion', () => ({
      LayerName: wanted.name,
      Description: description,
      CompatibleRuntimes: ['provided.al2023'],
      Content:
        stored === undefined
          ? { ZipFile: readFileSync(wanted.artifact.zip) }
          : { S3Bucket: stored.Bucket, S3Key: stored.Key },
    }))
    if (stored !== undefined) await aws.call('s3:DeleteObject', stored)
    return published.LayerVersionArn ?? layerArn(account, wanted.name, String(published.Version))
  })
}

/** Where the zip is, if it is too large for the call itself. */
async function storedContent(
  wanted: WantedLayer,
  options: LayerOptions,
): Promise<{ Bucket: string; Key: string } | undefined> {
  const { zip, zipBytes: bytes, sha256 } = wanted.artifact
  if (bytes <= limits.directZipBytes) return undefined
  const { aws, bucket, progress } = options
  const context = { aws, place: uploadPlace(wanted, options), tags: {}, facts: {}, progress }
  const stored = await storePackage(context, { zip, bytes, sha256, bucket })
  return { Bucket: stored.bucket, Key: stored.key }
}

function uploadPlace({ name }: WantedLayer, { account, application }: LayerOptions) {
  return placeOf(account, { ...application, stage: undefined }, name)
}

/** Versions that nobody gets any more; functions that have one keep it. */
export async function pruneLayer(aws: Aws, plan: LayerPlan): Promise<void> {
  for (const { version } of plan.going) {
    await aws.call('lambda:DeleteLayerVersion', { LayerName: plan.name, VersionNumber: version })
  }
}

/** What is desired, with layers that were published meanwhile. */
export function withPublished(desired: Desired, arns: ReadonlyMap<string, string>): Desired {
  const { configuration } = desired.wants.function
  const layers = configuration.layers.map((arn) => arns.get(arn) ?? arn)
  return {
    ...desired,
    wants: {
      ...desired.wants,
      function: { ...desired.wants.function, configuration: { ...configuration, layers } },
    },
  }
}

/** What changed of a function, with layers that were published meanwhile. */
export function changesWithPublished(
  changes: readonly Change[],
  arns: ReadonlyMap<string, string>,
): Change[] {
  const real = (list: string) =>
    list
      .split(', ')
      .map((arn) => arns.get(arn) ?? arn)
      .join(', ')
  return changes.map((change) =>
    typeof change.to === 'string' ? { ...change, to: real(change.to) } : change,
  )
}

/** A layer's plan, with the version that it was published as. */
export function planWithPublished(plan: LayerPlan, arns: ReadonlyMap<string, string>): LayerPlan {
  const arn = arns.get(plan.arn)
  if (arn === undefined) return plan
  const version = Number(arn.split(':').at(-1))
  const changes = plan.changes.map((change) =>
    change.to === NEXT ? { ...change, to: version } : change,
  )
  return { ...plan, arn, changes }
}
