import type { Resource } from '../../converge/resource.ts'
import { confirmBuckets, writeBuckets } from './apply.ts'
import { desireBuckets, type Bucket } from './desire.ts'
import { planBuckets, removeBuckets } from './plan.ts'
import { readBuckets, type RemoteBucket } from './read.ts'

/** What buckets tell the alias of their objects. */
export const buckets: Resource<readonly Bucket[], readonly RemoteBucket[]> = {
  desire: desireBuckets,
  isWanted: (wanted) => wanted.length > 0,
  read: readBuckets,
  plan: planBuckets,
  remove: removeBuckets,
  apply: writeBuckets,
  removing: writeBuckets([]),
  confirm: confirmBuckets,
  progress: (call) =>
    call === 's3:PutBucketNotificationConfiguration'
      ? 'setting what buckets tell the function'
      : undefined,
}
