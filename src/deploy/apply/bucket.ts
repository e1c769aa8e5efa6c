import { createReadStream } from 'node:fs'
import type { Aws } from '../aws/aws.ts'
import { failureOf } from '../aws/failure.ts'
import { OcheError } from '../../core/errors.ts'
import type { Desired } from '../desired.ts'
import { bucketName, ownershipTags, type Account } from '../names.ts'
import { pages } from '../read/pages.ts'
import type { Handlers } from './handlers.ts'
import { tagList } from './role.ts'

export const bucketHandlers: Handlers<'s3'> = {
  's3:PutObject': async (context) => {
    const { aws, desired } = context
    const bucket = desired.bucket ?? (await ensureBucket(aws, desired))
    const key = await store(aws, desired)
    context.stored = { bucket, key }
  },
  's3:DeleteBucket': async ({ aws, desired }) => emptyBucket(aws, desired),
}

/** Days after which an uploaded package goes: Lambda has its own copy at once. */
const EXPIRY_DAYS = 7

/** A bucket belongs to the account and is shared by its projects. */
const BUCKET_TAGS = { [ownershipTags.project]: 'oche' }

/**
 * The account's bucket for packages of this region. Its name holds the account's number, and every
 * call names the owner, so that a bucket somebody else has made by that name is never used.
 */
async function ensureBucket(aws: Aws, { account }: Desired): Promise<string> {
  const owned = ownBucket(account)
  const bucket = owned.Bucket
  const made = (await aws.find('s3:HeadBucket', owned)) === undefined
  if (made) await aws.call('s3:CreateBucket', creation(bucket, account))
  const facts = { afterCreate: made }
  if (!made && (await isTagged(aws, owned))) return bucket
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
  await aws.call(
    's3:PutBucketTagging',
    { ...owned, Tagging: { TagSet: tagList(BUCKET_TAGS) } },
    facts,
  )
  return bucket
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

/** The name of an object is its content's hash, so the same package is sent once. */
async function store(aws: Aws, desired: Desired): Promise<string> {
  const { name, code, account } = desired
  if (code === undefined) throw new Error('a package is stored from an artifact')
  const key = `${prefixOf(name)}${Buffer.from(code.sha256, 'base64').toString('hex')}.zip`
  // A bucket that the user names may be another account's.
  const owned = desired.bucket === undefined ? ownBucket(account) : { Bucket: desired.bucket }
  const object = { ...owned, Key: key }
  const found = await aws.find('s3:HeadObject', object)
  if (found?.ContentLength === code.zipBytes) return key
  await aws.call(
    's3:PutObject',
    { ...object, Body: createReadStream(code.zip), ContentLength: code.zipBytes },
    { afterCreate: true },
  )
  return key
}

function prefixOf(functionName: string): string {
  return `oche/${functionName}/`
}

/** A function's packages, and the bucket itself once no other function's are in it. */
async function emptyBucket(aws: Aws, { name, account }: Desired): Promise<void> {
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
export async function hasUploads(aws: Aws, { name, account }: Desired): Promise<boolean> {
  try {
    if ((await aws.find('s3:HeadBucket', ownBucket(account))) === undefined) return false
    const keys = await readKeys(aws, account)
    return keys.length === 0 || keys.some((key) => key.startsWith(prefixOf(name)))
  } catch (thrown) {
    if (thrown instanceof OcheError && failureOf(thrown.cause).status === 403) return false
    throw thrown
  }
}
