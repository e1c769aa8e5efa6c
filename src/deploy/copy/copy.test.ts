import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { limits } from '../../contract/limits.ts'
import type { Aws } from '../aws/aws.ts'
import { makeCopy, originalCode, type Original } from './copy.ts'
import { copyId, copyName, copyPrefix, isAbandoned, maker } from './name.ts'

const folder = mkdtempSync(join(tmpdir(), 'oche-copy-'))
afterAll(() => rmSync(folder, { recursive: true }))

const original = (codeSha256: string, location: string): Original => ({
  place: {
    account: { partition: 'aws', region: 'eu-west-1', id: '123456789012' },
    project: 'shop',
    function: 'hello',
  },
  configuration: {},
  arch: 'arm64',
  memory: 128,
  codeSha256,
  location,
})

describe('the code of a copy', () => {
  const location = 'data:application/zip;base64,aGVsbG8='
  const sha256 = createHash('sha256').update('hello').digest('base64')

  it('is that of the original, with what the calls that take it ask for', async () => {
    const zip = join(folder, 'a.zip')
    const code = await originalCode(original(sha256, location), zip)
    expect(readFileSync(zip, 'utf8')).toBe('hello')
    const hex = createHash('sha256').update('hello').digest('hex')
    expect(code).toEqual({ zip, zipBytes: 5, sha256: hex })
  })

  it.each([
    ['another', original('other', location)],
    ['none', original(sha256, 'http://127.0.0.1:1/')],
  ])('COPY_CODE_UNREADABLE: there is %s', async (_, one) => {
    const failure = await originalCode(one, join(folder, 'c.zip')).catch(
      (thrown: unknown) => thrown,
    )
    expect(failure).toMatchObject({ code: 'COPY_CODE_UNREADABLE', exit: 4 })
    expect((failure as Error).message).not.toContain(one.location)
  })

  it('goes by way of S3 where it is over 50 MB, and with the call where it is not', async () => {
    const calls: Record<string, Record<string, unknown>> = {}
    // Everything is there already, the object as large as it should be.
    const found = { TagSet: [{ Key: 'oche:project', Value: 'oche' }], State: 'Active' }
    const answer = (operation: string, input: unknown) => {
      calls[operation] = (typeof input === 'function' ? input() : input) as Record<string, unknown>
      return Promise.resolve({ ...found, ContentLength: limits.directZipBytes + 1 })
    }
    const known = { call: answer, find: answer, clock: { now: () => 0 } } as unknown as Aws
    const zip = join(folder, 'b.zip')
    writeFileSync(zip, 'hello')
    const copied = async (zipBytes: number, bucket?: string) => {
      const code = { zip, zipBytes, sha256: 'abc' }
      const options = { arch: 'arm64' as const, code, bucket, progress: () => {} }
      await makeCopy(known, original(sha256, location), copyId(), options)
      return calls['lambda:CreateFunction']!['Code']
    }
    expect(await copied(5)).toEqual({ ZipFile: Buffer.from('hello') })
    const S3Key = 'oche/hello/abc.zip'
    const large = limits.directZipBytes + 1
    expect(await copied(large)).toEqual({ S3Bucket: 'oche-123456789012-eu-west-1', S3Key })
    expect(await copied(large, 'mine')).toEqual({ S3Bucket: 'mine', S3Key })
  })
})

describe('the name of a copy', () => {
  it('is one that Lambda takes, and begins as all copies of its function do', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/), (name) => {
        const place = { function: name }
        const copy = copyName(place, copyId())
        expect(copy).toMatch(/^[A-Za-z0-9_-]{1,64}$/)
        expect(copy.startsWith(copyPrefix(place))).toBe(true)
        expect(copy).toMatch(/-oche-bench-[0-9a-f]{8}$/)
      }),
    )
  })
})

describe('a copy is abandoned', () => {
  const hour = 60 * 60 * 1000

  it('where its process is gone, however long ago that was', () => {
    expect(isAbandoned(maker(7), 0, 1, () => false)).toBe(true)
    expect(isAbandoned(maker(7), 0, 9 * hour, () => true)).toBe(false)
  })

  it('where another machine made it long ago', () => {
    const elsewhere = `${'0'.repeat(12)}-7`
    for (const by of [elsewhere, undefined, 'nonsense']) {
      expect(isAbandoned(by, 0, hour, () => false)).toBe(false)
      expect(isAbandoned(by, 0, 3 * hour, () => true)).toBe(true)
    }
  })
})
