import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { Aws, Sent } from './aws.ts'

/** A file that is sent to S3. */
export interface SentObject {
  aws: Aws
  /** Told in steps of tenths. */
  progress: (message: string) => void
  object: { Bucket: string; Key: string; ExpectedBucketOwner?: string }
  file: SentFile
  /** The bucket was made moments ago. */
  isNew: boolean
}

interface SentFile {
  path: string
  bytes: number
  /** In hex. */
  sha256: string
}

/** A larger file goes in parts, of which one that is lost is sent again alone. */
const WHOLE_BYTES = 100 * 1024 * 1024
const PART_BYTES = 16 * 1024 * 1024

/** The bytes from `start` up to `end`, which is not among them. */
interface Range {
  start: number
  end: number
}

/**
 * Sends a file from the disk, and from there again where that fails: no more of it than a chunk is
 * ever in memory. S3 compares what it gets with the digest.
 */
export async function sendObject(sending: SentObject): Promise<void> {
  const { aws, object, file, isNew } = sending
  if (file.bytes > WHOLE_BYTES) return sendInParts(sending)
  const digest = Buffer.from(file.sha256, 'hex').toString('base64')
  const whole = { start: 0, end: file.bytes }
  await withBody(sending, whole, digest, (body) =>
    aws.call('s3:PutObject', () => ({ ...object, ...body() }), { afterCreate: isNew }),
  )
}

async function sendInParts(sending: SentObject): Promise<void> {
  const { aws, object, file, isNew } = sending
  const facts = { afterCreate: isNew }
  const begin = { ...object, ChecksumAlgorithm: 'SHA256' as const }
  const { UploadId } = await aws.call('s3:CreateMultipartUpload', begin, facts)
  try {
    const Parts: { PartNumber: number; ETag: string | undefined; ChecksumSHA256: string }[] = []
    for (const [index, range] of rangesOf(file.bytes).entries()) {
      const PartNumber = index + 1
      const digest = await digestOf(file.path, range)
      const { ETag } = await withBody(sending, range, digest, (body) => {
        const part: Sent<'s3:UploadPart'> = () => ({ ...object, UploadId, PartNumber, ...body() })
        return aws.call('s3:UploadPart', part, facts)
      })
      Parts.push({ PartNumber, ETag, ChecksumSHA256: digest })
    }
    const end = { ...object, UploadId, MultipartUpload: { Parts } }
    await aws.call('s3:CompleteMultipartUpload', end)
  } catch (thrown) {
    // Where this fails too, the bucket's lifecycle takes the parts after a day.
    if (aws.signal?.aborted !== true) {
      await aws.call('s3:AbortMultipartUpload', { ...object, UploadId }).catch(() => {})
    }
    throw thrown
  }
}

function rangesOf(bytes: number): Range[] {
  return Array.from({ length: Math.ceil(bytes / PART_BYTES) }, (_, index) => ({
    start: index * PART_BYTES,
    end: Math.min((index + 1) * PART_BYTES, bytes),
  }))
}

interface Body {
  Body: Readable
  ContentLength: number
  ChecksumSHA256: string
}

/** A range of the file as a body that is made anew for each attempt; the last one is closed. */
async function withBody<T>(
  { file, progress }: SentObject,
  range: Range,
  digest: string,
  send: (body: () => Body) => Promise<T>,
): Promise<T> {
  let last: Readable | undefined
  try {
    return await send(() => {
      last?.destroy()
      last = Readable.from(
        read(file.path, range, (at) => progress(text(at, file.bytes))),
        {
          objectMode: false,
        },
      )
      return { Body: last, ContentLength: range.end - range.start, ChecksumSHA256: digest }
    })
  } finally {
    last?.destroy()
  }
}

async function* read(
  path: string,
  range: Range,
  told: (at: number) => void,
): AsyncGenerator<Buffer> {
  let at = range.start
  for await (const chunk of bytesOf(path, range)) {
    yield chunk as Buffer
    at += (chunk as Buffer).length
    told(at)
  }
}

async function digestOf(path: string, range: Range): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of bytesOf(path, range)) hash.update(chunk as Buffer)
  return hash.digest('base64')
}

function bytesOf(path: string, { start, end }: Range): Readable {
  return createReadStream(path, { start, end: end - 1 })
}

function text(at: number, bytes: number): string {
  const tenths = Math.floor((at / bytes) * 10)
  return `uploading the package: ${tenths * 10} % of ${(bytes / 1024 / 1024).toFixed(1)} MB`
}
