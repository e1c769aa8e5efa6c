import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../../contract/limits.ts'
import type { Aws } from '../aws/aws.ts'
import { makeCopy, originalCode, type Original } from './copy.ts'
import { copyId, copyName, copyPrefix, isAbandoned, maker } from './name.ts'

/** It is never asked here. */
const aws = {} as Aws

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

  it('is that of the original', async () => {
    const bytes = await originalCode(original(sha256, location))
    expect(Buffer.from(bytes).toString()).toBe('hello')
  })

  it.each([
    ['another', original('other', location)],
    ['none', original(sha256, 'http://127.0.0.1:1/')],
  ])('COPY_CODE_UNREADABLE: there is %s', async (_, one) => {
    const failure = await originalCode(one).catch((thrown: unknown) => thrown)
    expect(failure).toMatchObject({ code: 'COPY_CODE_UNREADABLE', exit: 4 })
    expect((failure as Error).message).not.toContain(one.location)
  })

  it('COPY_TOO_LARGE: what Lambda takes from S3 alone is refused before anything is made', async () => {
    const code = new Uint8Array(limits.directZipBytes + 1)
    const made = makeCopy(aws, original(sha256, location), copyId(), { arch: 'arm64', code })
    await expect(made).rejects.toMatchObject({ code: 'COPY_TOO_LARGE' })
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
