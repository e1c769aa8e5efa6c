import { limits } from '../../contract/limits.ts'
import { EXIT, OcheError } from '../../core/errors.ts'
import type { Aws } from '../aws/aws.ts'
import { failureOf } from '../aws/failure.ts'
import { pages } from '../aws/pages.ts'
import { sendObject } from '../aws/send-object.ts'
import type { Context, Planning, Reading, Removing, Resource } from '../converge/resource.ts'
import type { Place } from '../model/place.ts'
import { emptyPlan, one, step, unseen } from '../model/plan.ts'
import { bucketName, ownershipTags, type Account } from '../names.ts'

/** A package that is too large to be sent with the call that takes it. */
export interface Upload {
  /** Absolute path */
  zip: string
  bytes: number
  /** Of the package, in hex. */
  sha256: string
  /** The user's; absent: one is made for the account. */
  bucket: string | undefined
}

/** Packages that go by way of S3. */
export const uploads: Resource<Upload | undefined, boolean> = {
  desire: ({ artifact, bucket }) =>
    artifact === undefined || artifact.zipBytes <= limits.directZipBytes
      ? undefined
      : { zip: artifact.zip, bytes: artifact.zipBytes, sha256: artifact.sha256, bucket },
  read: ({ aws, place, wanted, isRemoval }: Reading<Upload | undefined>) =>
    wanted === undefined && isRemoval ? hasUploads(aws, place) : Promise.resolve(false),
  plan: ({ wanted, facts }: Planning<Upload | undefined, boolean>) =>
    wanted === undefined || facts.sendsCode !== true
      ? {}
      : { make: unseen(step('s3:PutObject', {})) },
  remove: ({ found, place }: Removing<boolean>) =>
    found
      ? one(
          { resource: 'uploads', action: 'delete', from: bucketName(place.account) },
          step('s3:DeleteBucket', {}),
        )
      : emptyPlan(),
  apply: (wanted) => ({
    's3:PutObject': async (context) => {
      if (wanted === undefined) throw new Error('a package is stored from an artifact')
      context.facts.stored = await storePackage(context, wanted)
    },
  }),
  removing: { 's3:DeleteBucket': ({ aws, place }) => emptyBucket(aws, place) },
  progress: (call) => {
    if (call === 's3:PutObject') return 'uploading the package'
    return call === 's3:DeleteBucket' ? 'deleting uploaded packages' : undefined
  },
}

/** Days after which an uploaded package goes: Lambda has its own copy at once. */
const EXPIRY_DAYS = 7

/** A bucket belongs to the account and is shared by its projects. */
const BUCKET_TAGS = [{ Key: ownershipTags.project, Value: 'oche' }]

/**
 * The account's bucket for packages of this region. Its name holds the account's number, and every
 * call names the owner, so that a bucket somebody else has made by that name is never used.
 */
async function ensureBucket(aws: Aws, account: Account): Promise<{ isNew: boolean }> {
  const owned = ownBucket(account)
  const bucket = owned.Bucket
  const made = (await aws.find('s3:HeadBucket', owned)) === undefined
  if (made) await aws.call('s3:CreateBucket', creation(bucket, account))
  const facts = { afterCreate: made }
  if (!made && (await isTagged(aws, owned))) return { isNew: false }
  await aws.call(
    's3:PutPublicAccessBlock',
    {
      ...owned,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    },
    facts,
  )
  const encryption = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const } }
  await aws.call(
    's3:PutBucketEncryption',
    { ...owned, ServerSideEncryptionConfiguration: { Rules: [encryption] } },
    facts,
  )
  const expiry = {
    ID: 'oche',
    Status: 'Enabled' as const,
    Filter: { Prefix: '' },
    Expiration: { Days: EXPIRY_DAYS },
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
  }
  await aws.call(
    's3:PutBucketLifecycleConfiguration',
    { ...owned, LifecycleConfiguration: { Rules: [expiry] } },
    facts,
  )
  // The tag is last: a bucket that has it is complete.
  await aws.call('s3:PutBucketTagging', { ...owned, Tagging: { TagSet: BUCKET_TAGS } }, facts)
  return { isNew: made }
}

