import { describe, expect, it } from 'vitest'
import type { Aws } from '../aws/aws.ts'
import type { Context } from '../converge/resource.ts'
import { uploads } from './uploads.ts'

/** An S3 with these buckets, and nothing in them. */
function s3With(...buckets: string[]) {
  const calls: string[] = []
  const ask = async (operation: string, input: { Bucket: string } | (() => object)) => {
    calls.push(operation)
    if (operation === 's3:HeadObject') return undefined
    return typeof input === 'function' || buckets.includes(input.Bucket) ? {} : undefined
  }
  const place = { account: { partition: 'aws', region: 'r', id: '1' }, project: 'p', function: 'f' }
  const aws = { call: ask, find: ask } as unknown as Aws
  const context: Context = { aws, place, tags: {}, facts: {}, progress: () => {} }
  return { calls, context }
}

const store = (bucket: string) =>
  uploads.apply!({ zip: 'f.zip', bytes: 60, sha256: 'ab', bucket })['s3:PutObject']!

describe("a bucket of the user's", () => {
  it('that is not there is told before the package is sent', async () => {
    const { calls, context } = s3With('mine')
    await expect(store('typo')(context, {})).rejects.toMatchObject({
      code: 'BUCKET_REFUSED',
      message: 'there is no bucket typo',
    })
    expect(calls).toEqual(['s3:HeadObject', 's3:HeadBucket'])
  })

  it('that is there gets the package under its digest', async () => {
    const { calls, context } = s3With('mine')
    await store('mine')(context, {})
    expect(calls).toEqual(['s3:HeadObject', 's3:HeadBucket', 's3:PutObject'])
    expect(context.facts.stored).toEqual({ bucket: 'mine', key: 'oche/f/ab.zip' })
  })
})
