import { createTurns, type Turns } from '../../aws/turns.ts'
import { notThere } from '../../converge/not-there.ts'
import type { Context, Handlers } from '../../converge/resource.ts'
import type { Place } from '../../model/place.ts'
import type { Step } from '../../model/plan.ts'
import type { Aws } from '../../aws/aws.ts'
import type { Bucket } from './desire.ts'
import { isAs, isOwn, merged } from './merge.ts'
import { entriesOf, readConfiguration } from './read.ts'

/**
 * A bucket's list is read, changed and written as a whole: of this process one after the other, since
 * functions are deployed side by side.
 */
const turns = new Map<string, Turns>()

function inTurn(bucket: string, work: () => Promise<void>): Promise<void> {
  const own = turns.get(bucket) ?? createTurns()
  turns.set(bucket, own)
  return own(work)
}

/** Looks until a write is seen, since S3 may answer for some seconds as before. */
const LOOKS = 20

export function writeBuckets(wanted: readonly Bucket[]): Handlers {
  return {
    's3:PutBucketNotificationConfiguration': ({ aws, place }, input) => {
      const name = input.Bucket!
      const bucket = wanted.find((one) => one.name === name)
      const none = { name, notifications: [], others: undefined }
      return inTurn(name, () => write(aws, place, bucket ?? none))
    },
  }
}

async function write(aws: Aws, place: Place, wanted: Bucket): Promise<void> {
  const { name: Bucket } = wanted
  // As it is now, not as it was when it was planned: others write the same list.
  const found = await readConfiguration(aws, Bucket)
  if (found === undefined) {
    if (wanted.notifications.length === 0) return
    throw missing(Bucket)
  }
  // Whether what is there for this function may be taken over, the plan has asked.
  const { configuration } = merged(place, wanted, found, true)
  const input = {
    Bucket,
    NotificationConfiguration: configuration,
    // S3 looks at the entries of others too: one of theirs that leads nowhere keeps nobody from leaving.
    SkipDestinationValidation: wanted.notifications.length === 0,
  }
  await aws.call('s3:PutBucketNotificationConfiguration', input, { afterCreate: true })
  for (let look = 1; look <= LOOKS; look++) {
    if (await isWritten(aws, place, wanted)) return
    await aws.clock.sleep(Math.min(200 * 2 ** look, 3000), aws.signal)
  }
  throw missing(Bucket)
}

async function isWritten(aws: Aws, place: Place, wanted: Bucket): Promise<boolean> {
  const configuration = await readConfiguration(aws, wanted.name)
  if (configuration === undefined) return wanted.notifications.length === 0
  const own = entriesOf(configuration).filter((entry) => isOwn(place, entry))
  return (
    own.length === wanted.notifications.length &&
    wanted.notifications.every((one) => own.some((entry) => isAs(place, one, entry)))
  )
}

const missing = (bucket: string) =>
  notThere('s3:PutBucketNotificationConfiguration', `what the bucket ${bucket} should tell`)

/** Longer than anybody takes between reading a bucket's list and writing it, in milliseconds. */
const OTHERS_WRITE_WITHIN = 1000

/** Somebody else who has read before our write may have written after it: look once more. */
export async function confirmBuckets(
  { aws, place }: Context,
  wanted: readonly Bucket[],
  steps: readonly Step[],
): Promise<void> {
  const written = wanted.filter(({ name }) =>
    steps.some(
      ({ call, input }) =>
        call === 's3:PutBucketNotificationConfiguration' &&
        (input as { Bucket?: string }).Bucket === name,
    ),
  )
  if (written.length === 0) return
  await aws.clock.sleep(OTHERS_WRITE_WITHIN, aws.signal)
  for (const bucket of written) {
    if (!(await isWritten(aws, place, bucket))) throw missing(bucket.name)
  }
}