/** us-east-1 is the one region that must not be named. */
function creation(bucket: string, { region }: Account) {
  return {
    Bucket: bucket,
    ...(region !== 'us-east-1' && {
      CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' },
    }),
  }
}

interface OwnedBucket {
  Bucket: string
  ExpectedBucketOwner: string
}

async function isTagged(aws: Aws, owned: OwnedBucket): Promise<boolean> {
  const tags = await aws.find('s3:GetBucketTagging', owned)
  return (tags?.TagSet ?? []).some(({ Key }) => Key === ownershipTags.project)
}

type Storing = Pick<Context, 'aws' | 'place' | 'progress'>

/** Sends a package to the user's bucket, or to the account's, which is made where there is none. */
export async function storePackage(
  context: Storing,
  upload: Upload,
): Promise<{ bucket: string; key: string }> {
  const { aws, place } = context
  const own = upload.bucket === undefined && (await ensureBucket(aws, place.account))
  return store(context, upload, own && own.isNew)
}

/** The name of an object is its content's hash, so the same package is sent once. */
async function store(
  { aws, place, progress }: Storing,
  { zip, bytes, sha256, bucket }: Upload,
  isNew: boolean,
): Promise<{ bucket: string; key: string }> {
  const Key = `${prefixOf(place.function)}${sha256}.zip`
  // A bucket that the user names may be another account's.
  const object = { ...(bucket === undefined ? ownBucket(place.account) : { Bucket: bucket }), Key }
  const found = await aws.find('s3:HeadObject', object)
  if (found === undefined && bucket !== undefined) await requireBucket(aws, bucket)
  if (found?.ContentLength !== bytes) {
    await sendObject({ aws, progress, object, file: { path: zip, bytes, sha256 }, isNew })
  }
  return { bucket: object.Bucket, key: Key }
}

/** Before a large package is on its way: S3 says that there is no bucket only once all of it is there. */
async function requireBucket(aws: Aws, bucket: string): Promise<void> {
  if ((await aws.find('s3:HeadBucket', { Bucket: bucket })) !== undefined) return
  throw new OcheError('BUCKET_REFUSED', `there is no bucket ${bucket}`, {
    remedy: 'Correct --bucket, or leave it out to have one made.',
    exit: EXIT.aws,
  })
}

function prefixOf(functionName: string): string {
  return `oche/${functionName}/`
}

/** A function's packages, and the bucket itself once no other function's are in it. */
async function emptyBucket(aws: Aws, { function: name, account }: Place): Promise<void> {
  const owned = ownBucket(account)
  for (const key of await readKeys(aws, account)) {
    if (key.startsWith(prefixOf(name))) await aws.call('s3:DeleteObject', { ...owned, Key: key })
  }
  if ((await readKeys(aws, account)).length === 0) await aws.call('s3:DeleteBucket', owned)
}

function ownBucket(account: Account): OwnedBucket {
  return { Bucket: bucketName(account), ExpectedBucketOwner: account.id }
}

function readKeys(aws: Aws, account: Account): Promise<string[]> {
  return pages(async (ContinuationToken) => {
    const page = await aws.call('s3:ListObjectsV2', { ...ownBucket(account), ContinuationToken })
    return { items: page.Contents?.map(({ Key }) => Key!), next: page.NextContinuationToken }
  })
}

/**
 * Whether the account's bucket holds packages of a function, or nothing any more. A deployer who
 * may not look at buckets has never made one.
 */
async function hasUploads(aws: Aws, { function: name, account }: Place): Promise<boolean> {
  try {
    if ((await aws.find('s3:HeadBucket', ownBucket(account))) === undefined) return false
    const keys = await readKeys(aws, account)
    return keys.length === 0 || keys.some((key) => key.startsWith(prefixOf(name)))
  } catch (thrown) {
    if (thrown instanceof OcheError && failureOf(thrown.cause).status === 403) return false
    throw thrown
  }
}
